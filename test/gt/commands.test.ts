import { describe, expect, it } from "vitest";
import * as beads from "../../src/gt/bead-commands.ts";
import * as commands from "../../src/gt/commands.ts";
import { GtError } from "../../src/gt/index.ts";

const request: commands.SlingRequest = {
  bead: "al-1r3",
  rig: "alpha",
  args: null,
  message: null,
  baseBranch: null,
  merge: null,
  agent: null,
};

const ARGV: readonly (readonly [string, commands.Command, readonly string[]])[] = [
  ["health", commands.health(), ["health", "--json"]],
  ["rig list", commands.listRigs(), ["rig", "list", "--json"]],
  ["polecat list of the town", commands.listPolecats(), ["polecat", "list", "--all", "--json"]],
  ["polecat list of a rig", commands.listRigPolecats("alpha"), ["polecat", "list", "alpha", "--json"]],
  ["polecat status", commands.polecatStatus("alpha", "nux"), ["polecat", "status", "alpha/nux", "--json"]],
  [
    "check-recovery",
    commands.checkRecovery("alpha", "nux"),
    ["polecat", "check-recovery", "alpha/nux", "--json"],
  ],
  ["git-state", commands.gitState("alpha", "nux"), ["polecat", "git-state", "alpha/nux", "--json"]],
  ["show", commands.showBeads(["al-1", "al-x.2"], "al"), ["show", "al-1", "al-x.2", "--json"]],
  ["convoy list", commands.listConvoys(false), ["convoy", "list", "--json"]],
  ["convoy list with closed ones", commands.listConvoys(true), ["convoy", "list", "--all", "--json"]],
  ["mq list", commands.mergeQueue("alpha"), ["mq", "list", "alpha", "--json"]],
  ["mail inbox", commands.inbox("mayor/"), ["mail", "inbox", "mayor/", "--all", "--json"]],
  [
    "bd update --claim",
    beads.claimBead("alpha", "al-1", "alpha/pods/team.nux"),
    ["update", "al-1", "--claim", "--actor=alpha/pods/team.nux", "--json"],
  ],
  [
    "bd update, to give a bead back",
    beads.releaseBead("alpha", "al-1", "alpha/pods/team.nux"),
    ["update", "al-1", "--status=open", "--assignee=", "--actor=alpha/pods/team.nux", "--json"],
  ],
  [
    "bd close",
    beads.closeBead("alpha", "al-1", "--force; reboot", null),
    ["close", "al-1", "--reason=--force; reboot", "--json"],
  ],
  [
    "bd create of a merge request",
    beads.fileRequest(
      "alpha",
      { id: "al-wisp-pod1", title: "Merge: al-1", description: "branch: b\ntarget: main", priority: 9 },
      "alpha/pods/team.nux",
    ),
    [
      "create",
      "--id=al-wisp-pod1",
      "--title=Merge: al-1",
      "--labels=gt:merge-request",
      "--priority=4",
      "--description=branch: b\ntarget: main",
      "--ephemeral",
      "--actor=alpha/pods/team.nux",
      "--json",
    ],
  ],
  ["sling", commands.sling(request), ["sling", "al-1r3", "alpha", "--no-convoy"]],
  ["session stop", commands.stopSession("alpha", "nux"), ["session", "stop", "alpha/nux"]],
  ["nuke", commands.nuke("alpha", "nux", false), ["polecat", "nuke", "alpha/nux"]],
  ["nuke with force", commands.nuke("alpha", "nux", true), ["polecat", "nuke", "alpha/nux", "--force"]],
  [
    "convoy create",
    commands.createConvoy("Wave 1 [u-1]", ["al-1", "be-2"]),
    ["convoy", "create", "Wave 1 [u-1]", "al-1", "be-2"],
  ],
  [
    "mail send",
    commands.sendMail("mayor/", "done; $(reboot)", "all 'beads' closed"),
    ["mail", "send", "mayor/", "-s", "done; $(reboot)", "-m", "all 'beads' closed"],
  ],
  ["peek", commands.peek("alpha", "nux"), ["peek", "alpha/nux", "-n", "60"]],
  [
    "nudge",
    commands.nudge("alpha", "nux", "are you $(ok)?"),
    ["nudge", "alpha/polecats/nux", "are you $(ok)?"],
  ],
  [
    "escalate",
    commands.escalate("high", "polecat alpha/nux; is stuck"),
    ["escalate", "-s", "high", "--json", "polecat alpha/nux; is stuck"],
  ],
];

const BAD_WORDS: readonly (readonly [string, string])[] = [
  ["nothing", ""],
  ["a flag", "--force"],
  ["a dash first", "-x"],
  ["a shell's separator", "al-1;reboot"],
  ["a shell's substitution", "al-$(reboot)"],
  ["a backtick", "al-`id`"],
  ["a pipe", "al-1|sh"],
  ["a space", "al-1 al-2"],
  ["a line break", "al-1\nal-2"],
  ["a NUL", "al-1\0"],
  ["a parent folder", "../al-1"],
  ["a quote", "al-'1'"],
];

