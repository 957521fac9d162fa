import { describe, expect, it } from "vitest";
import { saysWhatWasSaid } from "../../src/operator/resumed-status.ts";

const snapshot = (context: object, sequence = 5): string =>
  JSON.stringify({ machine: "polecat", version: 9, value: "idle", context, sequence, timers: [] });
const CONTEXT = { polecatName: "nux", lastGoodAt: 100, notBefore: 50 };
const STATUS = { phase: "Idle", unchangedSince: "2026-01-01T00:00:00Z", snapshot: snapshot(CONTEXT) };

describe("A status after a restart", () => {
  it("says what was said where only the age of its reads and the count of its events differ", () => {
    const later = {
      ...STATUS,
      unchangedSince: "2026-01-01T00:05:00Z",
      lastSyncTime: "2026-01-01T00:05:00Z",
      snapshot: snapshot({ ...CONTEXT, lastGoodAt: 400, notBefore: 390 }, 7),
    };
    expect(saysWhatWasSaid(later, STATUS)).toBe(true);
  });

  it.each<[string, object]>([
    ["another phase", { phase: "Working" }],
    ["another memory of the machine", { snapshot: snapshot({ ...CONTEXT, polecatName: "slit" }) }],
    ["a condition more", { conditions: [{ type: "Ready", status: "True" }] }],
  ])("says more with %s", (_what, change) => {
    expect(saysWhatWasSaid({ ...STATUS, ...change }, STATUS)).toBe(false);
  });

  it.each<[string, unknown]>([
    ["no status at all", undefined],
    ["a status without a snapshot", { phase: "Idle" }],
    ["a snapshot that a person has mangled", { ...STATUS, snapshot: "{" }],
    ["a snapshot of nothing known", { ...STATUS, snapshot: "null" }],
  ])("says more than %s", (_what, present) => {
    expect(saysWhatWasSaid(STATUS, present)).toBe(false);
  });
});
