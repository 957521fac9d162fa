import { describe, expect, it, vi } from "vitest";
import { createGtClient, groupBeads, type GtCall, type GtClientOptions } from "../../src/gt/index.ts";
import { prefixOf } from "../../src/grammar/index.ts";
import { createFakeClock } from "../host/fake-clock.ts";
import { createHandExec, failed, printed } from "./hand-exec.ts";
import { transcript } from "simulated-town/testing";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

function setUp(changes: Partial<GtClientOptions> = {}) {
  const clock = createFakeClock();
  const gt = createHandExec();
  const calls: GtCall[] = [];
  const client = createGtClient({
    exec: gt.exec,
    gtPath: "/usr/bin/gt",
    now: clock.now,
    setTimer: clock.setTimer,
    onCall: (call) => calls.push(call),
    maxPauseMs: 30_000,
    ...changes,
  });
  const began = (argv: readonly string[]) =>
    vi.waitFor(() => expect(gt.running.map((call) => call.argv.join(" "))).toEqual(argv), WAIT_DEADLINE_MS);
  return { clock, gt, calls, client, began };
}

const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: unknown) => error,
  );

const bead = (id: string, status = "open") => ({ id, title: `task ${id}`, status });
const shown = (...ids: readonly string[]) => printed(JSON.stringify(ids.map((id) => bead(id))));

