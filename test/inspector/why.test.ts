import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseJournal } from "../../inspector-ui/src/history/journal-text.ts";
import { detailAt, History } from "../../inspector-ui/src/history/moments.ts";
import { beadRows, beadsSince } from "../../inspector-ui/src/why/beads.ts";
import { checksOf } from "../../inspector-ui/src/why/checks.ts";
import { commandsOf } from "../../inspector-ui/src/why/commands.ts";
import { explanationOf } from "../../inspector-ui/src/why/explained.ts";
import { figuresOf, polecatsOf, viewsOf } from "../../inspector-ui/src/why/figures.ts";
import { queueOf } from "../../inspector-ui/src/why/queue.ts";
import { warnedBy } from "../../inspector-ui/src/why/warned.ts";
import { LaneBook } from "../../inspector-ui/src/lanes/lane-book.ts";
import { explanationText } from "../../src/explain/index.ts";
import type { Cell } from "../../src/inspector/cell.ts";
import type { Detail } from "../../src/inspector/detail.ts";
import { blocked, cellOf } from "./cells.ts";
import { ask, inspectedTown, type InspectedTown } from "./given.ts";

function detailOf(cell: Cell, change: Partial<Detail> = {}): Detail {
  return {
    cell,
    version: 1,
    context: { desired: { state: "Working", paused: false, terminationPolicy: "Safe" } },
    conditions: [],
    status: {},
    observedAt: null,
    timers: [],
    running: [],
    ...change,
  };
}

const titles = (detail: Detail): readonly string[] => commandsOf(detail).map(({ title }) => title);

describe("why, in the page", () => {
  let town: InspectedTown;
  beforeEach(async () => {
    town = await inspectedTown();
  });
  afterEach(() => town.close());

  it("says in the operator's own words what a polecat is at, since when, and how it came there", async () => {
    town.start("a");
    town.work("a");
    const history = new History("whole");
    history.append(
      parseJournal((await ask(`${town.inspector.url}journal`)).body, (problem) => {
        throw new Error(problem);
      }),
    );
    const last = history.moments.at(-1);
    const detail = detailAt(last ?? null);
    if (last === undefined || detail === null) throw new Error("the journal is empty");
    const explanation = explanationOf(detail, history.moments, []);
    if (explanation === null) throw new Error("a polecat is of a known kind");
    const text = explanationText(explanation);
    const since = new Date(last.record.at).toISOString();
    expect(text).toContain(`polecat default/a is Working (working.healthy) since ${since}`);
    expect(text).toContain("why:       Working: al-1 is in work by alpha/furiosa");
    expect(text).toContain("waits for: the bead to read closed");
    expect(text).toContain("unobserved → working.healthy on town.observed");
  });
});

