import { describe, expect, it } from "vitest";
import { dialectOf, unreadable } from "../../src/gt/dialect/dialect.ts";
import { createDialects } from "../../src/gt/dialect/dialects.ts";
import { isKnownState, isKnownVerdict, recoveryFact } from "../../src/gt/dialect/index.ts";
import { programPrint } from "../../src/gt/dialect/program.ts";
import { parseCheckRecovery, parseGitState, parsePolecatList } from "../../src/gt/parse/polecats.ts";
import { exitFailure } from "../../src/gt/failure.ts";
import * as commands from "../../src/gt/commands.ts";
import { mkdtempSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createFakeClock } from "../host/fake-clock.ts";
import { transcript, transcriptsOfAllVersions } from "simulated-town/testing";

const IN_1_0 = dialectOf("gt version 1.0.1 (dev)\n");
const IN_1_1 = dialectOf("gt version 1.1.0 (dev)\n");
const IN_1_2 = dialectOf("gt version 1.2.1 (dev)\n");
const CAREFUL = unreadable("it was not asked");

describe("The version of gt", () => {
  it.each([
    ["gt version 1.0.1 (dev)\n", "1.0", "1.0.1"],
    ["gt version 1.1.0 (dev)\n", "1.0", "1.1.0"],
    ["gt version 1.2.1 (dev)\n", "1.2", "1.2.1"],
    ["gt version v1.2.1 (dev: main@319d33a9)\n", "1.2", "1.2.1"],
    ["gt version v1.2.1-3-gabc123-dirty (dev: main@319d33a9)\n", "1.2", "1.2.1-3-gabc123-dirty"],
    ["gt version 1.0.0 (release)\n", "1.0", "1.0.0"],
    ["WARNING: the daemon is older\ngt version 1.2.1 (dev)\n", "1.2", "1.2.1"],
  ])("%j is read like %s, without a remark", (stdout, reading, version) => {
    expect(dialectOf(stdout)).toEqual({ reading, version, note: null });
  });

  it.each(["gt version 1.3.0 (dev)", "gt version 1.20.1 (dev)", "gt version v2.0.0"])(
    "%j is newer than any known one: it is read like the newest, and that is said",
    (stdout) => {
      const { reading, note } = dialectOf(stdout);
      expect(reading).toBe("1.2");
      expect(note).toMatch(/newer than 1\.2.*read like 1\.2/);
    },
  );

  it.each(["gt version 0.13.0 (dev)", "gt version 0.9.0", "gt version (devel)", "", "1.2.1"])(
    "%j was never tried, or is none: it is read with care, and that is said",
    (stdout) => {
      const { reading, note } = dialectOf(stdout);
      expect(reading).toBe("careful");
      expect(note).toContain("what gt 1.0 or gt 1.2 would block is blocked");
    },
  );

  it("is what the real gt prints", () => {
    expect(dialectOf(transcript("1.1.0/version").stdout).version).toBe("1.1.0");
    expect(dialectOf(transcript("1.2.1/version").stdout).version).toBe("1.2.1");
  });
});

describe("When the version is asked for", () => {
  function setUp() {
    const clock = createFakeClock();
    const town = { program: "one", printed: "gt version 1.0.1 (dev)", asked: 0, fails: false };
    const dialects = createDialects({
      ask: () => {
        town.asked += 1;
        return town.fails
          ? Promise.reject(new Error("gt version: no answer"))
          : Promise.resolve(town.printed);
      },
      program: () => Promise.resolve(town.program),
      now: clock.now,
    });
    return { clock, town, dialects };
  }

  it("is once for a program, and again as soon as another one is in its place", async () => {
    const { town, dialects } = setUp();
    await Promise.all([dialects(), dialects()]);
    expect(await dialects()).toMatchObject({ version: "1.0.1" });
    expect(town.asked).toBe(1);
    Object.assign(town, { program: "another", printed: "gt version 1.2.1 (dev)" });
    expect(await dialects()).toMatchObject({ version: "1.2.1" });
    expect(town.asked).toBe(2);
  });

  it("gives the careful reading where gt gives no answer, with its words, and asks again", async () => {
    const { clock, town, dialects } = setUp();
    town.fails = true;
    const unread = await dialects();
    expect(unread).toMatchObject({ reading: "careful", version: null });
    expect(unread.note).toContain("gt version: no answer");
    town.fails = false;
    clock.advance(30_000);
    expect(await dialects()).toMatchObject({ version: "1.0.1" });
  });

  it("asks again where the clock was set back after a failure, and does not wait until it has caught up", async () => {
    const { clock, town, dialects } = setUp();
    town.fails = true;
    await dialects();
    town.fails = false;
    clock.setBack(2_000_000);
    expect(await dialects()).toMatchObject({ version: "1.0.1" });
  });

  it("does not forget the version of a program that fails to answer again", async () => {
    const { clock, town, dialects } = setUp();
    await dialects();
    town.fails = true;
    clock.advance(600_000);
    expect(await dialects()).toMatchObject({ version: "1.0.1" });
    expect(town.asked).toBe(2);
  });

  it("another program is known by its file, also behind the PATH and behind a link", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "gt-program-"));
    const file = path.join(folder, "gt");
    expect(await programPrint("gt", "/", ["/nowhere", folder])).toBe("");
    writeFileSync(file, "one");
    const before = await programPrint("gt", "/", ["/nowhere", folder]);
    expect(await programPrint("gt", "/", ["/nowhere", folder])).toBe(before);
    writeFileSync(`${file}.new`, "two");
    renameSync(`${file}.new`, file);
    expect(await programPrint("gt", "/", ["/nowhere", folder])).not.toBe(before);
    expect(await programPrint(file, "/", [])).toBe(await programPrint("./gt", folder, []));
  });
});

