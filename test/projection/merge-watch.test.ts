import { expect, it } from "vitest";
import { createAbsences, createMergeWatch } from "../../src/projection/index.ts";
import { observation, request, unreadable } from "../town/observations.ts";

it("Of merge requests whose end can never be read, and of rigs that are gone, a bounded number is kept", () => {
  const watch = createMergeWatch();
  const absences = createAbsences();
  for (let index = 0; index < 2_000; index += 1) {
    const leaving = Object.fromEntries(watch.leaving().map((id) => [id, unreadable]));
    watch.note(
      observation({ rigs: ["alpha"], queues: { alpha: [request(`al-mr${index}`)] }, beads: leaving }),
      absences,
    );
  }
  expect(watch.leaving()).toHaveLength(500);
  expect(watch.leaving()).toContain("al-mr1998");
  watch.note(observation({ rigs: ["beta"], queues: { beta: [] } }), absences);
  expect(watch.leaving()).toEqual([]);
});