describe("the commands", () => {
  it("offer nothing that the resource's state makes void", () => {
    const working = detailOf(cellOf("a", { phase: "Working", polecat: "nux", bead: "al-1" }));
    expect(titles(working)).toContain("Pause: no gt write for it");
    expect(titles(working)).not.toContain("Go on");
    const paused = detailOf(cellOf("a", { marks: ["Paused"] }), {
      context: { desired: { state: "Working", paused: true } },
    });
    expect(titles(paused)).toEqual(["Go on", "See its whole status"]);
    const ofRig = detailOf(cellOf("a", { marks: ["Paused"] }));
    expect(commandsOf(ofRig)[0]?.command).toBe(
      `kubectl patch rig alpha --type merge -p '{"spec":{"paused":false}}'`,
    );
  });

  it("name a polecat in pods as kubectl does", () => {
    const working = detailOf(cellOf("nux", { phase: "Working", bead: "al-1" }, "polecat-in-pods"));
    const all = commandsOf(working);
    const commands = all.flatMap(({ command, plugin }) =>
      plugin === undefined ? [command] : [command, plugin],
    );
    expect(commands).toContain("kubectl describe polecat nux -n default");
    expect(commands).toContain("kubectl gastown why polecat/default/nux");
    expect(commands).toContain("kubectl gastown stop polecat/default/nux");
    expect(commands.filter((command) => command.includes("polecat-in-pods"))).toEqual([]);
  });

  it("let a person take over what is only observed, and ask nothing else of it", () => {
    const observed = detailOf(cellOf("a", { marks: ["Observe"], polecat: "nux" }));
    expect(titles(observed)).toEqual([
      "Take over: let the operator act on it",
      "Look at its terminal",
      "See its whole status",
    ]);
  });

  it("let a person take over a rig, and release it, by one command each", () => {
    const commandFor = (marks: Cell["marks"], title: RegExp): object | undefined =>
      commandsOf(detailOf(cellOf("alpha", { marks }, "rig"))).find((command) => title.test(command.title));
    expect(commandFor(["Observe"], /^Take over/)).toMatchObject({
      command: `kubectl patch rig alpha --type merge -p '{"spec":{"management":"Manage"}}'`,
      plugin: "kubectl gastown take rig/alpha",
    });
    expect(commandFor(["Observe"], /^Pause/)).toBeUndefined();
    expect(commandFor([], /^Let go/)).toMatchObject({ plugin: "kubectl gastown release rig/alpha" });
  });

  it("lead from a polecat that a person manages to its rig, where that is only observed", () => {
    const managed = detailOf(cellOf("a", { marks: ["Observe"] }), {
      context: { desired: { managed: true } },
    });
    expect(commandsOf(managed)[0]).toMatchObject({
      title: "Take over its rig",
      plugin: "kubectl gastown take rig/alpha",
    });
  });

  it("name the verb of kubectl's plugin where one writes the same", () => {
    const working = detailOf(cellOf("a", { phase: "Working", polecat: "nux" }));
    const plugin = (title: RegExp): string | undefined =>
      commandsOf(working).find((command) => title.test(command.title))?.plugin;
    expect(plugin(/^End it/)).toBe("kubectl gastown stop --terminate polecat/default/a");
    expect(plugin(/^See its/)).toBe("kubectl gastown why polecat/default/a");
    expect(plugin(/^Pause/)).toBeUndefined();
  });

  it("offer consent only where a proof names what would be lost, as one word of a shell", () => {
    const consent = "alpha/nux@branch'; rm -rf x; ':abc";
    const cell = blocked("a", "UncommittedWork", { state: "terminating.revocable.blocked", isEnding: true });
    const asked = detailOf(cell, {
      context: { desired: { state: "Terminated", terminationPolicy: "Force" } },
      status: { terminationProof: { checks: [], consent } },
    });
    expect(titles(asked)).toContain("Take back the request for its end");
    expect(titles(asked)).not.toContain("End it, once that is safe");
    const given = commandsOf(asked).find(({ title }) => title.startsWith("Give up"))?.command ?? "";
    const words = execFileSync("sh", ["-c", given.replace("kubectl", String.raw`printf '%s\0'`)]).toString();
    expect(words.split("\0").at(-2)).toBe(`gastown.gastown.io/force-termination=${consent}`);
    expect(titles({ ...asked, status: {} }).some((title) => title.startsWith("Give up"))).toBe(false);
  });
});

describe("the checks before an end", () => {
  it("begin with what is in the way, each with its age", () => {
    const status = {
      terminationProof: {
        checks: [
          { name: "Health", at: "2026-05-01T12:00:00Z", outcome: "Clean", detail: "Dolt runs" },
          { name: "GitState", at: "2026-05-01T12:00:01Z", outcome: "Blocking", detail: "notes.txt" },
        ],
      },
    };
    expect(checksOf({ status })).toEqual([
      { name: "GitState", at: Date.UTC(2026, 4, 1, 12, 0, 1), outcome: "Blocking", detail: "notes.txt" },
      { name: "Health", at: Date.UTC(2026, 4, 1, 12), outcome: "Clean", detail: "Dolt runs" },
    ]);
    expect(checksOf({ status: { terminationProof: "mangled" } })).toEqual([]);
  });
});

