import { describe, expect, it } from "vitest";
import { createAbsences, type Absences } from "../../src/projection/index.ts";
import { bead, observation, polecat, unreadable } from "../town/observations.ts";

describe("A polecat", () => {
  const without = observation({ polecats: { alpha: [polecat("alpha", "slit")] } });
  const withNux = observation({ polecats: { alpha: [polecat("alpha", "nux")] } });
  const nux = ["alpha/nux"];

  it("is absent once, then twice and for good, as trusted lists lack it", () => {
    const absences = createAbsences();
    const counted = [without, without, without].map((read) => {
      absences.count(read, nux);
      return absences.polecat("alpha", "nux");
    });
    expect(counted).toEqual([1, 2, 2]);
  });

  it("is there again as soon as one list shows it", () => {
    const absences = createAbsences();
    absences.count(without, nux);
    absences.count(withNux, nux);
    absences.count(without, nux);
    expect(absences.polecat("alpha", "nux")).toBe(1);
  });

  it.each([
    ["while the town is not healthy", observation({ polecats: { alpha: [] }, isTrusted: false })],
    ["when the rig's list failed", observation({ polecats: { alpha: unreadable } })],
    ["when neither rigs nor lists could be read", observation({ rigs: unreadable, polecats: {} })],
  ])("is not counted absent %s", (_when, read) => {
    const absences = createAbsences();
    absences.count(read, nux);
    absences.count(read, nux);
    expect(absences.polecat("alpha", "nux")).toBe(0);
  });

  it("is absent when the town no longer knows its rig", () => {
    const absences = createAbsences();
    for (let read = 0; read < 2; read += 1) absences.count(observation({ polecats: {} }), nux);
    expect(absences.polecat("alpha", "nux")).toBe(2);
  });

  it("that nobody drives any more begins anew when it is driven again", () => {
    const absences = createAbsences();
    absences.count(without, nux);
    absences.count(without, []);
    absences.count(without, nux);
    expect(absences.polecat("alpha", "nux")).toBe(1);
  });
});

describe("What is on a polecat's hook", () => {
  const listed = (issue: string | null): Parameters<Absences["count"]>[0] =>
    observation({ polecats: { alpha: [polecat("alpha", "nux", { issue })] } });

  it("is lacking once, then twice, as trusted lists show the polecat without it, watched or not", () => {
    const absences = createAbsences();
    const counted = [null, null, null, "al-1", null].map((issue) => {
      absences.count(listed(issue), []);
      return absences.issue("alpha", "nux");
    });
    expect(counted).toEqual([1, 2, 2, 0, 1]);
  });

  it.each([
    ["while the town is not healthy", observation({ polecats: { alpha: [] }, isTrusted: false })],
    ["when the rig's list failed", observation({ polecats: { alpha: unreadable } })],
  ])("is lacking no oftener %s", (_when, read) => {
    const absences = createAbsences();
    absences.count(listed(null), []);
    absences.count(read, []);
    expect(absences.issue("alpha", "nux")).toBe(1);
  });

  it("is not remembered of a polecat that the list does not show, or whose rig is gone", () => {
    const absences = createAbsences();
    for (const without of [observation({ polecats: { alpha: [] } }), observation({ polecats: {} })]) {
      absences.count(listed(null), []);
      absences.count(without, []);
      expect(absences.issue("alpha", "nux")).toBe(0);
    }
  });
});

describe("A bead", () => {
  const missing = observation({ beads: { "al-1": null } });

  it("is missing once, then twice, as trusted reads lack it", () => {
    const absences = createAbsences();
    absences.count(missing, []);
    expect(absences.bead("al-1")).toBe(1);
    absences.count(missing, []);
    expect(absences.bead("al-1")).toBe(2);
    absences.count(observation({ beads: { "al-1": bead("al-1", "open") } }), []);
    expect(absences.bead("al-1")).toBe(0);
  });

  it("is not counted missing when its read failed, or the town is not healthy", () => {
    const absences = createAbsences();
    for (let read = 0; read < 2; read += 1) {
      absences.count(observation({ beads: { "al-1": unreadable } }), []);
      absences.count(observation({ beads: { "al-1": null }, isTrusted: false }), []);
    }
    expect(absences.bead("al-1")).toBe(0);
  });

  it("that nobody asked for in between begins anew", () => {
    const absences = createAbsences();
    absences.count(missing, []);
    absences.count(observation({}), []);
    absences.count(missing, []);
    expect(absences.bead("al-1")).toBe(1);
  });
});
