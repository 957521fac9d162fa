import { describe, expect, it } from "vitest";
import {
  rigMachine,
  rigTrouble,
  type RigContext,
  type RigFacts,
  type DesiredRig,
} from "../../machines/index.ts";
import { rigFacts, desiredRig } from "./given.ts";
import { live, type Life } from "./life.ts";

const begin = (): Life => live(rigMachine, { uid: "r1", name: "alpha", desired: desiredRig() });
const observe = (life: Life, at: number, facts: Partial<RigFacts> = {}): Life =>
  life.send({ type: "town.observed", at, facts: rigFacts(at, facts) });
const specify = (life: Life, changes: Partial<DesiredRig>): Life =>
  life.send({ type: "spec.observed", at: 0, desired: desiredRig(changes) });

/** What a condition would say of the rig. */
const trouble = (life: Life): unknown => {
  const { name, desired, facts } = life.context() as unknown as RigContext;
  return facts === null ? null : rigTrouble(name, desired, facts);
};

const UNTRUSTED: Partial<RigFacts> = {
  town: { trusted: false, reason: "TownUnhealthy", message: "Dolt is not running" },
};
const HANGS = { reason: "GtTimeout", message: "gt rig status alpha gave no answer within 20 s" };

describe("a Rig", () => {
  it("is pending until the town was read", () => {
    const life = begin();
    expect(life.state()).toBe("pending");
    expect(life.context()).toMatchObject({ facts: null, lastGoodAt: null });
  });

  it("is ready when the town knows it and its path is there", () => {
    expect(observe(begin(), 5).state()).toBe("ready");
  });

  it("is ready while its path or its listing could not be read", () => {
    expect(observe(begin(), 5, { path: "unknown", listing: "unread" }).state()).toBe("ready");
  });

  it.each<[string, Partial<RigFacts>, string, RegExp]>([
    ["its path is missing", { path: "missing" }, "LocalPathMissing", /\/town\/alpha .*create or mount/],
    [
      "its path is a file",
      { path: "missing", pathTrouble: "/town/alpha: it is a file" },
      "LocalPathMissing",
      /localPath \/town\/alpha is no folder where the operator runs, \/town\/alpha: it is a file/,
    ],
    [
      "its path may not be looked at",
      { path: "unknown", pathTrouble: "/town/alpha: EACCES for user 7: look" },
      "LocalPathUnreadable",
      /localPath \/town\/alpha cannot be looked at, \/town\/alpha: EACCES for user 7/,
    ],
    ["the town cannot be trusted", UNTRUSTED, "TownUnhealthy", /Dolt is not running/],
    ["the town does not list it", { listing: "unknown" }, "RigUnknownToTown", /name alpha: .*gt rig add/],
    ["its own calls hang", { trouble: HANGS }, "GtTimeout", /no answer/],
  ])("is degraded while %s, says why, and recovers", (_, facts, reason, message) => {
    const life = observe(begin(), 5, facts);
    expect(life.state()).toBe("degraded");
    expect(trouble(life)).toMatchObject({ reason, message: expect.stringMatching(message) as string });
    expect(observe(life, 6).state()).toBe("ready");
    expect(trouble(life)).toBeNull();
    expect(observe(life, 7, facts).state()).toBe("degraded");
  });

  it("names the trouble that outlasts the others first", () => {
    const life = observe(begin(), 5, { ...UNTRUSTED, path: "missing", listing: "unknown", trouble: HANGS });
    expect(trouble(life)).toMatchObject({ reason: "LocalPathMissing" });
    observe(life, 6, { ...UNTRUSTED, listing: "unknown", trouble: HANGS });
    expect(trouble(life)).toMatchObject({ reason: "TownUnhealthy" });
    observe(life, 7, { listing: "unknown", trouble: HANGS });
    expect(trouble(life)).toMatchObject({ reason: "RigUnknownToTown" });
    observe(life, 8, { trouble: HANGS });
    expect(trouble(life)).toEqual(HANGS);
    expect(life.state()).toBe("degraded");
  });

  it("remembers when the town could last be trusted", () => {
    const life = observe(observe(begin(), 5), 6, UNTRUSTED);
    expect(life.context()).toMatchObject({ lastGoodAt: 5, facts: { startedAt: 6 } });
    expect(observe(life, 7, { path: "missing" }).context()).toMatchObject({ lastGoodAt: 7 });
  });

  it("takes a changed path without moving, and says nothing of it before it was looked for", () => {
    const life = observe(begin(), 5, { path: "missing" });
    specify(life, { generation: 2, localPath: "/elsewhere" });
    expect(life.state()).toBe("degraded");
    expect(trouble(life)).toBeNull();
    observe(life, 6, { path: "missing" });
    expect(trouble(life)).toMatchObject({ message: expect.stringContaining("/elsewhere") as string });
  });

  it("keeps each figure as it was last read, and drops them when the town does not know it any more", () => {
    const life = observe(begin(), 5, { polecatCount: 3, queueLength: 2 });
    observe(life, 6, { ...UNTRUSTED, polecatCount: null, queueLength: null, witness: null });
    expect(life.context()).toMatchObject({
      figures: { polecatCount: 3, queueLength: 2, witness: "running" },
    });
    observe(life, 7, { listing: "unknown", polecatCount: null });
    expect(life.context()).toMatchObject({ figures: { polecatCount: null, queueLength: null } });
  });

  it.each<[string, Partial<RigFacts>]>([
    ["ready", {}],
    ["degraded", UNTRUSTED],
  ])("stays %s over a restart, with its old facts forgotten", (state, facts) => {
    const life = observe(begin(), 5, facts);
    life.send({ type: "host.restored", at: 10 });
    expect(life.state()).toBe(state);
    expect(life.context()["facts"]).toBeNull();
  });

  it("starts no service, whatever happens to it", () => {
    const life = begin();
    for (const facts of [{}, UNTRUSTED, { path: "missing" as const }]) {
      expect(observe(life, 5, facts).started()).toEqual([]);
      expect(specify(life, { generation: 2, paused: true }).started()).toEqual([]);
    }
  });
});
