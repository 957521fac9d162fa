import { describe, expect, it } from "vitest";
import {
  witnessMachine,
  witnessTrouble,
  type WitnessContext,
  type WitnessFacts,
  type DesiredWitness,
} from "../../machines/index.ts";
import { witnessFacts, desiredWitness } from "./given.ts";
import { live, type Life } from "./life.ts";

const begin = (): Life => live(witnessMachine, { uid: "w1", desired: desiredWitness() });
const observe = (life: Life, at: number, facts: Partial<WitnessFacts> = {}): Life =>
  life.send({ type: "town.observed", at, facts: witnessFacts(at, facts) });
const specify = (life: Life, changes: Partial<DesiredWitness>): Life =>
  life.send({ type: "spec.observed", at: 0, desired: desiredWitness(changes) });
const trouble = (life: Life): string | null => {
  const { facts } = life.context() as unknown as WitnessContext;
  return facts === null ? null : (witnessTrouble(facts)?.reason ?? null);
};

const unusable = (reason: string): Partial<WitnessFacts> => ({
  rig: { usable: false, reason, message: "it is so" },
});
const DOWN: Partial<WitnessFacts> = {
  town: { trusted: false, reason: "TownUnhealthy", message: "Dolt is not running" },
  polecats: null,
};

describe("a Witness", () => {
  it("is pending until the town was read, and active then", () => {
    expect(begin().state()).toBe("pending");
    expect(observe(begin(), 5).state()).toBe("active");
  });

  it.each<[string, Partial<WitnessFacts>, string]>([
    ["there is no such rig", unusable("RigNotFound"), "RigNotFound"],
    ["its rig is degraded", unusable("RigDegraded"), "RigDegraded"],
    ["the town cannot be trusted", DOWN, "TownUnhealthy"],
    ["another one watches the rig", { rival: "default/first" }, "RigWatched"],
    ["there is no such rig, whatever the town is", { ...DOWN, ...unusable("RigNotFound") }, "RigNotFound"],
  ])("is degraded while %s, and active again afterwards", (_, facts, reason) => {
    const life = observe(begin(), 5, facts);
    expect(life.state()).toBe("degraded");
    expect(trouble(life)).toBe(reason);
    expect(observe(life, 6).state()).toBe("active");
    expect(observe(life, 7, facts).state()).toBe("degraded");
  });

  it.each(["RigPaused", "RigObserved", "AwaitingObservation"])(
    "watches a rig that is %s like any other",
    (reason) => {
      expect(observe(begin(), 5, unusable(reason)).state()).toBe("active");
    },
  );

  it("keeps its count while the town cannot be read, and drops it with a change of the rig", () => {
    const life = observe(observe(begin(), 5), 6, DOWN);
    expect(life.context()).toMatchObject({ polecats: { stuck: 1 }, lastGoodAt: 5 });
    expect(specify(life, { generation: 2, stuckThresholdMs: 1 }).context()["polecats"]).not.toBeNull();
    expect(specify(life, { generation: 3, rig: "beta" }).context()).toMatchObject({
      facts: null,
      polecats: null,
    });
  });

  it("waits for a read after a restart", () => {
    const life = observe(begin(), 5).send({ type: "host.restored", at: 6 });
    expect(life.state()).toBe("active");
    expect(life.context()["facts"]).toBeNull();
  });
});
