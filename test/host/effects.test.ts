import { describe, expect, it } from "vitest";
import { begin, MachineDefect, step, type HostEvent, type Step } from "../../src/host/execution.ts";
import { closed, open, polecatFacts, present } from "../machines/given.ts";
import { fragileKind, polecatInput, polecatKind, runnerKind } from "./kinds.ts";

const RUN = "polecat/default/nux@u1";
const observed = (startedAt: number, changes: object = {}): HostEvent => ({
  type: "town.observed",
  at: startedAt,
  ...{ facts: polecatFacts(startedAt, changes) },
});
const answered = (service: string, output: object): HostEvent => ({
  type: `xstate.done.actor.${service}`,
  ...{ actorId: service, output },
});
const SLUNG = { outcome: "slung", bead: "al-1", polecat: "nux", branch: null, worktree: null, session: null };

/** The steps of a polecat that is slung with its first observation, then does what `events` say. */
function steps(...events: readonly [at: number, event: HostEvent][]): readonly Step[] {
  const all = [begin(polecatKind, RUN, polecatInput({ maxIdleSeconds: 60 }), 0)];
  for (const [at, event] of events) {
    const { state } = all.at(-1) ?? fail();
    all.push(step(polecatKind, RUN, state, event, at));
  }
  return all;
}
const last = (all: readonly Step[]): Step => all.at(-1) ?? fail();
const fail = (): never => {
  throw new Error("there is no step");
};

const slinging: [number, HostEvent] = [5, observed(5)];
const slung: [number, HostEvent] = [10, answered("sling", { ...SLUNG, at: 10 })];
const idle: [number, HostEvent] = [20, observed(20, { bead: closed("al-1"), polecat: present("nux", null) })];

describe("the effects of a step", () => {
  it("are services to start, under an id of execution, event and position", () => {
    expect(last(steps(slinging)).effects).toEqual([
      {
        type: "invoke",
        operation: {
          effectId: `${RUN}:1:0`,
          id: "sling",
          service: "sling",
          input: expect.objectContaining({ bead: "al-1", rig: "alpha" }) as unknown,
        },
      },
    ]);
  });

  it("are the same for the same events, with the same ids", () => {
    const run = (): unknown => steps(slinging, slung, idle).map(({ effects }) => effects);
    expect(run()).toEqual(run());
  });

  it("have another id at each event and for each execution", () => {
    const again = steps(slinging, [6, answered("sling", { outcome: "beadClosed", at: 6 })], [7, observed(7)]);
    const ids = again.flatMap(({ effects }) =>
      effects.flatMap((effect) => (effect.type === "invoke" ? [effect.operation.effectId] : [])),
    );
    expect(ids).toEqual([`${RUN}:1:0`, `${RUN}:3:0`]);
    const other = step(polecatKind, "polecat/default/nux@u2", steps()[0]?.state ?? fail(), observed(5), 5);
    expect(other.effects).toMatchObject([{ operation: { effectId: "polecat/default/nux@u2:1:0" } }]);
  });

  it("are named actions, with their own ids", () => {
    const acts = last(steps(slinging, slung)).effects.filter(({ type }) => type === "act");
    expect(acts).toMatchObject([{ action: "requestObservation", params: undefined }]);
    expect(acts).toMatchObject([{ effectId: expect.stringMatching(`^${RUN}:2:\\d+$`) as string }]);
  });

  it("are timers with absolute deadlines", () => {
    const { state, effects } = last(steps(slinging, slung, idle));
    const timer = { id: "xstate.after.idleLimit.polecat.idle.limited", dueAt: 20 + 60_000, delayMs: 60_000 };
    expect(effects).toContainEqual({ type: "setTimer", timer });
    expect([...state.timers.values()]).toEqual([timer]);
  });

  it("clear a timer when its state is left", () => {
    const reopened: [number, HostEvent] = [30, observed(30, { bead: open("al-1") })];
    const { state, effects } = last(steps(slinging, slung, idle, reopened));
    expect(effects).toContainEqual({
      type: "clearTimer",
      id: "xstate.after.idleLimit.polecat.idle.limited",
    });
    expect(state.timers.size).toBe(0);
  });

  it("abort a service whose state is left, and start it anew in one step", () => {
    const first = begin(runnerKind, "r", undefined, 0);
    const running = step(runnerKind, "r", first.state, { type: "go" }, 1);
    const again = step(runnerKind, "r", running.state, { type: "again" }, 2);
    expect(again.effects.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["abort", "invoke", "clearTimer", "setTimer"]),
    );
    expect([...again.state.running.keys()]).toEqual(["work"]);
    expect(again.state.running.get("work")?.effectId).not.toBe(running.state.running.get("work")?.effectId);
    expect([...again.state.timers.values()].map(({ dueAt }) => dueAt)).toEqual([1002]);
    expect(step(runnerKind, "r", again.state, { type: "leave" }, 3).state.running.size).toBe(0);
  });

  it("are used up by an answer and by a ring", () => {
    expect(last(steps(slinging, slung)).state.running.size).toBe(0);
    const running = step(runnerKind, "r", begin(runnerKind, "r", undefined, 0).state, { type: "go" }, 1);
    const [timer] = running.state.timers.keys();
    const rung = step(runnerKind, "r", running.state, { type: timer ?? fail() }, 1001);
    expect(rung.state.timers.size).toBe(0);
    expect(rung.state.snapshot.value).toBe("resting");
  });
});

describe("a step that fails", () => {
  it("throws, and leaves the state that it was given as it was", () => {
    const { state } = begin(fragileKind, "f", undefined, 0);
    expect(() => step(fragileKind, "f", state, { type: "explode" }, 1)).toThrow(/guard/i);
    expect(step(fragileKind, "f", state, { type: "greet" }, 2).state).toMatchObject({
      sequence: 1,
      snapshot: { context: { count: 1 } },
    });
  });

  it("names a failure that nobody handles a defect of the machine", () => {
    const { state } = begin(fragileKind, "f", undefined, 0);
    const failure: HostEvent = { type: "xstate.error.actor.ghost", ...{ error: new Error("no such child") } };
    expect(() => step(fragileKind, "f", state, failure, 1)).toThrow(MachineDefect);
  });
});
