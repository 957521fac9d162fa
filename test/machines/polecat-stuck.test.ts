import { describe, expect, it } from "vitest";
import { initialTransition, transition } from "xstate";
import { polecatMachine, type PolecatContext, type PolecatFacts } from "../../machines/index.ts";
import { hooked, open, polecatFacts, desiredPolecat, present, stalled } from "./given.ts";
import type { Life } from "./life.ts";
import { begin, observe, slung, specify, working } from "./polecat-life.ts";
import {
  DEAD,
  escalated,
  escalating,
  mailed,
  mailing,
  nudged,
  nudging,
  stuck,
  told,
  unreached,
} from "./stuck-life.ts";

const ALIVE: Partial<PolecatFacts> = { bead: hooked("al-1", "nux"), polecat: present("nux", "al-1") };
const UNTRUSTED: Partial<PolecatFacts> = {
  town: { trusted: false, reason: "TownUnhealthy", message: "Dolt is not running" },
};
const silent = (pane: string | null): Partial<PolecatFacts> => ({
  bead: hooked("al-1", "nux"),
  polecat: stalled("nux", "al-1"),
  pane,
});
const contextOf = (life: Life): PolecatContext => life.context() as unknown as PolecatContext;

describe("A polecat is suspect", () => {
  it("when the list finds no session and the bead's read has it on its hook", () => {
    expect(observe(working(), 20, DEAD).state()).toBe("working.suspect");
  });

  it.each<[string, Partial<PolecatFacts>]>([
    ["the bead's read failed", { ...DEAD, bead: { reading: "unknown", id: "al-1", message: "Timeout" } }],
    ["the bead reads open, which the list does not know yet", { ...DEAD, bead: open("al-1") }],
    ["the bead is on another hook", { ...DEAD, bead: hooked("al-1", "slit") }],
    ["the town could not be trusted", { ...DEAD, ...UNTRUSTED }],
    ["gt calls it stalled and nobody has looked at its terminal", silent(null)],
  ])("not when %s", (_, facts) => {
    expect(observe(working(), 20, facts).state()).toBe("working.healthy");
  });

  it("when gt calls it stalled and its terminal was seen, and healthy again once the terminal moves", () => {
    const life = observe(working(), 20, silent("a"));
    expect(life.state()).toBe("working.suspect");
    observe(life, 21, silent(null));
    observe(life, 22, silent("a"));
    expect(contextOf(life).unresponsive).toEqual({ reason: "Silent", since: 20 });
    observe(life, 30, silent("b"));
    expect(contextOf(life).unresponsive).toEqual({ reason: "Silent", since: 30 });
    expect(life.state()).toBe("working.suspect");
  });

  it("and stuck only on a read that says so: an outage at the end of the threshold leaves it in doubt", () => {
    const life = observe(observe(working(), 20, DEAD), 21, { ...DEAD, ...UNTRUSTED });
    expect(life.ring("stuckThreshold").state()).toBe("working.unconfirmed");
    expect(observe(life, 22, DEAD).state()).toBe("working.stuck.watching");
  });

  it("and not stuck where the first read after the outage finds it alive", () => {
    const life = observe(observe(working(), 20, DEAD), 21, { ...DEAD, ...UNTRUSTED });
    expect(observe(life.ring("stuckThreshold"), 22, ALIVE).state()).toBe("working.healthy");
  });
});

describe("Restarts of its pod", () => {
  it("make it suspect once there were two and the bead's own read has it on its hook, and end with the last", () => {
    const life = observe(working(), 20, { ...ALIVE, podRestarts: 1 });
    expect(life.state()).toBe("working.healthy");
    expect(observe(life, 21, { ...ALIVE, podRestarts: 2 }).state()).toBe("working.suspect");
    expect(life.context()["unresponsive"]).toEqual({ reason: "PodRestarts", since: 21 });
    expect(observe(life, 22, { ...ALIVE, podRestarts: 0 }).state()).toBe("working.healthy");
    const unhooked = { ...ALIVE, bead: hooked("al-1", "slit"), podRestarts: 2 };
    expect(observe(life, 23, unhooked).state()).toBe("working.healthy");
  });
});

/** Delay of the timer that the last of these events set. */
function delayAfter(events: readonly { type: string; [key: string]: unknown }[]): unknown {
  const input = {
    uid: "u1",
    desired: desiredPolecat(),
    polecatName: "nux",
    assignedBead: null,
    stuckThresholdMs: 1_000,
  };
  let [snapshot, actions] = initialTransition(polecatMachine, input);
  for (const event of events) [snapshot, actions] = transition(polecatMachine, snapshot, event as never);
  const raised = actions.filter(({ type }) => type === "xstate.raise");
  return raised.map(({ params }) => (params as { delay: number }).delay).at(-1);
}
const facts = (at: number, changes: Partial<PolecatFacts>) => ({
  type: "town.observed",
  at,
  facts: polecatFacts(at, { holder: "nux", ...changes }),
});

