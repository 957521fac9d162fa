/**
 * scripts/machines/: the machines as people see them, from their own definitions: charts for the inspector's page, and
 * docs/machines/ with a picture and tables for each.
 *
 * In: the kinds, with machine and tags. Out: a chart as data, and files by name.
 */
import { format } from "prettier";
import { ALL_KINDS } from "../../src/kinds/index.ts";
import { chartOf } from "./chart.ts";
import { indexPage, machinePage } from "./page.ts";
import { pictureOf } from "./picture.ts";

export { chartOf } from "./chart.ts";

export async function machinePages(): Promise<ReadonlyMap<string, string>> {
  const pages = [
    ["README.md", indexPage(ALL_KINDS)] as const,
    ...ALL_KINDS.map((kind) => [`${kind.singular}.md`, machinePage(kind)] as const),
  ];
  const formatted = pages.map(
    async ([name, text]) => [name, await format(text, { parser: "markdown" })] as const,
  );
  return new Map(await Promise.all(formatted));
}

export async function machinePictures(): Promise<ReadonlyMap<string, string>> {
  const drawn = ALL_KINDS.map(
    async (kind) => [`${kind.singular}.svg`, pictureOf(await chartOf(kind))] as const,
  );
  return new Map(await Promise.all(drawn));
}