const TAKING_A_WORD: readonly (readonly [string, (word: string) => commands.Command])[] = [
  ["a rig of polecat list", commands.listRigPolecats],
  ["a rig of mq list", commands.mergeQueue],
  ["a rig of polecat status", (word) => commands.polecatStatus(word, "nux")],
  ["a polecat of git-state", (word) => commands.gitState("alpha", word)],
  ["a polecat of check-recovery", (word) => commands.checkRecovery("alpha", word)],
  ["a polecat of nuke", (word) => commands.nuke("alpha", word, false)],
  ["a polecat of session stop", (word) => commands.stopSession("alpha", word)],
  ["a bead of show", (word) => commands.showBeads(["al-1", word], "al")],
  ["a bead of convoy create", (word) => commands.createConvoy("Wave", [word])],
  ["a bead of sling", (word) => commands.sling({ ...request, bead: word })],
  ["a rig of sling", (word) => commands.sling({ ...request, rig: word })],
  ["a rig of peek", (word) => commands.peek(word, "nux")],
  ["a polecat of nudge", (word) => commands.nudge("alpha", word, "hello")],
  ["an address of mail inbox", commands.inbox],
  ["an address of mail send", (word) => commands.sendMail(word, "subject", "body")],
];

const cases = TAKING_A_WORD.flatMap(([what, make]) =>
  BAD_WORDS.map(([bad, word]) => ({ what, bad, make: () => make(word) })),
);

/** Why a command was not made; null where it was. */
function refusal(make: () => unknown): string | null {
  try {
    make();
    return null;
  } catch (error) {
    return error instanceof GtError ? error.reason : String(error);
  }
}

describe("commands", () => {
  it.each(ARGV)("%s is exactly its argv", (_, { argv }, expected) => {
    expect(argv).toEqual(expected);
  });

  it("carries each option of a sling in one word with its flag", () => {
    const { argv } = commands.sling({
      ...request,
      args: "patch; release",
      message: "be careful",
      baseBranch: "release/1.0",
      merge: "mr",
      agent: "claude",
    });
    expect(argv.slice(4)).toEqual([
      "--args=patch; release",
      "--message=be careful",
      "--base-branch=release/1.0",
      "--merge=mr",
      "--agent=claude",
    ]);
  });

  it("leaves out options of a sling that are empty", () => {
    expect(commands.sling({ ...request, args: "", agent: "" }).argv).toHaveLength(4);
  });

  it.each(cases)("refuses $bad as $what", ({ make }) => {
    expect(refusal(make)).toBe("InvalidArgument");
  });

  it.each(["", "a\0b"])("refuses %j as free text", (text) => {
    expect(refusal(() => commands.createConvoy(text, ["al-1"]))).toBe("InvalidArgument");
    expect(refusal(() => commands.sendMail("mayor/", text, "body"))).toBe("InvalidArgument");
    expect(refusal(() => commands.sendMail("mayor/", "subject", text))).toBe("InvalidArgument");
    expect(refusal(() => commands.nudge("alpha", "nux", text))).toBe("InvalidArgument");
    expect(refusal(() => commands.escalate("high", text))).toBe("InvalidArgument");
  });

  it.each(["-rf", "--notify=x", "- parser"])("keeps %j from being taken for a flag", (text) => {
    const words = (...argv: readonly string[]): readonly string[] => ["--", ...argv];
    expect(commands.createConvoy(text, ["al-1"]).argv.slice(2)).toEqual(words(text, "al-1"));
    expect(commands.nudge("alpha", "nux", text).argv.slice(1)).toEqual(words("alpha/polecats/nux", text));
    expect(commands.escalate("high", text).argv.slice(4)).toEqual(words(text));
    expect(commands.sendMail("mayor/", text, text).argv.slice(3)).toEqual(["-s", text, "-m", text]);
    const { argv } = commands.sling({ ...request, args: text, message: text });
    expect(argv.slice(4)).toEqual([`--args=${text}`, `--message=${text}`]);
  });

  it.each(["--force", "a b", "-x", "x\0"])("refuses %j as a branch", (baseBranch) => {
    expect(refusal(() => commands.sling({ ...request, baseBranch }))).toBe("InvalidArgument");
  });

  it("says what was refused and what to do", () => {
    const make = (): unknown => commands.listRigPolecats("al pha");
    expect(make).toThrow(
      new GtError(
        "InvalidArgument",
        "arguments",
        '"al pha" is not a rig\'s name such as alpha: correct it where it is named',
      ),
    );
  });
});