describe("What check-recovery says", () => {
  const factOf = (name: string, dialect = IN_1_2) =>
    recoveryFact(parseCheckRecovery(transcript(name).stdout), dialect).fact;

  it.each([
    ["check-recovery-after-merge", "nothingAtRisk"],
    ["check-recovery-needs-mq-submit-no-commits", "nothingAtRisk"],
    ["check-recovery-clean-but-hooked", "nothingAtRisk"],
    ["check-recovery-uncommitted", "workAtRisk"],
    ["check-recovery-unpushed", "workAtRisk"],
    ["check-recovery-after-done-mr-open", "workAtRisk"],
    ["dolt-down-check-recovery-says-safe", "queueUnknown"],
  ])("%s of gt 1.0.1 means %s", (name, fact) => {
    expect(factOf(name, IN_1_0)).toBe(fact);
  });

  it.each([
    ["working", "nothingAtRisk"],
    ["bead-closed-no-commits", "nothingAtRisk"],
    ["after-merge", "nothingAtRisk"],
    ["uncommitted", "workAtRisk"],
    ["pushed-no-mr", "workAtRisk"],
    ["bead-closed-pushed", "workAtRisk"],
    ["after-done-mr-open", "workAtRisk"],
  ])("check-recovery-%s of gt 1.1.0 means %s: it says what 1.0 says", (name, fact) => {
    expect(factOf(`1.1.0/check-recovery-${name}`, IN_1_1)).toBe(fact);
  });

  it.each([
    ["after-merge", "nothingAtRisk"],
    ["after-merge-in-refinery", "nothingAtRisk"],
    ["done-no-commits", "nothingAtRisk"],
    ["after-reject", "preservedUnmerged"],
    ["after-done-mr-open", "requestOpen"],
    ["dirty-after-done", "workAtRisk"],
    ["working", "cleanupStatusMissing"],
    ["uncommitted", "cleanupStatusMissing"],
    ["pushed-no-mr", "cleanupStatusMissing"],
    ["bead-closed-pushed", "cleanupStatusMissing"],
    ["dead-session", "cleanupStatusMissing"],
    ["after-reconcile", "cleanupStatusMissing"],
    ["closed-outside-dead", "cleanupStatusMissing"],
  ])("check-recovery-%s of gt 1.2.1 means %s", (name, fact) => {
    expect(factOf(`1.2.1/check-recovery-${name}`)).toBe(fact);
  });

  const safe = {
    verdict: "SAFE_TO_NUKE",
    cleanupStatus: "clean",
    mqStatus: "not_required",
    reason: "reusable",
    safeToNuke: true,
    blockers: [],
  };
  const short = { ...safe, mqStatus: "submitted", reason: null, safeToNuke: null };

  it("an agent that is at work again is at work, whatever it noted before", () => {
    const report = { ...safe, verdict: "WORKING", reason: "not-idle", safeToNuke: false, mqStatus: null };
    expect(recoveryFact(report, IN_1_2).fact).toBe("working");
    expect(recoveryFact({ ...report, verdict: "NEEDS_RECOVERY" }, IN_1_2).fact).toBe("working");
  });

  it("NEEDS_MQ_SUBMIT blocks in 1.2, and is what 1.0 says of a polecat without a commit", () => {
    const report = { ...short, verdict: "NEEDS_MQ_SUBMIT", mqStatus: "not_submitted" };
    expect(recoveryFact(report, IN_1_0).fact).toBe("nothingAtRisk");
    const later = { ...report, reason: "mq-not-submitted", safeToNuke: false };
    expect(recoveryFact(later, IN_1_2).fact).toBe("notSubmitted");
    expect(recoveryFact(report, CAREFUL).fact).toBe("notSubmitted");
  });

  it.each([
    [{ verdict: "LIKELY_SAFE" }, "verdict LIKELY_SAFE"],
    [{ mqStatus: "queued" }, "mq_status queued"],
    [{ cleanupStatus: "mostly" }, "cleanup_status mostly"],
    [{ reason: "probably" }, "reason probably"],
  ])("a word that is not known never reads as clean, and is named: %o", (word, named) => {
    const found = recoveryFact({ ...safe, ...word }, IN_1_2);
    expect(found).toEqual({ fact: "notUnderstood", said: named });
    expect(recoveryFact({ ...safe, ...word }, CAREFUL).fact).toBe("notUnderstood");
    if ("reason" in word) return;
    expect(recoveryFact({ ...short, ...word }, IN_1_0)).toEqual(found);
  });

  it.each([{ safeToNuke: false }, { blockers: ["git_state=has_stash stash_count=1"] }])(
    "SAFE_TO_NUKE with something against it is not safe: %o",
    (more) => {
      expect(recoveryFact({ ...safe, ...more }, IN_1_2).fact).toBe("workAtRisk");
    },
  );

  it("an answer in another form than its version has is read with care: gt may have been replaced", () => {
    const submit = { ...safe, verdict: "NEEDS_MQ_SUBMIT", reason: "mq-not-submitted", safeToNuke: false };
    expect(recoveryFact(submit, IN_1_0).fact).toBe("notSubmitted");
    const old = { ...short, verdict: "SAFE_TO_NUKE", mqStatus: "unknown" };
    expect(recoveryFact(old, IN_1_2).fact).toBe("queueUnknown");
  });

  it("the careful reading frees nothing that one of the two would block", () => {
    const free = (fact: string): boolean => fact === "nothingAtRisk" || fact === "preservedUnmerged";
    const reports = transcriptsOfAllVersions()
      .filter(({ argv, exitCode }) => argv.startsWith("gt polecat check-recovery") && exitCode === 0)
      .map(({ stdout }) => parseCheckRecovery(stdout));
    expect(reports.length).toBeGreaterThan(20);
    const freed = reports.filter((report) => free(recoveryFact(report, CAREFUL).fact));
    expect(freed.every((report) => report.verdict === "SAFE_TO_NUKE")).toBe(true);
    expect(freed.length).toBeGreaterThan(0);
  });
});