describe("The threshold", () => {
  it("is the witness's, and the setting where no witness acts", () => {
    expect(delayAfter([facts(20, ALIVE), facts(30, DEAD)])).toBe(900_000);
    expect(delayAfter([facts(20, ALIVE), facts(30, { ...DEAD, witness: null })])).toBe(1_000);
  });

  it("counts from when the terminal first looked like this", () => {
    const seenBefore = [facts(20, ALIVE), facts(30, { ...ALIVE, pane: "a" })];
    expect(delayAfter([...seenBefore, facts(100_030, silent("a"))])).toBe(800_000);
  });
});

describe("The silence of a polecat", () => {
  it("is as old as the first look at its terminal where the session is a new one, after a dead one", () => {
    const life = mailed();
    observe(life, 2_000_000, silent("a"));
    expect(life.state()).toBe("working.suspect");
    expect(contextOf(life).unresponsive).toEqual({ reason: "Silent", since: 2_000_000 });
  });

  it("begins anew with new work", () => {
    const life = observe(working(), 20, { ...ALIVE, pane: "a" });
    observe(life, 30, { bead: open("al-1"), polecat: present("nux", null) });
    slung(life, 40);
    observe(life, 50, silent("a"));
    expect(contextOf(life).pane).toEqual({ digest: "a", since: 50 });
  });
});

