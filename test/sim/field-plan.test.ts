import { describe, expect, it } from "vitest";
import { createChance } from "../host/chance.ts";
import { fieldEdit, fieldsOf, SPECS, type EditedPlural } from "./field-plan.ts";

const EDITS = 3_000;

function isPlural(name: string): name is EditedPlural {
  return name in SPECS;
}

describe.each(Object.keys(SPECS).filter(isPlural))("A person's edits of %s", (plural) => {
  it("reach every field of the schema, with values that it takes and by taking it away", () => {
    const chance = createChance(7);
    const edits = Array.from({ length: EDITS }, () => fieldEdit(chance, plural));
    const given = edits.flatMap((edit) =>
      Object.entries(edit).flatMap(([field, value]) => (value === undefined ? [] : [field])),
    );
    const taken = edits.flatMap((edit) =>
      Object.entries(edit).flatMap(([field, value]) => (value === undefined ? [field] : [])),
    );
    expect([...new Set(given)].sort()).toEqual([...fieldsOf(plural)].sort());
    expect([...new Set(taken)].sort()).toEqual([...fieldsOf(plural)].sort());
  });
});
