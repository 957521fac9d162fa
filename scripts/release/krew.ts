/** What krew reads to install the plugin: where the package is, its checksum, and which of its files to keep. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import { packageFile } from "./pack.ts";
import { download } from "./place.ts";
import { tagOf, type Release } from "./release.ts";

export const KREW_FILE = "gastown.yaml";

const manifestSchema = z.object({ engines: z.object({ node: z.string().startsWith(">=") }) });

/** @throws Error while there is no package to take the checksum of. */
export function krewManifest(release: Release): string {
  const { root, out, place } = release;
  const file = packageFile(root);
  const packed = path.join(out, file);
  if (!existsSync(packed)) throw new Error(`${packed} is not there: run the step pack first`);
  const { engines } = manifestSchema.parse(JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")));
  const manifest = {
    apiVersion: "krew.googlecontainertools.github.com/v1alpha2",
    kind: "Plugin",
    metadata: { name: "gastown" },
    spec: {
      version: tagOf(release),
      homepage: place.page,
      shortDescription: "Look after the polecats of a Gas Town",
      description: [
        "What you do with a Gas Town every day: see who works on what, and what needs a person, give",
        "beads to rigs, stop and end polecats, follow convoys, and ask why something is as it is.",
        "It reads and writes the resources of the Gas Town Operator, which has to run for the town.",
        "",
      ].join("\n"),
      caveats: `It needs Node ${engines.node.slice(2)} or newer on the PATH, as node.\n`,
      platforms: [
        {
          selector: { matchExpressions: [{ key: "os", operator: "In", values: ["darwin", "linux"] }] },
          uri: download(place, tagOf(release), file),
          sha256: createHash("sha256").update(readFileSync(packed)).digest("hex"),
          files: [
            { from: "package/dist/*.mjs", to: "dist" },
            { from: "package/dist/THIRD-PARTY-LICENCES.md", to: "dist" },
            { from: "package/package.json", to: "." },
            { from: "package/LICENSE", to: "." },
          ],
          bin: "dist/package-plugin.mjs",
        },
      ],
    },
  };
  return stringify(manifest, { lineWidth: 0 });
}

/** Puts the manifest into krew's index of the project, as one commit. GASTOWN_KREW_INDEX names another index. */
export function publishKrew({ out, place, environment, run, version }: Release): void {
  const folder = mkdtempSync(path.join(tmpdir(), "gastown-krew-"));
  try {
    const git = (...args: readonly string[]): void => run("git", args, { folder });
    git("clone", "--quiet", "--depth", "1", environment["GASTOWN_KREW_INDEX"] ?? place.krewIndex, ".");
    mkdirSync(path.join(folder, "plugins"), { recursive: true });
    writeFileSync(path.join(folder, "plugins", KREW_FILE), readFileSync(path.join(out, KREW_FILE)));
    git("add", `plugins/${KREW_FILE}`);
    git("commit", "--quiet", "--message", `gastown v${version}`);
    git("push", "--quiet", "origin", "HEAD");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
