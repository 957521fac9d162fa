import { describe, expect, it } from "vitest";
import { parseShow } from "../../src/gt/parse/beads.ts";
import * as people from "../../src/gt/parse/people.ts";
import * as polecats from "../../src/gt/parse/polecats.ts";
import { parseSling } from "../../src/gt/parse/sling.ts";
import * as town from "../../src/gt/parse/town.ts";
import { transcript } from "simulated-town/testing";

const stdout = (name: string): string => transcript(name).stdout;

describe("what a sling says", () => {
  it.each([
    ["sling-rig", { outcome: "slung", polecat: "slit" }],
    ["sling-rig-with-boot", { outcome: "slung", polecat: "furiosa" }],
    ["sling-reuses-idle-polecat", { outcome: "slung", polecat: "furiosa" }],
    ["sling-hooked-dead-makes-second-polecat", { outcome: "slung", polecat: "rictus" }],
    ["sling-already-hooked", { outcome: "alreadyHooked", polecat: "slit" }],
    ["sling-hooked-stale-heartbeat", { outcome: "alreadyHooked", polecat: "nux" }],
    ["sling-scheduled", { outcome: "queued" }],
    ["sling-scheduled-again", { outcome: "queued" }],
  ])("is read from %s", (name, answer) => {
    const [, , bead = "", rig = ""] = transcript(name).argv.split(" ");
    expect(parseSling(stdout(name), { bead, rig })).toEqual(answer);
  });

  it("is not guessed where no polecat is named", () => {
    const asked = { bead: "al-1", rig: "alpha" };
    expect(() => parseSling("Target is rig 'alpha', spawning fresh polecat...\n", asked)).toThrow(
      SyntaxError,
    );
  });
});

describe("what a show says", () => {
  const shown = (name: string, asked: readonly string[]) => {
    const recorded = transcript(name);
    return parseShow(asked, recorded.exitCode === 0 ? recorded.stdout : "", recorded.stderr);
  };

  it("finds beads and names the one that is missing", () => {
    const { found, missing, unknown } = shown("show-one-missing", ["al-q4j", "al-axo", "al-zzzz"]);
    expect(found.map(({ id }) => id)).toEqual(["al-q4j", "al-axo"]);
    expect(missing).toEqual(["al-zzzz"]);
    expect(unknown).toEqual([]);
  });

  it("is read where none of the beads exists", () => {
    expect(shown("show-all-missing", ["al-zzzz", "al-yyyy"])).toEqual({
      found: [],
      missing: ["al-zzzz", "al-yyyy"],
      unknown: [],
    });
  });

  it("is one answer for a bead that was asked twice", () => {
    expect(shown("show-same-bead-twice", ["al-q4j"]).found).toHaveLength(1);
  });

  it("leaves a bead unknown that nothing was said of", () => {
    expect(shown("show-one-missing", ["al-q4j", "al-other"]).unknown).toEqual([
      { id: "al-other", message: "gt show said nothing of al-other" },
    ]);
  });

  it("leaves a bead unknown whose read failed", () => {
    const stderr = "Error fetching al-1: connection reset\n";
    expect(parseShow(["al-1"], "", stderr).unknown).toEqual([
      { id: "al-1", message: "Error fetching al-1: connection reset" },
    ]);
  });

  it("does not take a bead for another that begins alike", () => {
    const answer = JSON.stringify([{ id: "al-1r3", title: "task", status: "closed" }]);
    expect(parseShow(["al-1"], answer, "")).toMatchObject({ found: [], unknown: [{ id: "al-1" }] });
  });

  it("has the assignee of a hooked bead, and none of an open one", () => {
    expect(shown("show-bead-after-nuke", ["be-nmj"]).found[0]).toMatchObject({
      status: "open",
      assignee: null,
    });
    expect(shown("show-two-beads", ["al-bbk"]).found[0]?.status).toBe("hooked");
  });
});

describe("what gt says of polecats", () => {
  it("has an issue only where a bead is on the hook", () => {
    expect(polecats.parsePolecatList(transcript("polecat-list-after-done"))).toMatchObject([
      { rig: "alpha", name: "furiosa", state: "stalled", issue: "al-gfb", sessionRunning: false },
      { rig: "alpha", name: "nux", state: "working", issue: null, sessionRunning: true },
      { rig: "alpha", name: "slit", state: "working", issue: null, sessionRunning: true },
    ]);
  });

  it("has the branch and the worktree in the status", () => {
    expect(polecats.parsePolecatStatus(stdout("polecat-status-idle-session-silent"))).toMatchObject({
      state: "idle",
      clonePath: "/srv/gt/alpha/polecats/nux/alpha",
      branch: "polecat/nux/al-68r@mwugvius",
      sessionId: "al-nux",
    });
  });

  it("has the merge queue's unknown state while Dolt is down", () => {
    expect(polecats.parseCheckRecovery(stdout("dolt-down-check-recovery-says-safe"))).toMatchObject({
      cleanupStatus: "clean",
      verdict: "SAFE_TO_NUKE",
      branch: "polecat/furiosa/al-lpr@mwtwpg47",
      mqStatus: "unknown",
    });
  });

  it("has each uncommitted file", () => {
    expect(polecats.parseGitState(stdout("git-state-uncommitted-and-unpushed"))).toEqual({
      clean: false,
      uncommittedFiles: [".beads/", ".claude/", "CLAUDE.md"],
      unpushedCommits: 1,
      stashCount: 0,
      remoteBranch: null,
    });
  });
});

