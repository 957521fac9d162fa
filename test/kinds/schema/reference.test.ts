import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { staleFiles } from "../../../scripts/generated-folder.ts";
import { referenceFiles } from "../../../scripts/reference/index.ts";
import { REASONS } from "../../../src/kinds/index.ts";

const FOLDER = path.join(import.meta.dirname, "../../../docs/reference");
const page = (name: string): string => readFileSync(path.join(FOLDER, name), "utf8");

describe("docs/reference/", () => {
  it("is what the schemas, the advice and the samples say", async () => {
    expect(staleFiles(FOLDER, { files: await referenceFiles(), ending: ".md" })).toEqual([]);
  });

  it.each(Object.values(REASONS).flat())("explains the reason %s in a sentence at least", (reason) => {
    const [, section = ""] = page("reasons.md").split(`### ${reason}\n`);
    const [text = ""] = section.split("\n#");
    expect(text.trim()).toMatch(/^\S.{10,}\.$/s);
  });

  it.each<[string, readonly string[]]>([
    [
      "polecat.md",
      [
        "`spec.beadID`",
        "`spec.sling.baseBranch`",
        'one of `"Idle"`, `"Working"`, `"Terminated"`',
        "Rule: rig is immutable",
      ],
    ],
    [
      "convoy.md",
      ["`status.openBeads[].status`", "list of string, **required**, not empty, at most 500 of them"],
    ],
    ["rig.md", ["one for the cluster", "`spec.gtName`", "Rule: metadata.name has letters"]],
  ])("%s has fields with their limits and rules", (name, parts) => {
    for (const part of parts) expect(page(name)).toContain(part);
  });
});