describe("Other words of the versions", () => {
  it("a git state names the remote branch that has the commits, where it is one of 1.2", () => {
    const baseOf = (name: string) => parseGitState(transcript(name).stdout).remoteBranch;
    expect(baseOf("git-state-clean")).toBeNull();
    expect(baseOf("1.1.0/git-state-after-merge")).toBeNull();
    expect(baseOf("1.2.1/git-state-after-merge")).toBe("main");
    expect(baseOf("1.2.1/git-state-after-done-mr-open")).toBe("polecat/nux/al-7jz@mx0e98wu");
  });

  it("commits that are on their remote branch only are unpushed to 1.1, as to 1.0", () => {
    expect(parseGitState(transcript("1.1.0/git-state-pushed-no-mr").stdout).unpushedCommits).toBe(1);
    expect(parseGitState(transcript("1.2.1/git-state-pushed-no-mr").stdout).unpushedCommits).toBe(0);
  });

  it("the list of 1.2 has the branches, those of 1.0 and 1.1 have none", () => {
    expect(parsePolecatList(transcript("1.2.1/polecat-list-working"))[0]?.branch).toMatch(/^polecat\//);
    expect(parsePolecatList(transcript("polecat-list-one"))[0]?.branch).toBeNull();
    expect(parsePolecatList(transcript("1.1.0/polecat-list-working"))[0]?.branch).toBeNull();
  });

  it.each([
    ["state", isKnownState, 3],
    ["verdict", isKnownVerdict, 2],
  ] as const)("each %s that a real list has is known", (field, isKnown, more) => {
    const lists = transcriptsOfAllVersions().filter(
      ({ argv, exitCode }) => /^gt polecat (list|status) .*--json/.test(argv) && exitCode === 0,
    );
    const words = lists.flatMap(({ stdout }) =>
      [...stdout.matchAll(new RegExp(`"${field}": "(.*)"`, "g"))].map(([, word = ""]) => word),
    );
    expect(new Set(words).size).toBeGreaterThan(more);
    expect(words.filter((word) => !isKnown(word))).toEqual([]);
    expect(isKnown("hibernating")).toBe(false);
  });

  it.each([
    ["nuke-refused-uncommitted", "has 3 uncommitted file(s)"],
    ["1.1.0/nuke-mr-open", "has 1 unpushed commit(s); has open MR (be-wisp-7rn)"],
    ["1.2.1/nuke-bead-closed-pushed", "cleanup_status=<missing>"],
    ["1.2.1/nuke-hooked-refused", "cleanup_status=<missing>; has work on hook (al-voi)"],
  ])("a refusal is reported with its reasons, wherever gt prints them: %s", (name, reasons) => {
    const { stdout, stderr } = transcript(name);
    const { reason, message } = exitFailure(commands.nuke("alpha", "nux", false), stdout, stderr);
    expect(reason).toBe("Refused");
    expect(message).toContain(reasons);
  });
});
