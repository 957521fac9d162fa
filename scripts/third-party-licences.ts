/** The licences of the packages whose code is in a bundle, as their own files give them. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Metafile } from "esbuild";
import { z } from "zod";

const IN_PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)\b/i;

const packageSchema = z.object({ name: z.string(), version: z.string(), license: z.string().optional() });

/** @throws Error that names a package that states no licence at all: it must not be given to others. */
export function thirdPartyLicences(metafiles: readonly Metafile[]): string {
  const folders = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs).flatMap(packageFolder)),
  );
  return [...new Set(folders)].toSorted().map(licenceOf).join("\n");
}

function packageFolder(input: string): readonly string[] {
  const folder = IN_PACKAGE.exec(input)?.[1];
  return folder === undefined ? [] : [folder];
}

function licenceOf(folder: string): string {
  const { name, version, license } = packageSchema.parse(
    JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")),
  );
  const texts = readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file))
    .toSorted()
    .map((file) => readFileSync(path.join(folder, file), "utf8").trim());
  if (texts.length === 0 && license === undefined) throw new Error(`${name} ${version} states no licence`);
  return [
    `## ${name} ${version} (${license ?? "see below"})`,
    "",
    ...texts.flatMap((text) => [text, ""]),
  ].join("\n");
}
