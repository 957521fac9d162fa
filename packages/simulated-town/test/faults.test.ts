import { once } from "node:events";
import { afterEach, describe, expect, it, vi } from "vitest";
import { readFaults, setFaults, type FaultRule } from "../src/testing.ts";
import { isAlive, townFolder, type TownFolder } from "./program.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const folders: TownFolder[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) {
    for (const { pid, child } of folder.calls()) {
      for (const each of [pid, child ?? pid]) if (isAlive(each)) process.kill(each, "SIGKILL");
    }
    folder.remove();
  }
});

/** A town with one bead in which a sling misbehaves. */
function faulty(rule: Omit<FaultRule, "command">): TownFolder {
  const folder = townFolder({ beads: ["al-1", "be-1"] });
  folders.push(folder);
  setFaults(folder.root, { rules: [{ command: "sling", ...rule }] });
  return folder;
}

const SLING = ["sling", "al-1", "alpha"];
const isHooked = (at: TownFolder): boolean => at.state().beads[0]?.status === "hooked";
const events = (at: TownFolder): readonly string[] => at.calls().map(({ event }) => event);
/** Somebody else's call, from its beginning to its end: by then a call that misbehaves would have ended as well. */
const anotherCall = async (at: TownFolder): Promise<void> => {
  expect((await at.call(["health", "--json"])).exitCode).toBe(0);
};

describe("a fault of the simulated gt", () => {
  it("hang: the call has begun and does not end, and has no effect", async () => {
    const at = faulty({ kind: "hang" });
    const child = at.start(SLING);
    await vi.waitFor(() => expect(events(at)).toEqual(["start"]), { timeout: WAIT_DEADLINE_MS });
    await anotherCall(at);
    expect(events(at)).toEqual(["start", "start", "end"]);
    expect(isAlive(child.pid ?? 0)).toBe(true);
    expect(isHooked(at)).toBe(false);
  });

  it("forkAndHoldStdout: a process in another session outlives the call and keeps its pipe", async () => {
    const at = faulty({ kind: "forkAndHoldStdout" });
    const child = at.start(SLING);
    let isClosed = false;
    child.once("close", () => (isClosed = true));
    await vi.waitFor(() => expect(events(at)).toContain("fork"), { timeout: WAIT_DEADLINE_MS });
    const forked = at.calls().find(({ event }) => event === "fork");
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    await anotherCall(at);
    expect(isAlive(forked?.child ?? 0)).toBe(true);
    expect(isClosed).toBe(false);
  });

  it("garbage: exit 0 with something that is no JSON, and no effect", async () => {
    const at = faulty({ kind: "garbage" });
    const { exitCode, stdout } = await at.call(SLING);
    expect(exitCode).toBe(0);
    expect(() => JSON.parse(stdout) as unknown).toThrow(SyntaxError);
    expect(isHooked(at)).toBe(false);
  });

  it("hugeOutput: a hundred mebibytes, to the last byte", async () => {
    const at = faulty({ kind: "hugeOutput" });
    expect((await at.call(SLING)).stdout.length).toBe(100 * 1024 * 1024);
  });

  it("slow: takes that much longer, and does its work", async () => {
    const at = faulty({ kind: "slow", ms: 900 });
    expect((await at.call(SLING)).exitCode).toBe(0);
    const [start, end] = at.calls();
    expect((end?.at ?? 0) - (start?.at ?? 0)).toBeGreaterThanOrEqual(899);
    expect(isHooked(at)).toBe(true);
  });

  it("crashBefore: killed without an answer, and the state is untouched", async () => {
    const at = faulty({ kind: "crashBefore" });
    const before = at.state();
    expect(await at.call(SLING)).toMatchObject({ signal: "SIGKILL", stdout: "", stderr: "" });
    expect(at.state()).toEqual(before);
  });

  it("crashAfter: killed without an answer, although the bead is hooked", async () => {
    const at = faulty({ kind: "crashAfter" });
    expect(await at.call(SLING)).toMatchObject({ signal: "SIGKILL", stdout: "", stderr: "" });
    expect(isHooked(at)).toBe(true);
    setFaults(at.root, {});
    expect((await at.call(SLING)).stdout).toContain("already hooked to alpha/polecats/furiosa, no-op");
  });

  it("exit: the code and the words that it names, and no effect", async () => {
    const at = faulty({ kind: "exit", exitCode: 3, stderr: "Error: no luck\n" });
    expect(await at.call(SLING)).toMatchObject({ exitCode: 3, stdout: "", stderr: "Error: no luck\n" });
    expect(isHooked(at)).toBe(false);
  });

  it("leaves other commands alone", async () => {
    const at = faulty({ kind: "exit" });
    expect((await at.call(["health", "--json"])).exitCode).toBe(0);
  });

  it("of one rig leaves calls of other rigs alone, and not those of all rigs", async () => {
    const at = faulty({ kind: "exit" });
    setFaults(at.root, { rules: [{ kind: "exit", rig: "alpha" }] });
    expect((await at.call(["polecat", "list", "beta", "--json"])).exitCode).toBe(0);
    expect((await at.call(["polecat", "list", "alpha", "--json"])).exitCode).toBe(1);
    expect((await at.call(["polecat", "nuke", "alpha/nux"])).exitCode).toBe(1);
    expect((await at.call(["polecat", "list", "--all", "--json"])).exitCode).toBe(1);
  });

  it("with a number of times befalls so many calls, however many come at once", async () => {
    const at = faulty({ kind: "exit", times: 3 });
    const ended = await Promise.all(Array.from({ length: 6 }, () => at.call(SLING)));
    expect(ended.filter(({ exitCode }) => exitCode === 1)).toHaveLength(3);
    expect(readFaults(at.root).rules).toEqual([]);
  });
});
