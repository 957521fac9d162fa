/**
 * scripts/reference/: docs/reference/, written from the code that it is about, so that it cannot say anything else.
 *
 * In: the schemas of src/kinds/, the reasons and the advice of src/explain/, samples/. Out: a page for each kind, and one for
 * the reasons of conditions.
 */
import path from "node:path";
import { format } from "prettier";
import { crds, ALL_KINDS } from "../../src/kinds/index.ts";
import { describedCrd, kindPage } from "./kind-page.ts";
import { reasonsPage } from "./reasons-page.ts";

const SAMPLES = path.join(import.meta.dirname, "../../samples");

/** File names with their texts. */
export async function referenceFiles(): Promise<ReadonlyMap<string, string>> {
  const pages = [
    ...crds(ALL_KINDS)
      .map(describedCrd)
      .map((crd) => [`${crd.names.singular}.md`, kindPage(crd, SAMPLES)] as const),
    ["reasons.md", reasonsPage()] as const,
  ];
  const formatted = pages.map(
    async ([name, text]) => [name, await format(text, { parser: "markdown" })] as const,
  );
  return new Map(await Promise.all(formatted));
}
