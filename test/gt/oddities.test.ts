import { describe, expect, it } from "vitest";
import { createGtClient, type GtCall, type GtClient } from "../../src/gt/index.ts";
import { transcript } from "simulated-town/testing";

const SLING = {
  bead: "al-bbk",
  rig: "alpha",
  args: null,
  message: null,
  baseBranch: null,
  merge: null,
  agent: null,
};

/** Each question with a recorded answer. */
const QUESTIONS: readonly (readonly [string, (gt: GtClient) => Promise<unknown>, string])[] = [
  ["health", (gt) => gt.health(), "health"],
  ["rig list", (gt) => gt.listRigs(), "rig-list-running"],
  ["polecat list", (gt) => gt.listPolecats(), "polecat-list-after-done"],
  ["polecat list of a rig", (gt) => gt.listRigPolecats("alpha"), "1.2.1/polecat-list-working"],
  ["polecat status", (gt) => gt.polecatStatus("alpha", "slit"), "polecat-status-working"],
  ["polecat check-recovery", (gt) => gt.checkRecovery("beta", "rust"), "check-recovery-after-merge"],
  ["polecat git-state", (gt) => gt.gitState("alpha", "nux"), "git-state-clean"],
  ["show", (gt) => gt.showBeads(["al-q4j", "al-axo"]), "show-one-missing"],
  ["convoy list", (gt) => gt.listConvoys({ all: true }), "convoy-list-all"],
  ["mq list", (gt) => gt.mergeQueue("alpha"), "mq-list-one"],
  ["mail inbox", (gt) => gt.inbox("mayor/"), "mail-inbox-pending"],
  ["escalate", (gt) => gt.escalate({ severity: "high", description: "stuck" }), "escalate"],
];
const SENTENCES: readonly (readonly [string, (gt: GtClient) => Promise<unknown>, string])[] = [
  ["sling", (gt) => gt.sling(SLING), "sling-rig"],
  ["polecat nuke", (gt) => gt.nuke({ rig: "alpha", name: "furiosa", force: false }), "nuke-ok"],
  ["convoy create", (gt) => gt.createConvoy({ title: "wave", beads: ["al-1"] }), "convoy-create"],
  ["nudge", (gt) => gt.nudge({ rig: "alpha", name: "furiosa", message: "are you stuck?" }), "nudge"],
];

const SAME: Readonly<Record<string, (stdout: string) => string>> = {
  "a line of the database driver before it": (out) =>
    `[mysql] 2026/03/02 10:00:00 packets.go:58 read tcp 127.0.0.1:3307: i/o timeout\n${out}`,
  "warnings before it": (out) => `⚠ Warning: old schema\n[2026-03-02] deprecated\n[1] more\n\n${out}`,
  "a notice behind it": (out) => `${out}\nA newer gt is available: 1.2.1 (you have 1.0.1)\n`,
  "a byte order mark": (out) => `\uFEFF${out}`,
  colours: (out) => `\u001B[33m⚠ Warning:\u001B[0m x\n${out.replace(/^(.)/, "\u001B[1m$1\u001B[0m")}`,
  "line ends of Windows": (out) => out.replaceAll("\n", "\r\n"),
};
const SAME_JSON: typeof SAME = {
  "bd's envelope": (out) => JSON.stringify({ schema_version: 1, data: JSON.parse(out) as unknown }),
  "bd's envelope behind a warning": (out) =>
    `[mysql] x\n${JSON.stringify({ schema_version: 1, data: JSON.parse(out) as unknown }, null, 2)}`,
  "fields that nobody knows": (out) =>
    JSON.stringify(
      JSON.parse(out, (_, value: unknown) => (isObject(value) ? { ...value, later: [1] } : value)),
    ),
  "one line": (out) => JSON.stringify(JSON.parse(out)),
};

