import { describe, expect, it } from "vitest";
import { REASONS } from "../../src/kinds/index.ts";
import { ADVICE, adviceFor } from "../../src/explain/index.ts";

/** Of states in which all is well, or which end what was asked for. */
const GOOD = [
  "JournalKept",
  "Observed",
  "AsObserved",
  "BeadClosed",
  "Idle",
  "Terminated",
  "AllBeadsClosed",
  "Sent",
  "NotAsked",
  "NotYet",
  "FieldsHonored",
  "BeadsTracked",
];
/** Of what goes on by itself; a person who wants to act needs no advice for it. */
const GOING_ON = ["Slinging", "BackingOff", "Working", "AwaitingClose", "Terminating"];

describe("What a person can do", () => {
  it.each(Object.values(REASONS).flat())("is known for the reason %s", (reason) => {
    const advice = adviceFor(reason);
    expect(advice).not.toBeNull();
    if (GOOD.includes(reason)) expect(advice).toEqual({ waitsFor: null, person: null });
    else if (GOING_ON.includes(reason)) expect(advice?.waitsFor).toBeTruthy();
    else expect(advice?.person).toBeTruthy();
  });

  it("is listed for no reason that is not given", () => {
    expect(Object.keys(ADVICE).sort()).toEqual([...new Set<string>(Object.values(REASONS).flat())].sort());
  });

  it.each([
    "GtMissing",
    "NotInTown",
    "DoltDown",
    "Timeout",
    "NotFound",
    "Refused",
    "Failed",
    "InvalidArgument",
  ])("is known for a call of gt that failed: %s", (reason) => expect(adviceFor(reason)).not.toBeNull());

  it("is not invented for a reason that nobody knows", () => {
    expect(adviceFor("SomethingElse")).toBeNull();
  });
});