describe("what gt says of the town", () => {
  it("knows whether Dolt runs", () => {
    expect(town.parseHealth(stdout("health"))).toEqual({ running: true });
    expect(town.parseHealth(stdout("dolt-down-health"))).toEqual({ running: false });
  });

  it("reads who has taken a merge request up, and the commit that it conflicted with", () => {
    const [request] = town.parseMergeQueue(
      JSON.stringify([
        { id: "al-wisp-1", assignee: "alpha/refinery", description: "branch: b\nlast_conflict_sha: 3db7fed" },
      ]),
    );
    expect(request).toMatchObject({ assignee: "alpha/refinery", conflict: "3db7fed", worker: null });
  });

  it("counts the issues of each rig, and none of a database that could not be asked", () => {
    expect([...town.parseVitals(stdout("vitals"))]).toEqual([
      ["alpha", 12],
      ["beta", 10],
      ["hq", 16],
    ]);
    expect(town.parseVitals(stdout("dolt-down-vitals")).size).toBe(0);
    expect(() => town.parseVitals("gt: no such command")).toThrow(SyntaxError);
  });

  it("takes no figure that no status can hold", () => {
    const rows = ["alpha  99999999999999999999999 total", "beta  9007199254740991 total", "hq  -3 total"];
    expect([
      ...town.parseVitals(`Databases (3 registered)\n${rows.map((row) => `  ${row}`).join("\n")}\n`),
    ]).toEqual([["beta", 9_007_199_254_740_991]]);
  });

  it.each([null, 7, { state: "running" }])(
    "reads the list of rigs where what is only shown of one is no text: %j",
    (witness) => {
      const rig = { name: "alpha", beads_prefix: "al", status: "operational", witness, refinery: "stopped" };
      expect(town.parseRigList(JSON.stringify([{ ...rig, polecats: -5, crew: "many" }]))).toEqual([
        { name: "alpha", beadsPrefix: "al", status: "operational", witness: null, refinery: "stopped" },
      ]);
    },
  );

  it("reads when and how a merge request ended", () => {
    const id = "be-wisp-d27";
    expect(parseShow([id], stdout("show-merge-request-rejected"), "").found[0]).toMatchObject({
      createdAt: Date.parse("2026-11-23T23:48:05Z"),
      closedAt: Date.parse("2026-11-23T23:48:09Z"),
      closeReason: "rejected: tests fail",
    });
  });

  it("reads branch, worker and bead out of a merge request's description", () => {
    expect(town.parseMergeQueue(stdout("mq-list-after-done"))).toEqual([
      {
        id: "al-wisp-qp3",
        branch: "polecat/furiosa/al-cqw@mwufxykm",
        worker: "furiosa",
        sourceIssue: "al-cqw",
        assignee: null,
        conflict: null,
      },
    ]);
  });

  it("takes null for an empty queue", () => {
    expect(town.parseMergeQueue(stdout("mq-list-empty"))).toEqual([]);
  });

  it("has the id of a convoy that was made, whatever its name", () => {
    expect(town.parseConvoyCreate(stdout("convoy-create"))).toEqual({ id: "hq-cv-emt3v" });
  });

  it("has closed convoys in the list of all", () => {
    const convoys = town.parseConvoyList(transcript("convoy-list-all-closed-by-itself"));
    expect(convoys.map(({ id, status }) => [id, status])).toEqual([
      ["hq-cv-1fkjs", "closed"],
      ["hq-cv-6bl38", "open"],
      ["hq-cv-wgz1o", "open"],
    ]);
  });

  it("reads the rigs with their prefixes", () => {
    expect(
      town.parseRigList(stdout("rig-list-running")).map(({ name, beadsPrefix }) => [name, beadsPrefix]),
    ).toEqual([
      ["alpha", "al"],
      ["beta", "be"],
    ]);
  });

  it("reads that a town has no rigs yet, and does not take it for that where gt could not read which it has", () => {
    for (const name of ["rig-list-none", "1.2.1/rig-list-none"])
      expect(town.parseRigList(stdout(name))).toEqual([]);
    expect(() => town.parseRigList("No rigs configured.\n")).toThrow(SyntaxError);
  });

  it("reads an answer behind a sentence, and refuses one that is cut off", () => {
    expect(town.parseMergeQueue("Looking…\n\n[]\n")).toEqual([]);
    expect(() => town.parseRigList('[\n  {\n    "name": "alp')).toThrow(SyntaxError);
  });

  it("refuses an answer of another shape", () => {
    expect(() => town.parseHealth('{"ok": true}')).toThrow(/server/);
  });
});

describe("what a nudge and an escalation say", () => {
  it("is that somebody was nudged", () => {
    expect(() => people.parseNudge(stdout("nudge"))).not.toThrow();
    expect(() => people.parseNudge("○ nobody here\n")).toThrow(SyntaxError);
  });

  it("is the id of the escalation, and no success where gt says another status", () => {
    expect(people.parseEscalate(stdout("escalate"))).toEqual({ id: "hq-wisp-okz" });
    const failed = stdout("escalate").replace('"status": "ok"', '"status": "failed"');
    expect(() => people.parseEscalate(failed)).toThrow(/failed/);
  });
});
