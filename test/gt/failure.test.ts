import { describe, expect, it } from "vitest";
import type { Command } from "../../src/gt/commands.ts";
import { DOLT_NOT_RUNNING } from "../../src/gt/dolt-not-running.ts";
import { exitFailure } from "../../src/gt/failure.ts";
import { transcriptsOfAllVersions } from "simulated-town/testing";

const command = (label: string): Command => ({ label, argv: [], class: "read", rig: null });
const told = (stderr: string, stdout = "", label = "sling") => {
  const { message, reason } = exitFailure(command(label), stdout, stderr);
  return { message, reason };
};

describe("A failure whose cause stands below its first line", () => {
  it.each([
    [
      "Error: git push failed:\nfatal: unable to access 'https://git.example/a': Could not resolve host\n",
      "gt sling: git push failed: fatal: unable to access 'https://git.example/a': Could not resolve host",
    ],
    [
      "Error: creating the worktree:\n\n  git worktree add:\n⚠ Warning: slow disk\n  fatal: no space left\nhint: free some\n",
      "gt sling: creating the worktree: git worktree add: fatal: no space left",
    ],
    ["Error:\ncannot open the lock\nUsage:\n  gt sling\n", "gt sling: cannot open the lock"],
    [String.raw`{"error":"cannot\nopen the database: locked"}`, "gt sling: cannot open the database: locked"],
  ])("is reported with it: %j", (stderr, message) => {
    expect(told(stderr).message).toBe(message);
  });

  it.each([
    ["Error: git push failed\nhint: see git help push\n", "gt sling: git push failed"],
    [String.raw`{"error":"it is locked.\nTry again"}`, "gt sling: it is locked."],
    ["Error: one:\ntwo:\nthree:\nfour:\nfive\n", "gt sling: one: two: three: four:"],
    ["Error: push refused:\nuse git push --no-verify\n", "gt sling: push refused:"],
  ])("is told without what is another matter, harmful or endless: %j", (stderr, message) => {
    expect(told(stderr).message).toBe(message);
  });

  it("is told apart by its first line only", () => {
    const { message, reason } = told(
      "Error: git push failed:\nremote: branch is closed, not found\n",
      "",
      "nuke",
    );
    expect(message).toContain("branch is closed, not found");
    expect(reason).toBe("Failed");
  });

  it("is told without harmful advice, which may stand below as well", () => {
    const stderr = "Error: cannot sling:\nit is taken. Use --force to override";
    expect(told(stderr).message).toBe("gt sling: cannot sling: it is taken.");
  });

  it.each([
    ["Error: bead al-1 is already hooked to alpha/nux", "`gt show al-1` says who has it"],
    ['Error: cannot sling to parked rig "alpha"', "`gt rig unpark alpha` lets the rig get work again"],
  ])("advises on a sling with its own bead and rig: %s", (stderr, advice) => {
    const command: Command = {
      label: "sling",
      argv: ["sling", "al-1", "alpha"],
      class: "sling",
      rig: "alpha",
    };
    expect(exitFailure(command, "", stderr).message).toContain(`; ${advice}`);
  });

  it("names gt's bullets once", () => {
    const { message } = told("Error: Cannot nuke polecat:\n    - has 3 uncommitted file(s)\n", "", "nuke");
    expect(message).toBe("gt nuke: Cannot nuke polecat:; has 3 uncommitted file(s)");
  });
});

describe("A failure beside warnings", () => {
  const ROLE =
    "warning: beads.role not configured (GH#2950).\n  Fix: git config beads.role maintainer\n  Or:  git config beads.role contributor\n";

  it("is told by the line that is called an error, whatever stands before it", () => {
    const bd = 'Error fetching al-zzzz: no issue found matching "al-zzzz"';
    expect(told(`${ROLE}${bd}\n`, "", "show")).toEqual({ message: `gt show: ${bd}`, reason: "NotFound" });
  });

  it.each([ROLE, "Notice: shared-server is enabled.\nAuto-repaired: dolt_mode updated.\n"])(
    "is told by the answer's error where stderr has none: %j",
    (stderr) => {
      const stdout = '{\n  "error": "no issues found matching the provided IDs"\n}\n';
      expect(told(stderr, stdout, "show").reason).toBe("NotFound");
    },
  );

  it("is told by the first line that neither is a warning nor belongs to one", () => {
    expect(told(`${ROLE}fatal: no space left\n`).message).toBe("gt sling: fatal: no space left");
    expect(told(ROLE).message).toBe("gt sling: it failed without a word");
  });
});

describe("What is advised where the town's database does not answer", () => {
  const advised = [told("Error: Dolt server unreachable\n").message, DOLT_NOT_RUNNING];

  it("starts no second server beside one that only the town's own variables name", () => {
    for (const text of advised) {
      const [before = "", after = ""] = text.split("`gt dolt start`");
      expect(before).toContain("in a shell of the town, with the town's own GT_DOLT_HOST and GT_DOLT_PORT");
      expect(after).toMatch(/^ in that same shell/);
    }
  });

  it("goes by what gt health says, which answers and exits with 0 also while nothing runs", () => {
    const down = transcriptsOfAllVersions().filter(({ name }) => name.includes("dolt-down-health"));
    expect(down.length).toBeGreaterThan(0);
    for (const { exitCode, stdout } of down) {
      expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, { server: { running: false } }]);
    }
    for (const text of advised) {
      expect(text).toContain("if it says there that the Dolt server runs");
      expect(text).not.toContain("answers");
    }
  });
});
