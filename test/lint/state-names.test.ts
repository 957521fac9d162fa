import { describe, expect, it } from "vitest";
import { stateNameRule } from "../../scripts/lint/state-names.ts";
import { ALL_KINDS } from "../../src/kinds/index.ts";
import { complaints, isHeldTo } from "./lint.ts";

const rule = stateNameRule(ALL_KINDS.map(({ machine }) => machine));
const said = (text: string): readonly string[] =>
  complaints(
    text,
    { plugins: { own: { rules: { names: rule } } }, rules: { "own/names": "error" } },
    "src/operator/some.ts",
  );

describe("A state's name outside of machines/", () => {
  it.each([
    ['const is = actor.state === "working.healthy";'],
    ["const says = `${name} is working.stuck.nudged`.length, path = `working.stuck.nudged`;"],
    ['const is = actor.state.startsWith("working.");'],
    ['const is = actor.state === "terminated";'],
    ['const is = "failed" !== state;'],
    ['switch (actor.state) { case "inProgress": break; }'],
    ['const is = state.startsWith("terminating");'],
    ['const [top] = actor.state.split(".");'],
    ["const is = QUIET.has(actor.state);"],
    ['const is = ["idle", "working"].includes(state);'],
    ["const phase = PHASES[actor.state];"],
  ])("is refused: %s", (text) => {
    expect(said(text)).toEqual([expect.stringContaining("ask the actor for a tag")]);
  });

  it.each([
    ["src/operator/claims.ts", true],
    ["src/kinds/polecat/status.ts", true],
    ["inspector-ui/src/lanes/lane-book.ts", true],
    ["machines/polecat.machine.ts", false],
    // gt's own words for a polecat.
    ["src/gt/dialect/polecat-words.ts", false],
  ])("is looked for in %s: %s", async (file, isLookedFor) => {
    expect(await isHeldTo(file, "gastown/no-state-name")).toBe(isLookedFor);
  });

  it.each([
    ['const is = actor.hasTag("stuck");'],
    ["const text = `now ${actor.state}`;"],
    ['const isLive = state === "live";'],
    ['const parts = state.split(",");'],
    ['const mood = status.phase === "Failed" ? "failed" : "well";'],
    ["const is = before.state === after.state;"],
  ])("is not what stands in: %s", (text) => {
    expect(said(text)).toEqual([]);
  });
});