describe("a question to gt", () => {
  it("is asked once for all who ask before it begins, and once more for all who ask while it runs", async () => {
    const { gt, client, began } = setUp();
    const places = [client.gitState("alpha", "nux"), client.gitState("alpha", "slit")];
    await vi.waitFor(() => expect(gt.running).toHaveLength(2), WAIT_DEADLINE_MS);
    const first = [client.listRigs(), client.listRigs(), client.listRigs()];
    for (const { argv } of [...gt.running])
      gt.end(argv.join(" "), printed(transcript("git-state-clean").stdout));
    await Promise.all(places);
    await began(["rig list --json"]);
    const later = [client.listRigs(), client.listRigs()];
    gt.end("rig list --json", printed("[]"));
    expect(await Promise.all(first)).toEqual([[], [], []]);
    await began(["rig list --json"]);
    gt.end("rig list --json", printed(transcript("rig-list-running").stdout));
    expect((await Promise.all(later)).map(({ length }) => length)).toEqual([2, 2]);
    expect(gt.begun.filter((call) => call.startsWith("rig list"))).toHaveLength(2);
  });

  it("is never answered by a call that began before it was asked, such as a health read before what it brackets", async () => {
    const { gt, client, began } = setUp();
    const before = client.health();
    await began(["health --json"]);
    const after = client.health();
    gt.end("health --json", printed(transcript("health").stdout));
    expect(await before).toEqual({ running: true });
    await began(["health --json"]);
    gt.end("health --json", printed(transcript("dolt-down-health").stdout));
    expect(await after).toEqual({ running: false });
  });

  it("is asked afresh after a write, and behind the same question from before it", async () => {
    const { gt, client, began } = setUp();
    const before = client.gitState("alpha", "nux");
    await began(["polecat git-state alpha/nux --json"]);
    const stop = client.stopSession("alpha", "nux");
    await vi.waitFor(() => expect(gt.running).toHaveLength(2), WAIT_DEADLINE_MS);
    gt.end("session stop alpha/nux", printed(transcript("session-stop").stdout));
    await stop;
    const after = client.gitState("alpha", "nux");
    gt.end("polecat git-state alpha/nux --json", printed(transcript("git-state-clean").stdout));
    expect(await before).toMatchObject({ unpushedCommits: 0 });
    await began(["polecat git-state alpha/nux --json"]);
    gt.end("polecat git-state alpha/nux --json", printed(transcript("git-state-unpushed").stdout));
    expect(await after).toMatchObject({ unpushedCommits: 2 });
  });

  it("that waits behind its own hung call is not begun when that one has failed", async () => {
    const { gt, client, began } = setUp();
    const hung = reasonOf(client.mergeQueue("alpha"));
    await began(["mq list alpha --json"]);
    const behind = reasonOf(client.mergeQueue("alpha"));
    gt.end("mq list alpha --json", { outcome: "timedOut" });
    expect(await hung).toMatchObject({ reason: "Timeout" });
    expect(await behind).toMatchObject({ reason: "Timeout", retryAfterMs: 2_000 });
    expect(gt.begun).toHaveLength(1);
  });

  it("fails with the cause in gt's words, and is counted", async () => {
    const { gt, client, began, calls, clock } = setUp();
    const asked = reasonOf(client.mergeQueue("nope"));
    await began(["mq list nope --json"]);
    clock.advance(700);
    gt.end("mq list nope --json", failed(transcript("mq-list-unknown-rig").stderr));
    expect(await asked).toMatchObject({ reason: "NotFound", message: "gt mq list: rig 'nope' not found" });
    expect(calls).toEqual([
      {
        command: "mq list",
        argv: ["mq", "list", "nope", "--json"],
        rig: "nope",
        result: "error",
        reason: "NotFound",
        durationMs: 700,
      },
    ]);
  });

  it("fails as unreadable where gt prints something else", async () => {
    const { gt, client, began } = setUp();
    const asked = reasonOf(client.health());
    await began(["health --json"]);
    gt.end("health --json", printed("Everything is fine\n"));
    const error = await asked;
    expect(error).toMatchObject({ reason: "InvalidOutput" });
    expect(error).toHaveProperty(
      "message",
      "gt health answered what the operator cannot read (there is no JSON in it); it printed: Everything is fine",
    );
  });

  it("quotes of an answer in JSON a line that has a word in it", async () => {
    const { gt, client, began } = setUp();
    const asked = reasonOf(client.health());
    await began(["health --json"]);
    gt.end("health --json", printed('{\n  "server": {\n    "running": "maybe"\n  }\n}\n'));
    expect(await asked).toHaveProperty("message", expect.stringMatching(/it printed: "server": \{$/));
  });

  it.each([
    ["timedOut", "Timeout", "gt health did not answer within 30 s"],
    ["aborted", "Aborted", "gt health was given up: the operator stops"],
    ["tooMuchOutput", "OutputTooLarge", "gt health printed more than the operator reads"],
    ["missing", "GtMissing", "there is no program /usr/bin/gt: install gt, or set GT_PATH"],
  ] as const)("that ends as %s fails as %s", async (outcome, reason, message) => {
    const { gt, client, began } = setUp();
    const asked = reasonOf(client.health());
    await began(["health --json"]);
    gt.end("health --json", { outcome });
    expect(await asked).toMatchObject({ reason, message });
  });

  it("is refused before gt is called where a name is unfit", async () => {
    const { gt, client } = setUp();
    expect(await reasonOf(client.listRigPolecats("--all"))).toMatchObject({ reason: "InvalidArgument" });
    expect(gt.begun).toEqual([]);
  });

  it("has a deadline by its kind, long enough for a sling", async () => {
    const { gt, client } = setUp();
    const options = { args: null, message: null, baseBranch: null, merge: null, agent: null };
    void client.sling({ bead: "al-1", rig: "alpha", ...options });
    void client.nuke({ rig: "beta", name: "nux", force: false });
    void client.health();
    await vi.waitFor(() => expect(gt.running).toHaveLength(3), WAIT_DEADLINE_MS);
    const deadlines = new Map(gt.running.map(({ argv, deadlineMs }) => [argv[0], deadlineMs]));
    expect(deadlines).toEqual(
      new Map([
        ["sling", 300_000],
        ["polecat", 120_000],
        ["health", 30_000],
      ]),
    );
  });

  it("is held back with the real cause while gt is missing, until health has found it again", async () => {
    const { gt, client, began } = setUp();
    const first = reasonOf(client.listRigs());
    await began(["rig list --json"]);
    gt.end("rig list --json", { outcome: "missing" });
    await first;
    const error = await reasonOf(client.listPolecats());
    expect(error).toMatchObject({ reason: "GtMissing" });
    expect(error).toHaveProperty("message", expect.stringContaining("there is no program /usr/bin/gt"));
    expect(gt.begun).toHaveLength(1);
    const health = client.health();
    await began(["health --json"]);
    gt.end("health --json", printed(transcript("health").stdout));
    expect(await health).toEqual({ running: true });
    void client.listPolecats();
    await began(["polecat list --all --json"]);
  });
});

describe("the database of a bead", () => {
  it("is that of the longest prefix that gt's rigs have, or of what stands before the first dash", () => {
    const prefixes = ["web", "web-app", "al"];
    const of = (id: string): string => prefixOf(id, prefixes);
    expect(["web-1", "web-app-1", "web-apple", "hq-mr-x1", "al-1.2"].map(of)).toEqual([
      "web",
      "web-app",
      "web",
      "hq",
      "al",
    ]);
    expect(groupBeads(["web-app-1", "web-2", "web-app-3"], prefixes)).toEqual([
      { database: "web-app", ids: ["web-app-1", "web-app-3"] },
      { database: "web", ids: ["web-2"] },
    ]);
  });
});

describe("a question for beads", () => {
  it("is one call for each prefix, with each bead once", async () => {
    const { gt, client } = setUp();
    const asked = client.showBeads(["al-1", "be-1", "al-2", "al-1"]);
    await vi.waitFor(() => expect(gt.running).toHaveLength(2), WAIT_DEADLINE_MS);
    gt.end("show al-1 al-2 --json", shown("al-1", "al-2"));
    gt.end("show be-1 --json", shown("be-1"));
    expect((await asked).found.map(({ id }) => id)).toEqual(["al-1", "al-2", "be-1"]);
  });

  it("hangs for one database alone: the circuit of another stays closed", async () => {
    const { gt, client, began } = setUp();
    const hung = reasonOf(client.showBeads(["be-1"]));
    await began(["show be-1 --json"]);
    gt.end("show be-1 --json", { outcome: "timedOut" });
    await hung;
    expect(await reasonOf(client.showBeads(["be-1"]))).toMatchObject({ retryAfterMs: 2_000 });
    void client.showBeads(["al-1"]);
    await began(["show al-1 --json"]);
  });

  it("asks for the others where one id is unfit to be asked for", async () => {
    const { gt, client, began } = setUp();
    const asked = client.showBeads(["al-1", "al-"]);
    await began(["show al-1 --json"]);
    gt.end("show al-1 --json", shown("al-1"));
    expect(await asked).toMatchObject({ found: [{ id: "al-1" }], unknown: [{ id: "al-" }] });
  });

  it("is in pieces of a thousand", async () => {
    const { gt, client } = setUp();
    const ids = Array.from({ length: 2_001 }, (_, index) => `al-${index}`);
    void client.showBeads(ids);
    await vi.waitFor(() => expect(gt.running).toHaveLength(2), WAIT_DEADLINE_MS);
    expect(gt.running.map(({ argv }) => argv.length - 2)).toEqual([1_000, 1_000]);
  });

  it("without any bead is no call", async () => {
    const { gt, client } = setUp();
    expect(await client.showBeads([])).toEqual({ found: [], missing: [], unknown: [] });
    expect(gt.begun).toEqual([]);
  });

  it("is answered where none exists, although gt exits with 1", async () => {
    const { gt, client, began } = setUp();
    const asked = client.showBeads(["al-zzzz", "al-yyyy"]);
    await began(["show al-zzzz al-yyyy --json"]);
    const { stdout, stderr } = transcript("show-all-missing");
    gt.end("show al-zzzz al-yyyy --json", failed(stderr, stdout));
    expect(await asked).toEqual({ found: [], missing: ["al-zzzz", "al-yyyy"], unknown: [] });
  });

  it.each([
    ["", { missing: ["al-zzz"], unknown: [] }],
    ["-misled", { missing: [], unknown: [{ id: "al-zzz" }] }],
  ])(
    "of gt 1.2 is `missing` only where it looks into the rig's database: show-town-bead-behind-rigs%s",
    async (how, answer) => {
      const { gt, client, began } = setUp();
      const rigs = client.listRigs();
      await began(["rig list --json"]);
      gt.end("rig list --json", printed(transcript("1.2.1/rig-list").stdout));
      await rigs;
      const asked = client.showBeads(["al-zzz"]);
      await began(["show al-zzz --json"]);
      gt.end("show al-zzz --json", failed('Error fetching al-zzz: no issue found matching "al-zzz"'));
      await began(["version"]);
      gt.end("version", printed(transcript("1.2.1/version").stdout));
      await began(["show al-zzz hq-mayor --json"]);
      const { exitCode, stdout, stderr } = transcript(`1.2.1/show-town-bead-behind-rigs${how}`);
      gt.end("show al-zzz hq-mayor --json", { outcome: "exited", exitCode, stdout, stderr });
      expect(await asked).toMatchObject({ found: [], ...answer });
    },
  );

  it("of gt 1.2 is `missing` for a prefix that no rig has: where gt looks for it is told elsewhere", async () => {
    const { gt, client, began } = setUp();
    const asked = client.showBeads(["zz-1"]);
    await began(["show zz-1 --json"]);
    gt.end("show zz-1 --json", failed('Error fetching zz-1: no issue found matching "zz-1"'));
    expect(await asked).toMatchObject({ missing: ["zz-1"], unknown: [] });
  });

  it.each([
    ["dolt-down-show", "DoltDown"],
    ["show-outside-town", "NotInTown"],
  ])("never takes %s for missing beads", async (name, reason) => {
    const { gt, client, began } = setUp();
    const asked = reasonOf(client.showBeads(["be-2n9", "be-ch0"]));
    await began(["show be-2n9 be-ch0 --json"]);
    gt.end("show be-2n9 be-ch0 --json", failed(transcript(name).stderr));
    expect(await asked).toMatchObject({ reason });
  });
});