describe("a convoy", () => {
  it("lists its beads with who has each and what is in its way, the open ones first", () => {
    const cells = [
      cellOf("a", { phase: "Working", state: "working.healthy", bead: "al-1", polecat: "nux" }),
      blocked("b", "NoCapacity", { phase: "Pending", bead: "al-2", state: "pending.held" }),
    ];
    const detail = detailOf(cellOf("wave", { phase: "InProgress", progress: "1/4" }, "convoy"), {
      status: {
        completedBeads: ["al-0"],
        pendingBeads: ["al-1", "al-2", "al-3"],
        openBeads: [{ bead: "al-1", status: "hooked" }],
      },
    });
    const explanation = explanationOf(detail, [], cells);
    if (explanation === null) throw new Error("a convoy is of a known kind");
    const nobody = expect.stringMatching(/^no Polecat asks for it/) as string;
    const since = beadsSince([
      { at: 1, status: { pendingBeads: ["al-0", "al-1", "al-2", "al-3"] } },
      { at: 5, status: { ...detail.status, openBeads: [] } },
      { at: 7, status: detail.status },
      { at: 9, status: detail.status },
    ]);
    expect(beadRows(detail, explanation, cells, since)).toMatchObject([
      {
        bead: "al-1",
        status: "hooked",
        since: 7,
        actor: "polecat/default/a",
        message: "in work by alpha/nux",
      },
      { bead: "al-2", status: "open", since: 1, message: "NoCapacity: NoCapacity of b" },
      { bead: "al-3", since: 1, actor: null, message: nobody },
      { bead: "al-0", status: "closed", since: 5, isClosed: true },
    ]);
  });
});

describe("a rig", () => {
  it("shows what it counts, and its polecats with those first that need a person", () => {
    const detail = detailOf(cellOf("alpha", { phase: "Ready" }, "rig"), {
      status: { polecatCount: 2, queueLength: 3, observedGeneration: 1, witness: "running" },
    });
    expect(figuresOf(detail).map(({ name, value }) => `${name}: ${value}`)).toEqual([
      "Polecats in gt: 2",
      "Merge requests waiting: 3",
      "gt's witness: running",
    ]);
    const cells = [cellOf("a"), blocked("z"), cellOf("b", { rig: "beta" })];
    expect(polecatsOf(detail, cells).map(({ ref }) => ref.name)).toEqual(["z", "a"]);
  });

  it("leads to its witness, and to the others that look at it", () => {
    const detail = detailOf(cellOf("alpha", {}, "rig"));
    const cells = [cellOf("watch", {}, "witness"), cellOf("a"), cellOf("far", { rig: "beta" }, "witness")];
    expect(viewsOf(detail, cells).map(({ id }) => id)).toEqual(["witness/default/watch"]);
  });
});

describe("a witness", () => {
  it("tells whom it told of which polecat and when, the newest first", () => {
    const book = new LaneBook();
    const stuck = (name: string, warning: string | null): Cell =>
      blocked(name, "Silent", { mood: "stuck", phase: "Working", warning });
    for (const [at, warning] of [null, "Nudged", null, "Mailed", "Escalated"].entries())
      book.note(at, stuck("a", warning));
    for (const [at, warning] of [null, "Nudged"].entries()) book.note(10 + at, stuck("b", warning));
    const context = { desired: { escalateTo: "mayor/" } };
    const witness = detailOf(cellOf("watch", {}, "witness"), { context });
    expect(
      warnedBy(witness, book.lanes.values()).map(({ at, name, text }) => `${at} ${name}: ${text}`),
    ).toEqual([
      "11 b: nudged in its terminal",
      "4 a: escalated",
      "3 a: mail about it was sent, to mayor/",
      "1 a: nudged in its terminal",
    ]);
    expect(warnedBy(detailOf(cellOf("a")), book.lanes.values())).toEqual([]);
    const elsewhere = detailOf(cellOf("watch", { rig: "beta" }, "witness"));
    expect(warnedBy(elsewhere, book.lanes.values())).toEqual([]);
  });
});

describe("a refinery", () => {
  it("lists its merge queue, request by request", async () => {
    const town = await inspectedTown();
    town.startViews("alpha");
    const history = new History("whole");
    history.append(
      parseJournal((await ask(`${town.inspector.url}journal`)).body, (said) => void expect.fail(said)),
    );
    await town.close();
    const detail = detailAt(history.at("refinery/default/alpha", history.moments.length - 1));
    if (detail === null) throw new Error("the refinery is there");
    expect(queueOf(detail)).toEqual([
      { id: "al-m1", branch: "polecat/nux/al-m1@1", progress: "waits", isInConflict: false },
      { id: "al-m2", branch: "polecat/nux/al-m2@1", progress: "waits", isInConflict: false },
    ]);
    const queue = [{ id: "al-m3", branch: null, claimed: true, conflict: null }];
    expect(queueOf({ ...detail, context: { facts: { queue } } })[0]?.progress).toBe("is being merged");
    const conflicting = [{ id: "al-m4", branch: null, claimed: false, conflict: "abc" }];
    expect(queueOf({ ...detail, context: { facts: { queue: conflicting } } })[0]?.isInConflict).toBe(true);
  });
});
