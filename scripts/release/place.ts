/** Where the project's releases are: all of it follows from `image.repository` of the chart's values, which names it once. */
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

const valuesSchema = z.looseObject({ image: z.looseObject({ repository: z.string() }) });

/** @throws Error where the values' image is not of the form HOST/OWNER/NAME. */
export function placeOf(root: string): Place {
  const { image } = valuesSchema.parse(parse(readFileSync(path.join(root, CHART, "values.yaml"), "utf8")));
  const [, host, owner, name] = /^([\w.-]+\.[\w.-]+)\/([\w.-]+)\/([\w.-]+)$/.exec(image.repository) ?? [];
  if (host === undefined || owner === undefined || name === undefined)
    throw new Error(`image.repository is ${image.repository}: a release needs HOST/OWNER/NAME there`);
  return {
    image: image.repository,
    charts: `oci://${host}/${owner}/charts`,
    registry: host,
    page: `https://github.com/${owner}/${name}`,
    krewIndex: `https://github.com/${owner}/krew-index.git`,
  };
}

/** The file of a release, as everybody can fetch it. */
export function download({ page }: Place, tag: string, file: string): string {
  return `${page}/releases/download/${tag}/${file}`;
}
