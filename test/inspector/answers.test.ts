import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseJournal } from "../../inspector-ui/src/history/journal-text.ts";
import { detailAt, History } from "../../inspector-ui/src/history/moments.ts";
import type { JournalRecord } from "../../src/host/index.ts";
import { persistWhole } from "../../src/host/persisted-snapshot.ts";
import { detailOf } from "../../src/inspector/detail.ts";
import { linesOf } from "../../inspector-ui/src/actor/lines.ts";
import { ask, inspectedTown, type InspectedTown } from "./given.ts";

/** Of an answer in which every line is one. */
const recordsIn = (text: string): readonly JournalRecord[] =>
  parseJournal(text, (problem) => {
    throw new Error(problem);
  });

let town: InspectedTown;

beforeEach(async () => {
  town = await inspectedTown();
});
afterEach(() => town.close());

const at = (path: string): string => `${town.inspector.url}${path}`;

describe("the journal in the page", () => {
  it("replays to the states that the operator has", async () => {
    for (const name of ["a", "b", "c"]) town.start(name);
    town.work("b");
    const history = new History("whole");
    history.append(recordsIn((await ask(at("journal"))).body));
    for (const view of town.host.actors()) {
      const moment = history.at(`polecat/default/${view.ref.name}`, history.moments.length - 1);
      expect(JSON.parse(JSON.stringify(detailAt(moment)))).toEqual(
        JSON.parse(JSON.stringify(detailOf(view))),
      );
    }
    expect(history.cellsAt(0).size).toBe(1);
    expect(history.cellsAt(history.moments.length - 1).get("polecat/default/b")?.phase).toBe("Working");
    expect(history.cellsAt(history.moments.length - 2).get("polecat/default/b")?.phase).toBe("Pending");
  });

  it("gives one actor's slice, from one record to another, the newest where a limit is asked for", async () => {
    for (const name of ["a", "b", "c"]) town.start(name);
    town.work("b");
    const slice = async (query: string): Promise<readonly (readonly [string, number])[]> =>
      recordsIn((await ask(at(`journal?${query}`))).body).map(({ actor, sequence }) => [
        actor.name,
        sequence,
      ]);
    expect(await slice("actor=polecat/default/b")).toEqual([
      ["b", 2],
      ["b", 4],
    ]);
    expect(await slice("after=1&until=3")).toEqual([
      ["b", 2],
      ["c", 3],
    ]);
    expect(await slice("limit=1")).toEqual([["b", 4]]);
  });

  it("replays what it can where the beginning of an actor is no longer kept", async () => {
    town.start("a");
    town.work("a");
    town.start("b");
    const history = new History("whole");
    history.append(recordsIn((await ask(at("journal?after=1"))).body));
    expect(history.skipped).toBe(1);
    expect(history.missingAt(history.moments.length - 1)).toBe(1);
    expect([...history.cellsAt(history.moments.length - 1).keys()]).toEqual(["polecat/default/b"]);
  });

  it("knows an actor from its snapshot at the start of a segment, where what came before is gone", async () => {
    town.start("a");
    town.work("a");
    const [view] = town.host.actors();
    if (view === undefined) throw new Error("the town has no actor");
    const { body } = await ask(at("journal"));
    const [last] = recordsIn(body).slice(-1);
    if (last === undefined) throw new Error("the journal is empty");
    const { actor, machine, version } = last;
    const history = new History("whole");
    history.append([
      {
        ...{ type: "snapshot", sequence: 70, at: 5, cause: "segment", trace: null },
        ...{ actor, machine, version },
        ...persistWhole(view.kind, view.state),
      },
      { ...last, sequence: 71 },
    ]);
    expect(history.skipped).toBe(0);
    expect(history.cellsAt(0).get("polecat/default/a")?.phase).toBe("Working");
    expect(linesOf(history.moments, []).map(({ text }) => text)).toEqual([
      "as it stood when the journal began a new segment",
      "working.healthy",
      "town observed · test",
    ]);
  });

  it("shows no state that was never there: after lost records, and from other machines", async () => {
    town.start("a");
    town.work("a");
    const [begun, event] = recordsIn((await ask(at("journal"))).body);
    if (begun === undefined || event?.type !== "event") throw new Error("the journal has no event");
    const skippedOf = (record: JournalRecord): number => {
      const history = new History("whole");
      history.append([begun, record]);
      return history.skipped;
    };
    expect(skippedOf(event)).toBe(0);
    expect(skippedOf({ ...event, sequence: 9 })).toBe(1);
    const decision = event.decision === null ? null : { ...event.decision, state: "idle.resting" };
    expect(skippedOf({ ...event, decision })).toBe(1);
  });

  it("has the witnesses, with what they count", async () => {
    town.startWitness("watch");
    const history = new History("whole");
    history.append(recordsIn((await ask(at("journal"))).body));
    expect(history.cellsAt(1).get("witness/default/watch")).toMatchObject({
      rig: "alpha",
      phase: "Active",
      progress: "1 of 3 stuck",
    });
  });

  it("has the refineries and the bead stores, in their rig, with what they count", async () => {
    town.startViews("alpha");
    const history = new History("whole");
    history.append(recordsIn((await ask(at("journal"))).body));
    const cells = history.cellsAt(history.moments.length - 1);
    expect(cells.get("refinery/default/alpha")).toMatchObject({
      rig: "alpha",
      phase: "Processing",
      progress: "2 waiting",
    });
    expect(cells.get("beadstore/default/alpha")).toMatchObject({
      rig: "alpha",
      phase: "Synced",
      progress: "7 beads",
    });
  });

  it("reads as a sequence of what came in, what changed and what went out", async () => {
    town.start("a");
    town.work("a");
    const history = new History("whole");
    history.append(recordsIn((await ask(at("journal"))).body));
    const call = {
      actor: "polecat/default/a",
      argv: ["show", "al-1"],
      result: "success",
      reason: null,
    } as const;
    const lines = linesOf(history.moments, [
      { ...call, sequence: 1, at: Date.now() + 60_000, durationMs: 5 },
    ]);
    expect(lines.map(({ from, to, text }) => `${from} → ${to}: ${text}`)).toEqual([
      "kubernetes → actor: resource seen: the actor begins",
      expect.stringMatching(/^actor → actor: unobserved · for \d+ ms$/),
      "actor → kubernetes: status: Pending · Ready=False AwaitingObservation",
      "gt → actor: town observed · test",
      "actor → actor: working.healthy",
      "actor → actor: holder followed",
      "actor → kubernetes: status: Working · Ready=True Working",
      "actor → kubernetes: Event Normal Working",
      "actor → gt: gt show al-1 · 5 ms",
    ]);
  });

  it("holds no credential", async () => {
    town.start("told", {
      sling: { args: "Bearer abcdefghijklmnop", message: null, baseBranch: null, merge: null, agent: null },
    });
    const { body } = await ask(at("journal"));
    expect(body).toContain("[redacted]");
    expect(body).not.toContain("abcdefghijklmnop");
  });
});