/** With what is told of it. */
const REFUSED: Readonly<Record<string, readonly [(stdout: string) => string, string]>> = {
  nothing: [() => "", "it printed nothing"],
  "a sentence": [() => "No issues found.\n", "No issues found."],
  "an error": [() => "Error: database is locked\n", "Error: database is locked"],
  "an error as JSON": [() => '{\n  "error": "database not found: al"\n}\n', "database not found: al"],
  "an error beside it": [(out) => `Error: 1 of 2 databases failed\n${out}`, "Error: 1 of 2 databases failed"],
  "a 40 kB line": [() => "x".repeat(40_000), "xxxxxxxx"],
  "two documents": [(out) => `starting\n${out}${out}`, "starting"],
  "an empty list behind it": [(out) => `${out}[]\n`, "more than one JSON document"],
  "its end lost": [(out) => `reading\n${out.slice(0, out.length / 2)}`, "reading"],
  "another shape": [() => '{"later": true}', '{"later": true}'],
  true: [() => "true\n", "true"],
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function world(stdout: string, stderr = "") {
  const calls: GtCall[] = [];
  const client = createGtClient({
    exec: () => Promise.resolve({ outcome: "exited", exitCode: 0, stdout, stderr }),
    gtPath: "gt",
    now: () => 0,
    setTimer: () => () => undefined,
    onCall: (call) => calls.push(call),
    maxPauseMs: 1,
  });
  return { client, calls };
}

async function answer(ask: (gt: GtClient) => Promise<unknown>, stdout: string, stderr = "") {
  const { client, calls } = world(stdout, stderr);
  const told = await ask(client).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  // Some answers mean what their version says.
  const counted = calls.filter(({ command }) => command !== "version");
  return { told, counted: counted.map(({ result, reason }) => [result, reason]) };
}

const all = [...QUESTIONS, ...SENTENCES];

describe("an answer of gt", () => {
  it.each(
    all.flatMap((question) => Object.entries(SAME).map(([name, change]) => ({ question, name, change }))),
  )("to $question.0 is the same with $name", async ({ question: [, ask, name], change }) => {
    const { stdout, stderr } = transcript(name);
    const plain = await answer(ask, stdout, stderr);
    expect(plain.told).toHaveProperty("value");
    expect(await answer(ask, change(stdout), stderr)).toEqual(plain);
    expect(plain.counted).toEqual([["success", null]]);
  });

  it.each(
    QUESTIONS.flatMap((question) =>
      Object.entries(SAME_JSON).map(([name, change]) => ({ question, name, change })),
    ),
  )("to $question.0 is the same with $name", async ({ question: [, ask, name], change }) => {
    const { stdout, stderr } = transcript(name);
    expect(await answer(ask, change(stdout), stderr)).toEqual(await answer(ask, stdout, stderr));
  });

  it.each(
    QUESTIONS.flatMap((question) =>
      Object.entries(REFUSED).map(([name, change]) => ({ question, name, change })),
    ),
  )(
    "to $question.0 that is $name is refused, counted as an error and quoted",
    async ({ question, change }) => {
      const [, ask, name] = question;
      const { told, counted } = await answer(ask, change[0](transcript(name).stdout));
      expect(told).toMatchObject({ error: { reason: "InvalidOutput" } });
      expect(told).toHaveProperty("error.message", expect.stringContaining(change[1]));
      expect(JSON.stringify(told).length).toBeLessThan(1_000);
      expect(counted).toEqual([["error", "InvalidOutput"]]);
    },
  );

  it.each(SENTENCES)("to %s in other words is refused, counted as an error and quoted", async (_, ask) => {
    const { told, counted } = await answer(
      ask,
      "Deprecated: scheduled for removal in 2.0; nothing nudged, Nuked 0\n",
    );
    expect(told).toHaveProperty("error.message", expect.stringContaining("printed: Deprecated: scheduled"));
    expect(counted).toEqual([["error", "InvalidOutput"]]);
  });

  it.each(QUESTIONS.filter(([name]) => name !== "escalate"))(
    "to %s beside an error on stderr is refused",
    async (_, ask, name) => {
      for (const error of ["Error:", "\u001B[31mError:\u001B[0m"]) {
        const { told } = await answer(ask, transcript(name).stdout, `${error} one database is locked\n`);
        const message: unknown = expect.stringContaining("Error: one database is locked");
        expect(told).toHaveProperty("error.message", message);
      }
    },
  );

  it.each(QUESTIONS.filter(([name]) => name !== "mq list" && name !== "mail inbox"))(
    "to %s is never null",
    async (_, ask) => {
      expect((await answer(ask, "null\n")).told).toMatchObject({ error: { reason: "InvalidOutput" } });
    },
  );
});

describe("a list", () => {
  it("of polecats that gt could not read a rig for is not taken for whole", async () => {
    const warning = "warning: failed to list polecats in beta: reading polecats dir: permission denied\n";
    for (const ask of [(gt: GtClient) => gt.listPolecats(), (gt: GtClient) => gt.listRigPolecats("beta")]) {
      const { told } = await answer(ask, "[]\n", warning);
      expect(told).toHaveProperty("error.message", expect.stringContaining("polecats in beta: reading"));
    }
  });

  it("of polecats with one that cannot be read, or is reported twice, or is of another rig, is refused", async () => {
    const nux = { rig: "alpha", name: "nux", state: "working", session_running: true };
    const lists = [
      [nux, { ...nux, name: 5 }],
      [nux, { ...nux, name: "sl\uFFFDt" }],
      [nux, nux],
      [{ ...nux, rig: "beta" }],
    ];
    for (const list of lists) {
      const { told } = await answer((gt) => gt.listRigPolecats("alpha"), JSON.stringify(list));
      expect(told).toMatchObject({ error: { reason: "InvalidOutput" } });
    }
  });

  it("of convoys that gt left one out of is not taken for whole", async () => {
    const warning = "⚠ Warning: skipping convoy hq-cv-1: database is locked\n";
    const { told } = await answer((gt) => gt.listConvoys({ all: true }), "[]\n", warning);
    expect(told).toHaveProperty("error.message", expect.stringContaining("skipping convoy hq-cv-1"));
  });

  it("of merge requests with one that names no branch is refused: it may be anybody's", async () => {
    const { told } = await answer((gt) => gt.mergeQueue("alpha"), '[{"id": "al-wisp-1"}]');
    expect(told).toHaveProperty("error.message", expect.stringContaining("al-wisp-1 names no branch"));
  });

  it("of beads keeps those that can be read, and names the other", async () => {
    const beads = [
      { id: "al-1", title: "one", status: "closed" },
      { id: "al-2", title: "two" },
      { title: "of nobody" },
      { id: "al-3", title: "three", status: "open" },
      { id: "al-3", title: "three", status: "closed" },
    ];
    const { told } = await answer((gt) => gt.showBeads(["al-1", "al-2", "al-3"]), JSON.stringify(beads));
    expect(told).toMatchObject({
      value: { found: [{ id: "al-1" }], missing: [], unknown: [{ id: "al-2" }, { id: "al-3" }] },
    });
  });

  it("of beads of which none can be read is refused, and counts as an error", async () => {
    const { told, counted } = await answer(
      (gt) => gt.showBeads(["al-2"]),
      '[{"id": "al-2", "title": "two"}]',
    );
    expect(told).toHaveProperty("error.message", expect.stringContaining("status"));
    expect(counted).toEqual([["error", "InvalidOutput"]]);
  });
});

it("A key that stands twice in an answer makes it unread", async () => {
  const state =
    '{"clean": false, "uncommitted_files": [], "unpushed_commits": 0, "stash_count": 0, "clean": true}';
  const { told } = await answer((gt) => gt.gitState("alpha", "nux"), state);
  expect(told).toHaveProperty("error.message", expect.stringContaining("a key stands twice"));
});

it("A sling counts only for the bead, the rig and the one polecat that it names", async () => {
  const { stdout } = transcript("sling-rig");
  for (const changed of [
    stdout.replaceAll("al-bbk", "al-bbj"),
    stdout.replaceAll("alpha/polecats", "beta/polecats"),
    stdout.replace("Created polecat: slit", "Created polecat: nux"),
  ]) {
    const { told } = await answer((gt) => gt.sling(SLING), changed);
    expect(told).toMatchObject({ error: { reason: "InvalidOutput" } });
  }
});
