import { describe, expect, it } from "vitest";
import { lastingRigBlocker, rigBlocker, rigNotFound } from "../../src/preconditions/index.ts";
import { rigFacts, desiredRig } from "../machines/given.ts";

const SOUND = { name: "alpha", gtName: "alpha", desired: desiredRig(), facts: rigFacts(5) };
const WATCHED = { gtRig: null, isForSling: false };
const MISSING = rigFacts(5, { path: "missing" });

describe("A rig", () => {
  it("is usable where its Rig was read, is well and is not held", () => {
    expect(rigBlocker(SOUND, WATCHED)).toBeNull();
  });

  it.each([
    ["its Rig stands for another rig of gt", SOUND, { gtRig: "beta" }, "RigReplaced"],
    ["it was not read with its spec of now", { ...SOUND, facts: null }, {}, "AwaitingObservation"],
    ["something is wrong with it", { ...SOUND, facts: MISSING }, {}, "RigDegraded"],
    ["a person has paused it", { ...SOUND, desired: desiredRig({ paused: true }) }, {}, "RigPaused"],
    ["it is only observed", { ...SOUND, desired: desiredRig({ observed: true }) }, {}, "RigObserved"],
  ])("is not usable where %s", (_what, rig, use, reason) => {
    expect(rigBlocker(rig, { ...WATCHED, ...use })?.reason).toBe(reason);
  });

  it("is reported as degraded before it is reported as paused, for of such a one there is nothing to show", () => {
    const both = { ...SOUND, desired: desiredRig({ paused: true }), facts: MISSING };
    expect(rigBlocker(both, WATCHED)).toMatchObject({
      reason: "RigDegraded",
      message: expect.stringContaining("LocalPathMissing") as string,
    });
  });

  it("whose prefix gt cannot read gets no work, and its polecats are watched and ended", () => {
    const facts = rigFacts(5, { beadsPrefix: "web-app" });
    const hyphenated = { ...SOUND, desired: desiredRig({ beadsPrefix: null }), facts };
    expect(rigBlocker(hyphenated, WATCHED)).toBeNull();
    expect(rigBlocker(hyphenated, { ...WATCHED, isForSling: true })?.reason).toBe("RigDegraded");
  });

  it.each([
    [{ rival: null, isUnlisted: false }, null],
    [{ rival: "other", isUnlisted: false }, "DuplicateRig"],
    [{ rival: null, isUnlisted: true }, "RigUnknownToTown"],
  ])("is refused until somebody acts by what lasts alone: %j", (seen, because) => {
    const found = lastingRigBlocker({ ...SOUND, ...seen }, { gtRig: null });
    expect(found === null).toBe(because === null);
    expect(found?.message ?? "").toContain(because ?? "");
  });

  it("that is not there is named by the Rig that was meant, where gt's rig has one", () => {
    expect(rigNotFound("Web_App", "web-app").message).toContain("so name web-app");
    expect(rigNotFound("alpha").message).toContain("create it");
  });
});
