/** One version, in each place that states it. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Place } from "./place.ts";
import { errorMessage } from "@gastown/system";

const versioned = z.looseObject({ version: z.string() });
const chartSchema = versioned.extend({ appVersion: z.string() });

/** The version that package.json states: the one that the others have to agree with. */
export function versionOf(root: string): string {
  return versioned.parse(JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"))).version;
}

/** @returns a line for each place that states another version than package.json. */
export function versionProblems(root: string): readonly string[] {
  const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
  const wanted = versionOf(root);
  const chart = chartSchema.parse(parse(read("helm/gastown-operator/Chart.yaml")));
  const stated = {
    "packages/embedded-kube/package.json": versioned.parse(
      JSON.parse(read("packages/embedded-kube/package.json")),
    ).version,
    "package-lock.json": versioned.parse(JSON.parse(read("package-lock.json"))).version,
    "helm/gastown-operator/Chart.yaml, version": chart.version,
    "helm/gastown-operator/Chart.yaml, appVersion": chart.appVersion,
    "Dockerfile, ARG VERSION": /^ARG VERSION=(.*)$/m.exec(read("Dockerfile"))?.[1] ?? "none",
  };
  return Object.entries(stated)
    .filter(([, version]) => version !== wanted)
    .map(([where, version]) => `${where} is ${version}, and package.json ${wanted}`);
}

/** What the changelog says of a version. @throws Error where it says nothing, or has no date for it. */
export function notesOf(root: string, version: string): string {
  const log = readFileSync(path.join(root, "CHANGELOG.md"), "utf8");
  const section = log.split(/^(?=## \[)/m).find((part) => part.startsWith(`## [${version}]`));
  if (section === undefined) throw new Error(`CHANGELOG.md has no section ## [${version}]`);
  const [heading = "", ...lines] = section.split("\n");
  if (!/ - \d{4}-\d\d-\d\d$/.test(heading))
    throw new Error(`CHANGELOG.md says "${heading}": write the day of the release there`);
  return `${lines.join("\n").trim()}\n`;
}

interface Pushed {
  readonly tag: string | undefined;
  /** As GitHub names the repository that a workflow runs for: OWNER/NAME. */
  readonly repository: string | undefined;
}

/** @returns what speaks against a release of this checkout, by that tag. */
export function releaseProblems(root: string, place: Place, { tag, repository }: Pushed): readonly string[] {
  const wanted = `v${versionOf(root)}`;
  return [
    ...versionProblems(root),
    ...(tag === undefined || tag === wanted
      ? []
      : [`the tag is ${tag}, and package.json asks for ${wanted}`]),
    ...(repository === undefined || place.page.toLowerCase().endsWith(`/${repository.toLowerCase()}`)
      ? []
      : [
          `the chart's home is ${place.page}, and the release runs for ${repository}: set it to that owner and name`,
        ]),
    ...changelogProblems(root),
  ];
}

function changelogProblems(root: string): readonly string[] {
  try {
    notesOf(root, versionOf(root));
    return [];
  } catch (error) {
    return [errorMessage(error)];
  }
}
