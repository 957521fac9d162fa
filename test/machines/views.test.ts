import { describe, expect, it } from "vitest";
import {
  beadStoreMachine,
  beadStoreTrouble,
  refineryMachine,
  refineryTrouble,
  type BeadStoreContext,
  type BeadStoreFacts,
  type EndedMerge,
  type RefineryContext,
  type RefineryFacts,
} from "../../machines/index.ts";
import { beadStoreFacts, desiredBeadStore, queued, refineryFacts } from "./given.ts";
import { live, type Life } from "./life.ts";

const RIG = { generation: 1, rig: "alpha" };
const DOWN = { trusted: false, reason: "TownUnhealthy", message: "Dolt is not running" } as const;
const ended = (id: string, result: EndedMerge["result"]): EndedMerge => ({
  id,
  result,
  endedAt: 900,
  durationMs: 400,
});

describe("a Refinery", () => {
  const begin = (): Life => live(refineryMachine, { uid: "f1", desired: RIG });
  const observe = (life: Life, at: number, facts: Partial<RefineryFacts> = {}): Life =>
    life.send({ type: "town.observed", at, facts: refineryFacts(at, facts) });
  const context = (life: Life): RefineryContext => life.context() as unknown as RefineryContext;
  const trouble = (life: Life): string | null => {
    const { facts } = context(life);
    return facts === null ? null : (refineryTrouble(facts)?.reason ?? null);
  };

  it("is pending until the queue was read, idle while it is empty, and processing while it is not", () => {
    const life = begin();
    expect(life.state()).toBe("pending");
    expect(observe(life, 1).state()).toBe("idle");
    observe(life, 2, { queue: [queued("m1"), queued("m2", { claimed: true, branch: "b2" })] });
    expect(life.state()).toBe("processing");
    expect(context(life)).toMatchObject({ queueLength: 2, currentMerge: "b2" });
    expect(observe(life, 3).state()).toBe("idle");
  });

  it.each<[string, Partial<RefineryFacts>, string]>([
    [
      "there is no such rig",
      { rig: { usable: false, reason: "RigNotFound", message: "none" }, queue: null },
      "RigNotFound",
    ],
    ["the town cannot be trusted", { town: DOWN, queue: null }, "TownUnhealthy"],
    ["the queue alone could not be read", { queue: null }, "GtUnavailable"],
  ])("is failing while %s, and keeps what it has seen", (_, facts, reason) => {
    const life = observe(begin(), 1, { queue: [queued("m1")] });
    observe(life, 2, facts);
    expect(life.state()).toBe("failing");
    expect(trouble(life)).toBe(reason);
    expect(context(life).queueLength).toBe(1);
    expect(observe(life, 3).state()).toBe("idle");
  });

  it("counts how a request ended once that is known, and only once", () => {
    const life = observe(begin(), 1, { queue: [queued("m1"), queued("m2"), queued("m3")] });
    observe(life, 2, { queue: [queued("m3")] });
    expect(context(life)).toMatchObject({
      merges: { succeeded: 0, failed: 0 },
      memory: { leaving: ["m1", "m2"] },
    });
    for (const at of [3, 4]) {
      observe(life, at, {
        queue: [queued("m3")],
        ended: [ended("m1", "success"), ended("m2", "failure")],
      });
    }
    expect(context(life)).toMatchObject({
      merges: { succeeded: 1, failed: 1 },
      memory: { leaving: [] },
      lastMergeAt: 900,
    });
  });

  it("counts no request whose end nobody can tell", () => {
    const life = observe(begin(), 1, { queue: [queued("m1")] });
    observe(life, 2);
    observe(life, 3, { ended: [ended("m1", "lost")] });
    expect(context(life)).toMatchObject({
      merges: { succeeded: 0, failed: 0 },
      memory: { leaving: [] },
      lastMergeAt: null,
    });
  });

  it("counts a conflict once, and not one from before it looked", () => {
    const old = queued("m1", { conflict: "c1" });
    const life = observe(begin(), 1, { queue: [old] });
    observe(life, 2, { queue: [old, queued("m2")] });
    for (const at of [3, 4]) observe(life, at, { queue: [old, queued("m2", { conflict: "c2" })] });
    expect(context(life).merges).toEqual({ succeeded: 0, failed: 1 });
    observe(life, 5, { queue: [old, queued("m2", { conflict: "c3" })] });
    expect(context(life).merges.failed).toBe(2);
  });

  it("forgets nothing of a request that leaves the queue while the operator is away", () => {
    const life = observe(begin(), 1, { queue: [queued("m1")] });
    life.send({ type: "host.restored", at: 5 });
    observe(life, 6);
    observe(life, 7, { ended: [ended("m1", "success")] });
    expect(context(life).merges.succeeded).toBe(1);
  });

  it("begins to count anew with another rig", () => {
    const life = observe(begin(), 1, { queue: [queued("m1")] });
    life.send({ type: "spec.observed", at: 2, desired: { generation: 2, rig: "beta" } });
    expect(context(life)).toMatchObject({ facts: null, memory: null, queueLength: null });
  });
});

describe("a BeadStore", () => {
  const begin = (): Life => live(beadStoreMachine, { uid: "b1", desired: desiredBeadStore() });
  const observe = (life: Life, at: number, facts: Partial<BeadStoreFacts> = {}): Life =>
    life.send({ type: "town.observed", at, facts: beadStoreFacts(at, facts) });
  const context = (life: Life): BeadStoreContext => life.context() as unknown as BeadStoreContext;

  it("is pending until its beads were counted, and synced then", () => {
    expect(begin().state()).toBe("pending");
    const life = observe(begin(), 1);
    expect(life.state()).toBe("synced");
    expect(context(life).issues).toBe(7);
  });

  it.each<[string, Partial<BeadStoreFacts>, string]>([
    ["the town cannot be trusted", { town: DOWN, issues: null }, "TownUnhealthy"],
    ["gt gives the rig another prefix", { prefix: "be" }, "PrefixMismatch"],
    ["gt lists no database of the rig", { issues: null }, "StoreNotListed"],
  ])("is failing while %s, and synced again afterwards", (_, facts, reason) => {
    const life = observe(observe(begin(), 1), 2, facts);
    expect(life.state()).toBe("failing");
    const { facts: known, desired } = context(life);
    expect(known === null ? null : beadStoreTrouble(known, desired)?.reason).toBe(reason);
    expect(context(life).issues).toBe(7);
    expect(observe(life, 3).state()).toBe("synced");
  });

  it("drops its count with a change of the rig", () => {
    const life = observe(begin(), 1);
    const other = desiredBeadStore({ generation: 2, rig: "beta" });
    expect(life.send({ type: "spec.observed", at: 2, desired: other }).context()).toMatchObject({
      facts: null,
      issues: null,
    });
  });
});
