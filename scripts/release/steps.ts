/** The steps of a release, by the names that the workflow calls them. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { KREW_FILE, krewManifest, publishKrew } from "./krew.ts";
import { libraryFile, packLibrary } from "./pack-library.ts";
import { pack, packageFile } from "./pack.ts";
import { tagOf, type Release } from "./release.ts";
import { notesOf, releaseProblems } from "./versions.ts";

export interface Step {
  readonly does: string;
  readonly run: (release: Release) => void;
}

const NOTES_FILE = "notes.md";
const SUMS_FILE = "SHA256SUMS";
const CHART = "helm/gastown-operator";
/** Apart, for helm and npm give their packages the same name. */
const CHART_FOLDER = "chart";

export const STEPS = {
  check: { does: "one version everywhere, that of the tag; the owner; the changelog's day", run: check },
  pack: { does: "the npm packages: the operator, and the embedded API server", run: packed },
  chart: { does: "the chart, linted and packed", run: chart },
  krew: { does: "krew's manifest of the package", run: krew },
  sums: { does: "the checksums of all that was made", run: sums },
  image: { does: "builds the image for both platforms, as a file", run: (release) => image(release, "file") },
  login: { does: "logs in where the image and the chart go", run: login },
  "publish-image": { does: "builds and pushes the image", run: (release) => image(release, "push") },
  "publish-chart": { does: "pushes the chart beside the image", run: publishChart },
  "publish-npm": { does: "publishes the npm packages, with their provenance", run: publishNpm },
  "publish-release": {
    does: "makes GitHub's release, with the changelog and the files",
    run: publishRelease,
  },
  "publish-krew": { does: "puts the manifest into the project's index of krew", run: publishKrew },
} as const satisfies Record<string, Step>;

function check({ root, place, environment, say, version }: Release): void {
  const onTag = environment["GITHUB_REF_TYPE"] === "tag";
  const problems = releaseProblems(root, place, {
    tag: onTag ? environment["GITHUB_REF_NAME"] : undefined,
    repository: environment["GITHUB_REPOSITORY"],
  });
  if (problems.length > 0) throw new Error(problems.join("\n"));
  say(`${version} can be released as ${place.image}:${version}`);
}

function packed({ root, out, say }: Release): void {
  for (const { filename, size, files } of [pack(root, out), packLibrary(root, out)])
    say(`${path.join(out, filename)}: ${files.length} files, ${size} bytes`);
}

function chart({ root, out, run }: Release): void {
  const folder = path.join(root, CHART);
  // The chart asks for a place of the town, and any does for a look.
  run("helm", ["lint", "--strict", folder, "--set", "volumes.hostPath=/srv/gt"]);
  run("helm", ["package", folder, "--destination", path.join(out, CHART_FOLDER)]);
}

function krew(release: Release): void {
  writeFileSync(path.join(release.out, KREW_FILE), krewManifest(release));
  release.say(path.join(release.out, KREW_FILE));
}

function sums({ out }: Release): void {
  const line = (name: string): string =>
    `${createHash("sha256")
      .update(readFileSync(path.join(out, name)))
      .digest("hex")}  ${name}\n`;
  writeFileSync(path.join(out, SUMS_FILE), madeFiles(out, SUMS_FILE).map(line).join(""));
}

function image(release: Release, goal: "file" | "push"): void {
  const { root, out, place, environment, run, version } = release;
  const revision = environment["GITHUB_SHA"] ?? "";
  const target = goal === "push" ? ["--push"] : ["--output", `type=oci,dest=${path.join(out, "image.tar")}`];
  run("docker", [
    ...["buildx", "build", "--platform", "linux/amd64,linux/arm64"],
    ...["--sbom=true", "--provenance=mode=max"],
    ...["--build-arg", `VERSION=${version}`, "--build-arg", `REVISION=${revision}`],
    ...["--tag", `${place.image}:${version}`, ...target, root],
  ]);
}

/** Helm reads what docker keeps of it, too. */
function login({ place, environment, run }: Release): void {
  const { GITHUB_ACTOR: user, GASTOWN_REGISTRY_TOKEN: token } = environment;
  if (user === undefined || token === undefined)
    throw new Error(`set GITHUB_ACTOR and GASTOWN_REGISTRY_TOKEN to who pushes to ${place.registry}`);
  run("docker", ["login", place.registry, "--username", user, "--password-stdin"], { input: token });
}

function publishChart({ out, place, run, version }: Release): void {
  run("helm", ["push", path.join(out, CHART_FOLDER, `gastown-operator-${version}.tgz`), place.charts]);
}

function publishNpm({ root, out, run }: Release): void {
  for (const file of [packageFile(root), libraryFile(root)])
    run("npm", ["publish", path.join(out, file), "--access", "public", "--provenance"]);
}

function publishRelease(release: Release): void {
  const { root, out, run, version } = release;
  const notes = path.join(out, NOTES_FILE);
  writeFileSync(notes, notesOf(root, version));
  const files = madeFiles(out).map((name) => path.join(out, name));
  run("gh", ["release", "create", tagOf(release), "--verify-tag", "--notes-file", notes, ...files]);
}

/** The files that everybody can fetch, by name; folders have what goes elsewhere. */
function madeFiles(out: string, ...without: readonly string[]): readonly string[] {
  return readdirSync(out, { withFileTypes: true })
    .filter((entry) => entry.isFile() && ![NOTES_FILE, ...without].includes(entry.name))
    .map(({ name }) => name)
    .toSorted();
}
