/** The image is built from what the Dockerfile copies: a file that it leaves out is missed when somebody builds one, and not before. */
import { globSync, existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { z } from "zod";
import { oneFile, operatorBundle } from "../../scripts/bundle-options.ts";
import { takenFromCheckout } from "./dockerfile.ts";

const CHECKOUT = path.join(import.meta.dirname, "../..");
const { beforeInstall, afterInstall } = takenFromCheckout();
const isTaken = (file: string): boolean =>
  [...beforeInstall, ...afterInstall].some((taken) => file === taken || file.startsWith(`${taken}/`));

test("each file and folder that the Dockerfile copies is there", () => {
  expect(afterInstall).toContain("src");
  expect(
    [...beforeInstall, ...afterInstall].filter((taken) => !existsSync(path.join(CHECKOUT, taken))),
  ).toEqual([]);
});

test("npm finds the manifest of each workspace where it installs", () => {
  const { workspaces } = z
    .object({ workspaces: z.array(z.string()).min(1) })
    .parse(JSON.parse(readFileSync(path.join(CHECKOUT, "package.json"), "utf8")));
  const manifests = globSync(
    workspaces.map((workspace) => `${workspace}/package.json`),
    { cwd: CHECKOUT },
  );
  expect(beforeInstall).toEqual(expect.arrayContaining(["package.json", "package-lock.json", ...manifests]));
});

test("all that is bundled, and what bundles it, is copied", async () => {
  const entries = [
    "packages/simulated-town/src/gt-main.ts",
    "src/programs/package-command.ts",
    "src/watchdog/thread.ts",
  ];
  const options = [operatorBundle("dist"), ...entries.map((entry) => oneFile(entry, `dist/${entry}`))];
  const built = await Promise.all(options.map((each) => build({ ...each, metafile: true, write: false })));
  const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const ours = inputs.filter((file) => !file.includes("node_modules/") && !file.includes(":"));
  expect(ours).toEqual(expect.arrayContaining(["src/main.ts", "packages/embedded-kube/src/start.ts"]));
  expect(
    [...ours, "scripts/bundle.ts", "inspector-ui/build.ts", "samples"].filter((file) => !isTaken(file)),
  ).toEqual([]);
});
