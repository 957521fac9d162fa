/** What is looked at before anything is released. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { placeOf, releaseProblems, versionOf, versionProblems } from "../../scripts/release/index.ts";
import { CHECKOUT, folder } from "./given.ts";

const FILES = [
  "package.json",
  "package-lock.json",
  "packages/embedded-kube/package.json",
  "Dockerfile",
  "CHANGELOG.md",
  "helm/gastown-operator/Chart.yaml",
];

/** The checkout on the day of a release, but for a file that somebody forgot. */
function checkout(forgotten?: string, as: (text: string) => string = (text) => text): string {
  const root = folder();
  for (const file of FILES) mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  for (const file of FILES) cpSync(path.join(CHECKOUT, file), path.join(root, file));
  const edit = (file: string, change: (text: string) => string): void =>
    writeFileSync(path.join(root, file), change(readFileSync(path.join(root, file), "utf8")));
  edit("CHANGELOG.md", (text) => text.replace(/ - not released yet$/m, " - 2026-12-01"));
  if (forgotten !== undefined) edit(forgotten, as);
  return root;
}

const version = versionOf(CHECKOUT);
const tag = `v${version}`;
const place = placeOf(CHECKOUT);
const repository = new URL(place.page).pathname.slice(1);
const other = (text: string): string => text.replaceAll(version, "9.9.9");

test("this checkout states one version, wherever it states one", () => {
  expect(versionProblems(CHECKOUT)).toEqual([]);
});

test("the guide to a cluster names the places to which a release goes", () => {
  const guide = readFileSync(path.join(CHECKOUT, "docs/cluster.md"), "utf8");
  const owner = new RegExp(`(?<=^(?:oci://)?${place.registry}/)[^/]+`);
  for (const named of [place.image, `${place.charts}/gastown-operator`])
    expect(guide).toContain(`\`${named.replace(owner, "OWNER")}\``);
});

test("nothing speaks against a release by the version's tag, run for the owner that the chart names", () => {
  expect(releaseProblems(checkout(), place, { tag, repository })).toEqual([]);
});

test.for([
  ["package-lock.json", 1],
  ["packages/embedded-kube/package.json", 1],
  ["Dockerfile", 1],
  ["helm/gastown-operator/Chart.yaml", 2],
] as const)("%s with another version is reported", ([file, times]) => {
  const told = releaseProblems(checkout(file, other), place, { tag, repository });
  expect(told).toHaveLength(times);
  for (const line of told) expect(line).toMatch(new RegExp(`^${file}, .*9\\.9\\.9|^${file} is 9\\.9\\.9`));
});

test("a tag of another version, and a repository of another owner, are reported", () => {
  const told = releaseProblems(checkout(), place, { tag: "v9.9.9", repository: "somebody/fork" });
  expect(told).toEqual([
    `the tag is v9.9.9, and package.json asks for ${tag}`,
    `the chart's home is ${place.page}, and the release runs for somebody/fork: set it to that owner and name`,
  ]);
});

test("a changelog without the day of the release, or without the version, is reported", () => {
  const undated = checkout("CHANGELOG.md", (text) =>
    text.replace(/ - \d{4}-\d\d-\d\d$/m, " - not released yet"),
  );
  expect(releaseProblems(undated, place, { tag, repository })[0]).toContain(
    "write the day of the release there",
  );
  const without = checkout("CHANGELOG.md", (text) => text.replaceAll(`## [${version}]`, "## [0.0.1]"));
  expect(releaseProblems(without, place, { tag, repository })).toEqual([
    `CHANGELOG.md has no section ## [${version}]`,
  ]);
});

test("a chart whose home is no project of GitHub is no place for a release", () => {
  const root = checkout("helm/gastown-operator/Chart.yaml", (text) =>
    text.replace(/^home: .*/m, "home: https://example.com/operator"),
  );
  expect(() => placeOf(root)).toThrow("a release needs https://github.com/OWNER/NAME there");
});
