import { describe, expect, it } from "vitest";
import { ALPHA, townState, type AgentPlan } from "../src/index.ts";
import { beads, NOW, run, town, type Town } from "./given.ts";

const PLANS: readonly AgentPlan[] = [
  { behaviour: "finish", afterMs: 5_000, mergeAfterMs: 7_000 },
  { behaviour: "stall", afterMs: 3_000 },
  { behaviour: "leaveUncommitted", afterMs: 4_000 },
];
const CALLS: readonly (readonly string[])[] = [
  ["sling", "al-1", "alpha"],
  ["sling", "al-2", "alpha"],
  ["sling", "al-3", "alpha", "--no-convoy"],
  ["convoy", "create", "Wave", "al-1", "al-2"],
  ["polecat", "list", "--all", "--json"],
  ["mq", "list", "alpha", "--json"],
  ["polecat", "nuke", "alpha/furiosa"],
  ["sling", "al-3", "alpha"],
  ["show", "al-1", "al-2", "al-3", "--json"],
];

/** A life of some calls, a second apart. @returns the town, and each answer. */
function lived(random: number): { readonly at: Town; readonly answers: readonly unknown[] } {
  const at = town(beads("al-1", "al-2", "al-3"), ({ state }) => {
    state.random = random;
    PLANS.forEach((plan, index) => (state.plans[`al-${index + 1}`] = plan));
  });
  const answers = CALLS.map((argv) => {
    at.now += 1_000;
    return run(at, "gt", argv);
  });
  return { at, answers };
}

describe("a simulated town from a seed", () => {
  it("gives the same answers, events and state to the same calls", () => {
    const [one, other] = [lived(7), lived(7)];
    expect(one.answers).toEqual(other.answers);
    expect(one.at.events).toEqual(other.at.events);
    expect(one.at.state).toEqual(other.at.state);
  });

  it("gives other ids from another seed", () => {
    const idsOf = ({ at }: ReturnType<typeof lived>): readonly string[] =>
      at.state.convoys.map(({ id }) => id);
    expect(idsOf(lived(7))).not.toEqual(idsOf(lived(8)));
  });

  it("is JSON through and through: written and read again it goes on as before", () => {
    const { at } = lived(7);
    expect(JSON.parse(JSON.stringify(at.state))).toEqual(at.state);
  });

  it("does not share what it changes with another town of the same seed", () => {
    const seed = { rigs: [ALPHA], beads: ["al-1"], plans: {} };
    const [one, other] = [townState(seed, NOW), townState(seed, NOW)];
    one.running.push("alpha/witness");
    one.beads.length = 0;
    expect(other).toMatchObject({ running: [], beads: [{ id: "al-1" }] });
  });
});
