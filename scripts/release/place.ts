/** Where the project's releases are: all of it follows from the chart's `home`, which names it once. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const CHART = "helm/gastown-operator";

export interface Place {
  /** The image's name without a tag. */
  readonly image: string;
  /** Where `helm push` puts the chart, beside the image. */
  readonly charts: string;
  /** The host that has them. */
  readonly registry: string;
  /** The project's page, which has the releases. */
  readonly page: string;
  /** The git repository that is the index of krew with the plugin in it. */
  readonly krewIndex: string;
}

const chartSchema = z.looseObject({ home: z.string() });

/** Where images of GitHub's projects are; templates/_helpers.tpl of the chart says the same. */
const REGISTRY = "ghcr.io";

/** @throws Error where the chart's home is no project of GitHub. */
export function placeOf(root: string): Place {
  const { home } = chartSchema.parse(parse(readFileSync(path.join(root, CHART, "Chart.yaml"), "utf8")));
  const [, owner, name] = /^https:\/\/github\.com\/([\w.-]+)\/([\w.-]+)$/.exec(home) ?? [];
  if (owner === undefined || name === undefined)
    throw new Error(`the chart's home is ${home}: a release needs https://github.com/OWNER/NAME there`);
  // Registries take no capitals.
  const [group, image] = [owner, name].map((word) => word.toLowerCase());
  return {
    image: `${REGISTRY}/${group ?? ""}/${image ?? ""}`,
    charts: `oci://${REGISTRY}/${group ?? ""}/charts`,
    registry: REGISTRY,
    page: home,
    krewIndex: `https://github.com/${owner}/krew-index.git`,
  };
}

/** The file of a release, as everybody can fetch it. */
export function download({ page }: Place, tag: string, file: string): string {
  return `${page}/releases/download/${tag}/${file}`;
}
