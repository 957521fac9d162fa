import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const ROOT = path.join(import.meta.dirname, "../..");
const NODE = path.join(ROOT, "node_modules/.bin/node");

let home = "";
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "gastown-cli-"));
});
afterAll(() => rm(home, { recursive: true }));

/** The program as a person starts it, without any setting of the machine that the test runs on. */
const run = (argv: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  execa(NODE, [path.join(ROOT, "src/main.ts"), ...argv], {
    env: { PATH: process.env["PATH"] ?? "", HOME: home, ...env },
    extendEnv: false,
    cwd: home,
    reject: false,
    timeout: WAIT_DEADLINE_MS,
  });

describe("The program", () => {
  it.each<[string, readonly string[], Record<string, string>, RegExp]>([
    [
      "a duration that is none",
      ["run", "--poll-interval", "soon"],
      {},
      /--poll-interval \(GASTOWN_POLL_INTERVAL\) is "soon": it takes a duration/,
    ],
    [
      "an address in the environment that is none",
      ["run"],
      { GASTOWN_HTTP_ADDRESS: "8080" },
      /--http-address \(GASTOWN_HTTP_ADDRESS\) is "8080": it takes an address/,
    ],
    [
      "a version that the simulated gt does not speak",
      ["demo", "--gt-version", "9.9"],
      {},
      /the simulated gt does not speak 9\.9: it speaks 1\.0\.1 and 1\.2\.1/,
    ],
    [
      "a deadline that is too short, with its bound as a person writes it",
      ["run", "--sling-timeout", "30s"],
      {},
      /it takes a duration of 4m or more and 24h or less/,
    ],
    ["an empty GT_PATH", ["local"], { GT_PATH: "" }, /--gt-path \(GT_PATH\) is "": it takes a program/],
    [
      "an unknown flag, with what was meant",
      ["run", "--poll-intervall", "3s"],
      {},
      /unknown option '--poll-intervall'.*--poll-interval/,
    ],
    ["an unknown command", ["rum"], {}, /unknown command 'rum'/],
    ["a word too many", ["run", "now"], {}, /too many arguments/],
  ])("says in one line what is wrong, and exits with 2: %s", async (_what, argv, env, said) => {
    const { exitCode, stdout, stderr } = await run(argv, env);
    expect(stderr).toMatch(said);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stdout).toBe("");
    expect(exitCode).toBe(2);
  });

  it("says in one line that no cluster can be found, and exits with 1", async () => {
    const { exitCode, stderr } = await run([
      "run",
      "--kubeconfig",
      "/nowhere/config",
      "--http-address",
      "127.0.0.1:0",
    ]);
    expect(stderr).toContain("/nowhere/config");
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(exitCode).toBe(1);
  });

  it("lists its commands, and for each its flags, when asked for help", async () => {
    const [all, one] = await Promise.all([run(["--help"]), run(["run", "--help"])]);
    for (const command of ["run", "local", "demo", "version"]) expect(all.stdout).toContain(command);
    for (const flag of ["--town-root", "--gt-path", "--poll-interval", "--http-address"]) {
      expect(one.stdout).toContain(flag);
    }
    expect([all.exitCode, one.exitCode]).toEqual([0, 0]);
  });

  it.each(["version", "--version"])("prints its version when asked by %s", async (word) => {
    const { stdout, exitCode } = await run([word]);
    expect(stdout).toMatch(/^gastown-operator \d+\.\d+\.\d+$/);
    expect(exitCode).toBe(0);
  });
});
