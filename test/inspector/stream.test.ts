import { afterEach, describe, expect, it, vi } from "vitest";
import { inspectedTown, type InspectedTown } from "./given.ts";
import { StreamReader } from "./stream-reader.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const DEADLINE = { timeout: WAIT_DEADLINE_MS, interval: 20 };

let town: InspectedTown | null = null;
const readers: StreamReader[] = [];

function read(path: string, headers?: Record<string, string>): StreamReader {
  const reader = new StreamReader(`${town?.inspector.url ?? ""}${path}`, headers);
  readers.push(reader);
  return reader;
}

async function townOf(count: number): Promise<InspectedTown> {
  town = await inspectedTown();
  for (let index = 0; index < count; index += 1) town.start(`p${index}`);
  return town;
}

afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  await town?.close();
  town = null;
});

describe("the stream", () => {
  it("sends all actors at once, then those that changed and those that went", async () => {
    const { work, start, host } = await townOf(20);
    const reader = read("stream");
    await vi.waitFor(() => expect(reader.cells.size).toBe(20), DEADLINE);
    expect(reader.phaseOf("polecat/default/p3")).toBe("Pending");
    work("p3");
    const ref = start("late");
    await vi.waitFor(() => expect(reader.phaseOf("polecat/default/p3")).toBe("Working"), DEADLINE);
    expect(reader.cells.size).toBe(21);
    expect(reader.towns.slice(1).every(({ isWhole }) => !isWhole)).toBe(true);
    host.stop(ref);
    await vi.waitFor(() => expect(reader.cells.has("polecat/default/late")).toBe(false), DEADLINE);
  });

  it("sends what happens at once in one frame, ten frames a second at most", async () => {
    const { work } = await townOf(500);
    const reader = read("stream");
    await vi.waitFor(() => expect(reader.cells.size).toBe(500), DEADLINE);
    const before = reader.towns.length;
    for (let index = 0; index < 500; index += 1) work(`p${index}`);
    await vi.waitFor(
      () => expect([...reader.cells.values()].filter(({ phase }) => phase === "Working")).toHaveLength(500),
      DEADLINE,
    );
    expect(reader.towns.length - before).toBe(1);
  });

  it("resumes after a disconnect with what changed meanwhile, and nothing else", async () => {
    const { work } = await townOf(50);
    const first = read("stream");
    await vi.waitFor(() => expect(first.cells.size).toBe(50), DEADLINE);
    first.close();
    work("p7");
    const second = read("stream", { "last-event-id": first.lastId });
    await vi.waitFor(() => expect(second.phaseOf("polecat/default/p7")).toBe("Working"), DEADLINE);
    expect([...second.cells.keys()]).toEqual(["polecat/default/p7"]);
    expect(second.towns[0]?.isWhole).toBe(false);
  });

  it("tells a page that resumes which actors went meanwhile", async () => {
    const { host } = await townOf(5);
    const first = read("stream");
    await vi.waitFor(() => expect(first.cells.size).toBe(5), DEADLINE);
    first.close();
    const view = host.get({ kind: "polecat", namespace: "default", name: "p2" });
    if (view !== undefined) host.stop(view.ref);
    const second = read("stream", { "last-event-id": first.lastId });
    await vi.waitFor(() => expect(second.towns[0]?.gone).toEqual(["polecat/default/p2"]), DEADLINE);
  });

  it("tells which spec a person has edited, and how", async () => {
    const { edit, work } = await townOf(2);
    work("p1");
    const reader = read("stream");
    await vi.waitFor(() => expect(reader.cells.size).toBe(2), DEADLINE);
    edit("p1", { state: "Terminated", terminationPolicy: "Force" });
    const told = "desiredState: Working → Terminated; terminationPolicy: Safe → Force";
    await vi.waitFor(
      () => expect(reader.cells.get("polecat/default/p1")?.edit).toMatchObject({ text: told }),
      DEADLINE,
    );
    expect(reader.cells.get("polecat/default/p0")?.edit).toBeNull();
  });

  it("beats at once, and says what is wrong around the actors without what is secret", async () => {
    const concerns = [{ name: "town", message: "Dolt is not running, password: hunter2" }];
    town = await inspectedTown({ health: () => Promise.resolve(concerns) });
    const reader = read("stream");
    await vi.waitFor(() => expect(reader.beats.length).toBeGreaterThan(0), DEADLINE);
    const later = read("stream");
    await vi.waitFor(() => expect(later.beats.length).toBeGreaterThan(0), DEADLINE);
    const told = [{ name: "town", message: "Dolt is not running, password: [redacted]" }];
    expect([reader.beats[0]?.concerns, later.beats[0]?.concerns]).toEqual([told, told]);
  });

  it("says so where the operator cannot tell how it is", async () => {
    town = await inspectedTown({
      health: () => Promise.reject(new Error("no disk")),
      onProblem: () => undefined,
    });
    const reader = read("stream");
    await vi.waitFor(() => expect(reader.beats.length).toBeGreaterThan(0), DEADLINE);
    expect(reader.beats[0]?.concerns.map(({ name }) => name)).toEqual(["health"]);
  });

  it("sends everything to a page that comes from another run of the operator", async () => {
    await townOf(5);
    const reader = read("stream?resume=of-another-run:4");
    await vi.waitFor(() => expect(reader.towns[0]?.isWhole).toBe(true), DEADLINE);
    expect(reader.cells.size).toBe(5);
  });

  it("sends the watched actor with what it took and what gt was asked for it", async () => {
    const { work, calls } = await townOf(3);
    const reader = read("stream?actor=polecat/default/p1");
    await vi.waitFor(() => expect(reader.actors[0]?.detail?.cell.phase).toBe("Pending"), DEADLINE);
    work("p1");
    work("p2");
    const call = { argv: ["show", "al-1"], result: "success", reason: null, at: 2, durationMs: 1 } as const;
    calls.add({ ...call, actor: "polecat/default/p1" });
    calls.add({ ...call, actor: "polecat/default/p2", argv: ["show", "al-2"] });
    await vi.waitFor(() => expect(reader.actors.at(-1)?.detail?.cell.phase).toBe("Working"), DEADLINE);
    const later = reader.actors.slice(1);
    expect(later.flatMap(({ records }) => records.map(({ type }) => type))).toEqual(["event"]);
    expect(later.flatMap((frame) => frame.calls.map(({ argv }) => argv.join(" ")))).toEqual(["show al-1"]);
  });

  it("keeps no more than a frame for a page that does not read, and then brings it up to date", async () => {
    const { start, work, host, inspector } = await townOf(3_000);
    const slow = read("stream?actor=polecat/default/p0");
    await vi.waitFor(() => expect(slow.isConnected).toBe(true), DEADLINE);
    slow.pause();
    const quick = read("stream");
    for (let round = 0; round < 40; round += 1) {
      for (let index = 0; index < 3_000; index += 1) {
        host.send(
          { kind: "polecat", namespace: "default", name: `p${index}`, uid: `uid-p${index}` },
          { type: "host.restored", at: round },
          "test",
        );
      }
      const name = `round-${round}`;
      start(name);
      await vi.waitFor(() => expect(quick.cells.has(`polecat/default/${name}`)).toBe(true), DEADLINE);
    }
    work("p0");
    await vi.waitFor(() => expect(quick.phaseOf("polecat/default/p0")).toBe("Working"), DEADLINE);
    // Each round is about a megabyte; what waits for the slow page are the first frame and at most one more.
    expect(inspector.hub.waitingBytes).toBeLessThan(quick.received / 4);
    slow.resume();
    await vi.waitFor(() => expect(slow.phaseOf("polecat/default/p0")).toBe("Working"), DEADLINE);
    expect(slow.cells.size).toBe(3_040);
    expect(slow.towns.length).toBeLessThan(quick.towns.length / 2);
    expect(slow.actors.at(-1)?.detail?.cell.phase).toBe("Working");
  });

  it("listens to nothing before a page comes", async () => {
    const { listenerCount, inspector } = await townOf(3);
    expect(listenerCount()).toBe(0);
    expect(inspector.hub.isFollowing).toBe(false);
    const reader = read("stream");
    await vi.waitFor(() => expect(reader.cells.size).toBe(3), DEADLINE);
    expect(listenerCount()).toBe(1);
  });

  it("sends no credential that a context or an event holds", async () => {
    const { start } = await townOf(0);
    const secret = "ghp_0123456789abcdefghij0123456789abcdef";
    start("told", {
      sling: {
        args: `use ${secret}`,
        message: "password=hunter2hunter2",
        baseBranch: null,
        merge: null,
        agent: null,
      },
    });
    const reader = read("stream?actor=polecat/default/told");
    await vi.waitFor(() => expect(reader.actors[0]?.detail).toBeTruthy(), DEADLINE);
    const sent = JSON.stringify(reader.actors);
    expect(sent).toContain("[redacted]");
    expect(sent).not.toContain(secret);
    expect(sent).not.toContain("hunter2");
  });
});
