import { describe, expect, it } from "vitest";
import { type ActorStatus, polecatKind, polecatSchema } from "../../../src/kinds/index.ts";
import { closed, open, present } from "../../machines/given.ts";
import { begin, idle, observe, specify, working } from "../../machines/polecat-life.ts";
import { condition, kstatus } from "./kstatus.ts";
import { AT_WORK, DOWN, ending, proof, show, STATES } from "./polecat-states.ts";

interface Node {
  readonly key: string;
  readonly states: Readonly<Record<string, Node>>;
}

/** Paths of the states that have none inside, such as `working.stuck.nudged`. */
function leavesOf({ states }: Pick<Node, "states">): readonly string[] {
  return Object.values(states).flatMap((state) => {
    const inner = leavesOf(state);
    return inner.length === 0 ? [state.key] : inner.map((name) => `${state.key}.${name}`);
  });
}

/** No actor rests in them. */
const PASSED_THROUGH = new Set(["settling", "working.stuck.entered"]);

describe("The status of a Polecat", () => {
  it.each(STATES)(
    "in %s is for kstatus what it is (case %#)",
    (state, life, generation, verdict, phase, reason) => {
      const at = life();
      expect(at.state()).toBe(state);
      const status = show(at);
      expect(kstatus(status, generation)).toBe(verdict);
      expect(status.phase).toBe(phase);
      expect(condition(status, "Ready").reason).toBe(reason);
    },
  );

  it("has a case for every state of its machine", () => {
    const leaves = leavesOf(polecatKind.machine);
    const covered = new Set(STATES.map(([state]) => state));
    expect(leaves.filter((leaf) => !PASSED_THROUGH.has(leaf) && !covered.has(leaf))).toEqual([]);
  });

  it.each(STATES)("in %s is what the API's schema takes (case %#)", (_state, life) => {
    const status = JSON.parse(JSON.stringify(show(life()))) as ActorStatus;
    const conditions = status.conditions.map((each) => ({
      ...each,
      lastTransitionTime: "2026-05-01T12:00:00Z",
    }));
    const metadata = {
      name: "one",
      namespace: "default",
      uid: "u1",
      resourceVersion: "1",
      generation: 1,
      creationTimestamp: "2026-05-01T12:00:00Z",
    };
    const read = polecatSchema.parse({ metadata, spec: { rig: "alpha" }, status: { ...status, conditions } });
    expect(Object.keys(read.status ?? {}).sort()).toEqual(Object.keys(status).sort());
  });

  it("says what blocks an end, and what the proof had found", () => {
    const checks = [{ name: "git state", at: 1_000, clean: false, detail: "uncommitted files: notes.txt" }];
    const life = ending().done("proveTermination", {
      at: 30,
      outcome: "blocked",
      reason: "UncommittedWork",
      message: "uncommitted files: notes.txt",
      proof: { ...proof, decidedAt: 2_000, checks },
    });
    const status = show(life);
    expect(condition(status, "Terminating")).toMatchObject({
      status: "True",
      reason: "UncommittedWork",
      message: "uncommitted files: notes.txt",
    });
    expect(status).toMatchObject({
      cleanupStatus: "has_uncommitted",
      terminationProof: {
        incarnation: "alpha/nux@b",
        decidedAt: "1970-01-01T00:00:02Z",
        checks: [
          {
            name: "git state",
            at: "1970-01-01T00:00:01Z",
            outcome: "Blocking",
            detail: "uncommitted files: notes.txt",
          },
        ],
      },
    });
  });

  it("does not call an end of the life before the answer to a newer spec", () => {
    const life = specify(idle(), { generation: 2, maxIdleSeconds: 60 }).ring("idleLimit");
    life.done("proveTermination", { at: 30, outcome: "proven", proof }).done("recordProof", { at: 31 });
    life.done("stopSession", { at: 32 }).done("nuke", { at: 33, outcome: "nuked" });
    expect(kstatus(show(life), 2)).toBe("InProgress");
    observe(life, 34, { polecat: { seen: "absent", name: "nux", times: 2 }, bead: null });
    expect(kstatus(show(life), 2)).toBe("Current");
    specify(life, { generation: 3, bead: "al-2", maxIdleSeconds: 60 });
    expect(life.state()).toBe("unobserved");
    expect(kstatus(show(life), 3)).toBe("InProgress");
    observe(life, 35, { bead: open("al-2") });
    expect(life.state()).toBe("pending.slinging");
  });

  it("says which bead one read did not find, before a second one makes it missing", () => {
    const life = observe(begin(), 1, { bead: { reading: "missing", id: "al-1", times: 1 } });
    expect(life.state()).toBe("unobserved");
    expect(condition(show(life), "Ready")).toMatchObject({
      reason: "AwaitingObservation",
      message: expect.stringContaining("did not find bead al-1") as unknown,
    });
    observe(life, 2, { bead: { reading: "missing", id: "al-1", times: 2 } });
    expect(condition(show(life), "Ready").reason).toBe("BeadNotFound");
  });

  it("says of a watched polecat what the town says", () => {
    const life = begin({ managed: false, state: "Idle", bead: null, boundTo: "nux" });
    observe(life, 1, { bead: null, polecat: present("nux", "al-9") });
    expect(show(life)).toMatchObject({ phase: "Working", assignedBead: "al-9", polecatName: "nux" });
    expect(kstatus(show(life), 1)).toBe("Current");
    observe(life, 2, { bead: null, polecat: present("nux", null) });
    expect(show(life).phase).toBe("Idle");
    expect(condition(show(life), "Available").status).toBe("True");
  });

  it("tells how old it is through an outage, and never a time that nobody has read", () => {
    expect(show(begin())).not.toHaveProperty("unchangedSince");
    const life = observe(working(), 90_000, { ...AT_WORK });
    observe(life, 120_000, { ...AT_WORK, ...DOWN });
    expect(show(life)["unchangedSince"]).toBe("1970-01-01T00:01:30Z");
    expect(condition(show(life), "Degraded")).toMatchObject({ status: "True", reason: "TownUnhealthy" });
    observe(life, 150_000, { bead: closed("al-1"), polecat: present("nux", null) });
    expect(show(life)["unchangedSince"]).toBe("1970-01-01T00:02:30Z");
  });
});
