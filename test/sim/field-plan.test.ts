import { describe, expect, it } from "vitest";
import { ALL_KINDS, KINDS } from "../../src/kinds/index.ts";
import { createChance } from "@gastown/testing";
import { FAULT_FAMILIES } from "./fault-plan.ts";
import { fieldEdit, fieldsOf, SPECS, type EditedPlural } from "./field-plan.ts";
import { scheduleFor } from "./schedule.ts";

const EDITS = 3_000;

function isPlural(name: string): name is EditedPlural {
  return name in SPECS;
}

/** `sling`, `sling.args`: of a value each field that is in it, with those of its parts. */
function pathsIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) =>
    part === undefined ? [] : [name, ...pathsIn(part).map((path) => `${name}.${path}`)],
  );
}

describe.each(Object.keys(SPECS).filter(isPlural))("A person's edits of %s", (plural) => {
  const chance = createChance(7);
  const edits = Array.from({ length: EDITS }, () => fieldEdit(chance, plural));

  it("reach every field of the schema, with values that it takes and by taking it away", () => {
    const given = edits.flatMap((edit) =>
      Object.entries(edit).flatMap(([field, value]) => (value === undefined ? [] : [field])),
    );
    const taken = edits.flatMap((edit) =>
      Object.entries(edit).flatMap(([field, value]) => (value === undefined ? [field] : [])),
    );
    expect([...new Set(given)].sort()).toEqual([...fieldsOf(plural)].sort());
    expect([...new Set(taken)].sort()).toEqual([...fieldsOf(plural)].sort());
  });

  it("reach every part of a field of which the operator says what comes of it", () => {
    const reached = new Set(edits.flatMap(pathsIn));
    const kinds = ALL_KINDS.filter((kind) => kind.plural === plural);
    const known = kinds.flatMap(({ effects }) => Object.keys(effects));
    expect(known).not.toEqual([]);
    expect(known.filter((path) => !reached.has(path))).toEqual([]);
  });
});

describe("The edits of schedules", () => {
  it("are of each kind that there is, at any moment before the calm", () => {
    const plurals = Object.values(KINDS).map(({ plural }) => plural);
    expect(Object.keys(SPECS).sort()).toEqual(plurals.sort());
    const seen = new Set<string>();
    const parts = new Set<number>();
    for (let seed = 1; seed <= 60; seed += 1) {
      const options = { actors: undefined, gt: "1.0.1", faults: ["fields"] } as const;
      const { actions, calmAt } = scheduleFor(seed, options);
      for (const { at, action } of actions) {
        if (action.who !== "person" || action.does !== "edit") continue;
        seen.add(action.object.split("/")[0] ?? "");
        parts.add(Math.floor((10 * at) / calmAt));
      }
    }
    expect([...seen].sort()).toEqual(plurals);
    expect([...parts].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("come with unreadable and oversized answers, refused writes, adoption and consents, where nothing else is asked for", () => {
    const said = Array.from({ length: 40 }, (_, seed) =>
      JSON.stringify(scheduleFor(seed, { actors: undefined, gt: "1.0.1", faults: FAULT_FAMILIES }).actions),
    ).join("\n");
    for (const what of ["garbage", "truncated", "empty", "noise", "oversized", "errorWithoutCode"])
      expect(said).toContain(`"how":"${what}"`);
    for (const code of ["403", "413", "422"]) expect(said).toContain(`"how":"${code}"`);
    for (const does of ["takeOver", "consent", "mangle"]) expect(said).toContain(`"does":"${does}"`);
  });
});