describe("a terminal", () => {
  it("is read when it is asked for, a few times a second at most", async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(at("peek/alpha/furiosa"))));
    const shown = answers.filter(({ status }) => status === 200);
    expect(JSON.parse(shown[0]?.body ?? "null")).toMatchObject({ text: "terminal of alpha/furiosa" });
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
  });

  it("that gt cannot show is a clear refusal", async () => {
    await town.close();
    town = await inspectedTown({ peek: () => Promise.reject(new Error("no session of alpha/nux")) });
    expect(await ask(at("peek/alpha/nux"))).toMatchObject({ status: 502, body: "no session of alpha/nux\n" });
  });
});

describe("a HEAD", () => {
  it("of what is made for each request ends at once, makes nothing, and takes no place at the stream", async () => {
    await town.close();
    let peeks = 0;
    town = await inspectedTown({ peek: () => Promise.resolve(String((peeks += 1))) });
    for (const path of ["stream", "journal", "calls", "peek/alpha/furiosa"]) {
      expect(await ask(at(path), { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
    }
    expect(peeks).toBe(0);
    expect(town.inspector.hub.clientCount).toBe(0);
  });
});

describe("what a client takes of gzip", () => {
  it.each([
    ["gzip", "gzip"],
    ["br, GZIP;q=0.5", "gzip"],
    ["gzip;q=0", undefined],
    ["gzip; q=0.000, identity", undefined],
    ["x-gzip-not", undefined],
    ["", undefined],
  ])("is read from %j", async (accepted, coding) => {
    const { headers } = await ask(at("journal"), { headers: { "accept-encoding": accepted } });
    expect(headers["content-encoding"]).toBe(coding);
  });
});

describe("the page's files", () => {
  it("that were never built are a sentence that says how", async () => {
    await town.close();
    town = await inspectedTown({ files: new Map() });
    const { status, body } = await ask(town.inspector.url);
    expect(status).toBe(503);
    expect(body).toContain("npm run build:inspector");
  });

  it("outside of the page's folder are not there", async () => {
    expect((await ask(at("..%2f..%2fpackage.json"))).status).toBe(404);
    expect((await ask(at("nothing.js"))).status).toBe(404);
  });
});