describe("A stuck polecat", () => {
  it("is told of step by step: nudge, mail, escalation, and the escalation again", () => {
    expect(stuck().started()).toEqual([]);
    expect(nudging().started()).toEqual(["nudge"]);
    expect(nudged().state()).toBe("working.stuck.nudged");
    expect(mailing().started()).toEqual(["mail"]);
    expect(escalating().started()).toEqual(["escalate"]);
    const life = escalated().ring("warningBackoff");
    expect(life.started()).toEqual(["escalate"]);
    expect(life.input()).toEqual({
      uid: "u1",
      rig: "alpha",
      polecat: "nux",
      bead: "al-1",
      reason: "SessionDead",
      since: 12,
      to: "mayor/",
      earlier: 3,
    });
  });

  it("waits one minute, doubling to one hour, up to a fifth less by chance", () => {
    const waits = [];
    const life = nudging().done("nudge", { ...told(1), jitter: 0 });
    const { warnings } = contextOf(life);
    for (let tries = 0; tries < 9; tries += 1) {
      const delay = polecatMachine.implementations.delays["warningBackoff"];
      if (typeof delay !== "function") throw new Error("there is no such delay");
      const context = { ...contextOf(life), warnings: { ...warnings, tries } };
      const at = (jitter: number): number =>
        (delay as unknown as (args: object) => number)({
          context: { ...context, warnings: { ...context.warnings, jitter } },
        });
      waits.push([at(0), at(1)]);
    }
    const minutes = [0, 1, 2, 4, 8, 16, 32, 60, 60];
    expect(waits).toEqual(minutes.map((count) => [count * 60_000, count * 48_000]));
  });

  it("goes on to the mail at once where nobody hears the nudge, and to the escalation where nobody has the address", () => {
    const life = nudging().done("nudge", unreached(50));
    expect(life.started()).toEqual(["mail"]);
    expect(life.done("mail", unreached(51)).started()).toEqual(["escalate"]);
    expect(life.done("escalate", unreached(52)).state()).toBe("working.stuck.unheard");
    expect(contextOf(life).warnings).toMatchObject({ tries: 3, told: 0, problem: "session not found" });
    expect(life.ring("warningBackoff").started()).toEqual(["escalate"]);
  });

  it.each<[string, () => Life, string, string]>([
    ["nudge", nudging, "nudge", "working.stuck.watching"],
    ["mail", mailing, "mail", "working.stuck.nudged"],
    ["escalation", escalating, "escalate", "working.stuck.unheard"],
  ])("is told of later where gt was away for the %s", (_, life, service, state) => {
    const at = life().fail(service, { reason: "DoltDown", message: "no server", at: 80 });
    expect(at.state()).toBe(state);
    expect(contextOf(at).warnings.problem).toBe("DoltDown: no server");
    expect(at.ring("warningBackoff").started()).toEqual([service]);
  });

  it.each<[string, () => Life, string]>([
    ["nudge, which counts as made", nudging, "working.stuck.nudged"],
    ["mail, which the inbox knows of", mailing, "working.stuck.nudged"],
    ["escalation, which counts as made", escalating, "working.stuck.escalated"],
  ])("waits for a read after a restart during the %s", (_, life, state) => {
    const at = life().send({ type: "host.restored", at: 90 });
    expect(at.state()).toBe(state);
    expect(at.started()).toEqual([]);
    expect(at.ring("warningBackoff").started()).toEqual([]);
    expect(observe(at, 80, DEAD).started()).toEqual([]);
    expect(observe(at, 91, DEAD).started()).toHaveLength(1);
  });

  it.each<[string, () => Life]>([
    ["watched", stuck],
    ["nudged", nudged],
    ["mailed", mailed],
    ["escalated", escalated],
    ["being escalated", escalating],
  ])(
    "that was %s is healthy with its first sign of life, and begins anew where it gives none again",
    (_, life) => {
      const at = observe(life(), 100, ALIVE);
      expect(at.state()).toBe("working.healthy");
      expect(contextOf(at)).toMatchObject({ unresponsive: null, warnings: { tries: 0, told: 0 } });
      observe(at, 110, DEAD);
      expect(at.ring("stuckThreshold").ring("warningBackoff").started()).toEqual(["nudge"]);
      expect(at.input()).toMatchObject({ since: 110, earlier: 0 });
    },
  );

  it.each<[string, (life: Life) => Life]>([
    ["it is paused", (life) => specify(life, { paused: true })],
    [
      "its rig is degraded",
      (life) =>
        observe(life, 20, { ...DEAD, rig: { usable: false, reason: "RigDegraded", message: "no path" } }),
    ],
    ["the town cannot be trusted", (life) => observe(life, 20, { ...DEAD, ...UNTRUSTED })],
    ["no witness acts", (life) => observe(life, 20, { ...DEAD, witness: null })],
    [
      "its bead was not read",
      (life) => observe(life, 20, { ...DEAD, bead: { reading: "unknown", id: "al-1", message: "Timeout" } }),
    ],
  ])("is told of to nobody while %s, and as soon as that is over", (_, hinder) => {
    const life = hinder(stuck()).ring("warningBackoff");
    expect(life.state()).toBe("working.stuck.nudgeHeld");
    expect(life.started()).toEqual([]);
    if (contextOf(life).desired.paused) specify(life, {});
    else observe(life, 30, DEAD);
    expect(life.started()).toEqual(["nudge"]);
  });

  it("that is only observed is shown as stuck, and told of to nobody", () => {
    const life = begin({ managed: false, boundTo: "nux", bead: null, state: "Idle" });
    observe(life, 1, { bead: null, polecat: present("nux", "al-1") });
    observe(life, 2, DEAD);
    expect(life.ring("stuckThreshold").ring("warningBackoff").state()).toBe("working.stuck.nudgeHeld");
    expect(life.started()).toEqual([]);
  });

  it("is ended where a person asks for it, whatever step it is at", () => {
    expect(specify(escalating(), { generation: 2, state: "Terminated" }).state()).toBe(
      "terminating.revocable.proving",
    );
  });

  it("is healthy where its bead went to another polecat of the rig, which it follows", () => {
    const life = observe(escalated(), 100, {
      bead: hooked("al-1", "slit"),
      holder: "slit",
      polecat: present("nux", null, false),
    });
    expect(life.state()).toBe("working.healthy");
    expect(life.context()).toMatchObject({ polecatName: "slit", assignedBead: "al-1", unresponsive: null });
  });
});

describe("A silent polecat", () => {
  const nudgedOnce = (): Life =>
    observe(working(), 20, silent("a"))
      .ring("stuckThreshold")
      .ring("warningBackoff")
      .done("nudge", told(1_000));

  it("is nudged, and the nudge on its terminal is no sign of life", () => {
    const life = nudgedOnce();
    expect(life.state()).toBe("working.stuck.nudged");
    observe(life, 900, silent("a"));
    observe(life, 1_010, silent("nudge"));
    expect(life.state()).toBe("working.stuck.nudged");
    expect(life.ring("warningBackoff").started()).toEqual(["mail"]);
  });

  it("lives when its terminal changes again after the nudge, or gt calls it stalled no more", () => {
    const life = observe(nudgedOnce(), 1_010, silent("nudge"));
    expect(observe(life, 1_020, silent("answer")).state()).toBe("working.suspect");
    expect(contextOf(life).warnings.told).toBe(0);
    expect(observe(nudgedOnce(), 1_010, ALIVE).state()).toBe("working.healthy");
  });

  it("is told of further when its session dies, too", () => {
    expect(observe(nudgedOnce(), 1_010, DEAD).state()).toBe("working.stuck.nudged");
  });

  it("that had a dead session and got a new one has made progress", () => {
    const life = observe(nudged(), 100, silent(null));
    expect(life.state()).toBe("working.healthy");
  });
});
