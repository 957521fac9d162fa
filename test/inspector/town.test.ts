import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { arrange, columnsFor, type Filter } from "../../inspector-ui/src/town/arrangement.ts";
import { HeldNeeds, needsOf } from "../../inspector-ui/src/town/needs.ts";
import { FIRST_RIG } from "../../inspector-ui/src/town/first-rig.ts";
import { NEEDS_YOU } from "../../inspector-ui/src/town/category.ts";
import { countsOf, sentenceOf } from "../../inspector-ui/src/town/summary.ts";
import { manifests } from "../kinds/schema/manifests.ts";
import { schemaProblems } from "../kinds/schema/served.ts";
import { blocked, cellOf } from "./cells.ts";

const ALL: Filter = { text: "", phase: null, rig: null };

const TOWN = [
  cellOf("alpha", { phase: "Ready" }, "rig"),
  ...["a", "b", "c", "d"].map((name) => cellOf(name, { phase: "Working", bead: `al-${name}` })),
  cellOf("e"),
  cellOf("f"),
  blocked("g", "UncommittedWork", { phase: "Working" }),
  cellOf("wave", { phase: "InProgress", progress: "3/5", rig: "" }, "convoy"),
];

describe("the town in one sentence", () => {
  it("counts each polecat once: who needs a person is not counted as working, too", () => {
    expect(sentenceOf(TOWN)).toBe(
      "7 polecats in 1 rig: 4 working, 2 idle, 1 needs you. 1 convoy with 3 of 5 beads closed.",
    );
    expect(countsOf(TOWN.filter(({ ref }) => ref.kind === "polecat"))).toEqual([
      { category: "Working", count: 4 },
      { category: "Idle", count: 2 },
      { category: NEEDS_YOU, count: 1 },
    ]);
  });

  it("names the other kinds that need a person, and an empty town", () => {
    const sick = { mood: "degraded", phase: "Degraded" } as const;
    expect(sentenceOf([cellOf("beta", sick, "rig")])).toBe("No polecats yet in 1 rig. rig beta needs you.");
    expect(sentenceOf([])).toBe("No polecats yet.");
  });
});

describe("the order of the town", () => {
  it("stays what it is when a polecat becomes one that needs a person", () => {
    const order = (cells: typeof TOWN): readonly string[] =>
      arrange(cells, ALL).flatMap(({ rig, cells: members }) => members.map(({ id }) => `${rig} ${id}`));
    const calm = order(TOWN);
    const troubled = TOWN.map((cell) =>
      cell.ref.name === "f" ? blocked("f", "Silent", { mood: "stuck" }) : cell,
    );
    expect(order(troubled)).toEqual(calm);
    expect(calm[0]).toBe("alpha rig/alpha");
    expect(calm.at(-1)).toBe("town convoy/default/wave");
  });

  it("fills a wide screen with a small town, and keeps names readable in a large one", () => {
    expect(columnsFor(1_880, arrange(TOWN.slice(0, 3), ALL))).toBe(5);
    const large = Array.from({ length: 500 }, (_, index) => cellOf(`p${index}`));
    expect(columnsFor(1_880, arrange(large, ALL))).toBe(8);
    expect(columnsFor(366, arrange(large, ALL))).toBe(1);
  });

  it("leaves exactly those who need a person where they are asked for", () => {
    const shown = arrange(TOWN, { ...ALL, phase: NEEDS_YOU }).flatMap(({ cells }) => cells);
    expect(shown.map(({ ref }) => ref.name)).toEqual(["g"]);
  });
});

describe("who needs a person", () => {
  it("is reported with the reason in words and a command with its own names, the worst first", () => {
    const stuck = blocked("slow", "Silent", { mood: "stuck", gtRig: "Web_App" });
    const [first, second] = needsOf([...TOWN, stuck]);
    expect(first).toMatchObject({ title: "slow", word: "Stuck", command: "gt peek Web_App/nux" });
    expect(second).toMatchObject({
      title: "g",
      word: "Blocked",
      message: "UncommittedWork of g",
      command: "git -C /town/alpha/polecats/g status",
    });
  });

  it("keeps its place for a moment while it is looked at again, so that nothing jumps", () => {
    const held = new HeldNeeds();
    const both = needsOf([blocked("a"), blocked("b")]);
    const titles = (needs: readonly { title: string; isHeld: boolean }[]): readonly string[] =>
      needs.map(({ title, isHeld }) => (isHeld ? `${title} held` : title));
    expect(titles(held.take(both, 0))).toEqual(["a", "b"]);
    expect(titles(held.take(needsOf([blocked("b")]), 1_000))).toEqual(["a held", "b"]);
    expect(titles(held.take(both, 2_000))).toEqual(["a", "b"]);
    expect(titles(held.take(needsOf([blocked("b")]), 7_001))).toEqual(["b"]);
    const worse = [...both, ...needsOf([blocked("c", "Silent", { mood: "stuck" })])];
    expect(titles(held.take(worse, 8_000))).toEqual(["c", "b", "a"]);
  });

  it("is one line where one cause keeps many of them", () => {
    const many = ["a", "b", "c", "d", "e"].map((name) =>
      blocked(name, "GtUnavailable", { mood: "degraded" }),
    );
    const needs = needsOf(many);
    expect(needs.map(({ title, command }) => [title, command])).toEqual([["5 polecats", "gt health"]]);
    expect(needs[0]?.cells.length).toBe(5);
  });

  it.each([
    ["Paused", `kubectl patch polecat one -n default --type merge -p '{"spec":{"paused":false}}'`],
    [
      "ObserveOnly",
      `kubectl patch polecat one -n default --type merge -p '{"spec":{"management":"Manage"}}'`,
    ],
    ["BeadBlocked", "gt show al-1"],
    ["RigParked", "gt rig unpark alpha"],
    ["NotSubmitted", "kubectl describe polecat one -n default"],
    ["SomethingNobodyThoughtOf", "kubectl describe polecat one -n default"],
  ])("gets a command for %s that leaves nothing to fill in", (reason, command) => {
    expect(needsOf([blocked("one", reason)])[0]?.command).toBe(command);
  });

  it("gets no command with a hole where a name is not known", () => {
    const [need] = needsOf([blocked("one", "Silent", { polecat: null })]);
    expect(need?.command).toBe("kubectl describe polecat one -n default");
  });

  it("copies a bead's id as it is, and runs nothing that is in it", () => {
    const bead = "al-1'; echo gone; '$(id)!";
    const command = needsOf([blocked("one", "BeadBlocked", { bead })])[0]?.command ?? "";
    const words = execFileSync("sh", ["-c", command.replace(/^gt/, String.raw`printf '%s\0'`)]).toString();
    expect(words.split("\0").slice(0, -1)).toEqual(["show", bead]);
  });
});

it("An empty town has a command that a shell takes, and whose Rig the API takes once it is filled in", () => {
  const filled = FIRST_RIG.replaceAll("RIG", "alpha").replace('"URL"', '"https://git.example.com/alpha.git"');
  const given = execFileSync("sh", ["-c", `kubectl() { echo "# $*"; cat; }\n${filled}`], {
    encoding: "utf8",
  });
  expect(given).toMatch(/^# apply -f -\n/);
  const rigs = manifests(given);

  expect(rigs.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(["Rig alpha"]);
  expect(rigs.flatMap((rig) => schemaProblems(rig))).toEqual([]);
});
