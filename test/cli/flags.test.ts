import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { Command } from "commander";
import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { addSettings } from "../../src/settings/index.ts";
import { createChance } from "@gastown/testing";

/** Another one by `FLAGS_SEED=…`. */
const SEED = Number(process.env["FLAGS_SEED"] ?? 11);

const outcomeSchema = z.object({
  argv: z.array(z.string()),
  exitCode: z.number(),
  output: z.string(),
  errors: z.string(),
});

/** Too long for a timer, and right for the age at which something goes. */
const LONG_WAITS = ["596h31m24s", "9".repeat(400) + "h"];

/** No setting takes any of these where it takes a duration, a size, an address, a name, a level or a truth. */
const BAD: Readonly<Record<string, readonly string[]>> = {
  duration: ["soon", "-1s", "0", "0s", "1", "1e9s", "1d", "s", " 1s", "1s\n", ...LONG_WAITS, "NaN", "1ns"],
  "never|commit|duration": ["soon", "-1s", "0s", "600h", "always", "\u0000"],
  size: ["big", "-1", "0", "1Zi", "1.5Gi", "9".repeat(30), "16MB", "\n"],
  address: ["8080", ":99999", "host", "[::1", "127.0.0.1:", ":-1", "http://127.0.0.1:1", "a:b:c", ":80\n"],
  name: ["A", "-a", "a-", "a".repeat(64), "a b", "\u00e4", "a/b", "a\n"],
  level: ["loud", "INFO", "3", "info\n"],
  "true|false": ["yes", "1", "TRUE", "true "],
};

function commands(): { readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>> }[] {
  const chance = createChance(SEED);
  const flags = addSettings(new Command()).options.flatMap(({ long, flags: usage }) => {
    const kind = /<(.+)>/.exec(usage)?.[1] ?? "";
    const takesYears = /age$|threshold$/.test(long ?? "");
    const bad = (BAD[kind] ?? []).filter((value) => !takesYears || !LONG_WAITS.includes(value));
    return bad.map((value) => ({ long: long ?? "", value }));
  });
  const wrong = flags.map(({ long, value }) => ({
    argv: [
      chance.pick(["run", "local", "demo"]),
      ...(chance.happens(0.5) ? [`${long}=${value}`] : [long, value]),
    ],
    env: {},
  }));
  const others = [
    ["demo", "--exit=now"],
    ["demo", "extra"],
    ["run", "--no-adopt"],
    ["local", "--", "x"],
    [""],
    ["--", "run"],
    ["-x"],
    ["replay"],
    ["replay", "a", "b"],
    ["replay", "/nowhere"],
    ["replay", "/dev/null"],
    ["replay", ".", "--at", "x"],
    ["replay", ".", "--check"],
    ["why"],
    ["why", "x"],
    ["why", "/"],
    ["why", "polecat/"],
    ["why", "nothing/x"],
    ["why", "polecat/nux", "--kubeconfig", "/nowhere"],
    ["why", "polecat/nux", "--kubeconfig", "/dev/null"],
    ["inspect", "--port", "x"],
    ["inspect", "--port", "70000"],
    ["inspect", "--url", "x"],
    ["inspect", "--url", "ftp://x"],
    ["inspect", "--url", "http://x", "--stately", "http://x"],
    ["inspect", "--token-file", "/nowhere"],
    ["inspect", "--url", "http://127.0.0.1:1/"],
    ["version", "x"],
    ["run", "--kubeconfig", "/nowhere", "--http-address", "127.0.0.1:0"],
    ["run", "--kubeconfig", "/dev/null", "--http-address", "127.0.0.1:0"],
  ].map((argv) => ({ argv, env: {} }));
  return [...wrong, ...others];
}

async function outcomesOf(
  asked: readonly object[],
  folder: string,
): Promise<readonly z.infer<typeof outcomeSchema>[]> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "many-commands.ts")], {
    cwd: folder,
    env: { PATH: process.env["PATH"] ?? "", HOME: folder, TMPDIR: folder },
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(asked.map((command) => `${JSON.stringify(command)}\n`).join(""));
  return (await text(child.stdout))
    .trim()
    .split("\n")
    .map((line) => outcomeSchema.parse(JSON.parse(line)));
}

function emptyFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "gastown-flags-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

it("Every flag with a bad value: one line that says so, an exit code, no stack trace, nothing left behind", async () => {
  const folder = emptyFolder();
  const asked = commands();
  const outcomes = await outcomesOf(asked, folder);
  expect(outcomes.map(({ argv }) => argv)).toEqual(asked.map(({ argv }) => argv));
  for (const { argv, exitCode, output, errors } of outcomes) {
    const told = `seed ${SEED}: ${JSON.stringify(argv)} printed ${JSON.stringify(output + errors)}`;
    expect(exitCode, told).toBeGreaterThan(0);
    expect(errors.trim().split("\n"), told).toHaveLength(1);
    expect(errors, told).toMatch(/^gastown-operator: .{10,600}\n$/);
    expect(output, told).toBe("");
  }
  expect(readdirSync(folder)).toEqual([]);
});

/** Of all commands, as the help lists them. */
async function helpsOf(folder: string): Promise<readonly z.infer<typeof outcomeSchema>[]> {
  const [all] = await outcomesOf([{ argv: ["--help"], env: {} }], folder);
  const listed = all?.output.split("Commands:")[1]?.matchAll(/^ {2}([a-z]+)/gm) ?? [];
  const names = [...listed].map(([, name = ""]) => name).filter((name) => name !== "help");
  const convoys = ["create", "status", "watch"].map((name) => `convoy ${name}`);
  return outcomesOf(
    ["", ...names, ...convoys].map((name) => ({
      argv: [...name.split(" ").filter(Boolean), "--help"],
      env: {},
    })),
    folder,
  );
}

it("Each help is read at 80 columns", async () => {
  const helps = await helpsOf(emptyFolder());
  expect(helps.length).toBeGreaterThan(18);
  for (const { argv, output } of helps) {
    const wide = output.split("\n").filter((line) => line.length > 80);
    expect(wide, argv.join(" ")).toEqual([]);
    expect(output, argv.join(" ")).toContain("Usage:");
  }
});

/** Each flag of each command that takes a value, as the help tells of them. */
async function flagsWithValues(folder: string): Promise<readonly (readonly [readonly string[], string])[]> {
  const helps = await helpsOf(folder);
  return helps.flatMap(({ argv, output }) =>
    [...output.matchAll(/^ {2}(?:(-\w), )?(--[\w-]+) </gm)].flatMap(([, short, long = ""]) =>
      [long, ...(short === undefined ? [] : [short])].map((flag) => [argv.slice(0, -1), flag] as const),
    ),
  );
}

it("A flag whose value was forgotten takes no other flag for it, in any command", async () => {
  const folder = emptyFolder();
  const flags = await flagsWithValues(folder);
  expect(flags.length).toBeGreaterThan(80);
  const asked = flags.flatMap(([name, flag]) =>
    ["--help", "-h", "--nonsense", "--no-such=1"].map((next) => ({
      argv: [...name, flag, next, "x"],
      env: {},
    })),
  );
  for (const { argv, exitCode, errors, output } of await outcomesOf(asked, folder)) {
    const [flag = "", next = ""] = argv.slice(-3);
    expect(errors, argv.join(" ")).toContain(`${flag} takes a value, and ${next} stands in its place`);
    expect([exitCode, output]).toEqual([2, ""]);
  }
});

it("What is wrong with the arguments is reported, without a look at any cluster", async () => {
  const folder = emptyFolder();
  const none = ["--kubeconfig", "/nowhere"];
  const table: readonly (readonly [readonly string[], RegExp])[] = [
    [["why", "polecat/", ...none], /"polecat\/" names no polecat: it takes NAME, NAMESPACE\/NAME or/],
    [["why", "polcat/a/x", ...none], /names no polecat: .*; did you mean polecat\/a\/x\?/],
    [["why", "x", "-o", "jsn", ...none], /--output is "jsn": .*; did you mean json\?/],
    [["why", "polecat/x", "-n", "A B", ...none], /--namespace is "A B"/],
    [["why", "polecat/x", "--journal", "/no/journal", ...none], /\/no\/journal/],
    [["inspect", "-n", "A B", ...none], /--namespace is "A B"/],
    [["inspect", "--pod=--all", ...none], /--pod is "--all"/],
    [
      ["inspect", "--url", "http://127.0.0.1:1", "--pod", "x"],
      /'--url <address>' cannot be used with .*--pod/,
    ],
    [["replay", ".", "--check", "--at", "1"], /'--check' cannot be used with .*--at/],
    [["replay", ".", "--trace", "t", "--at", "1"], /'--trace <id>' cannot be used with .*--at/],
  ];
  const outcomes = await outcomesOf(
    table.map(([argv]) => ({ argv, env: {} })),
    folder,
  );
  const told = outcomes.map(({ errors }) => errors);
  expect(told).toEqual(table.map(([, said]) => expect.stringMatching(said) as string));
});

it("A command lists no flag that has no effect on it", async () => {
  const without = [
    ["local", "--kubeconfig"],
    ["demo", "--kubeconfig"],
    ["demo", "--town-root"],
    ["demo", "--gt-path"],
    ["demo", "--town"],
    ["demo", "--adopt"],
    ["init", "--sling-timeout"],
    ["init", "--log-level"],
  ];
  const folder = emptyFolder();
  const asked = without.map(([name = "", flag = ""]) => ({ argv: [name, `${flag}=/x`], env: {} }));
  for (const { argv, errors, exitCode } of await outcomesOf(asked, folder)) {
    expect(errors, argv.join(" ")).toMatch(/unknown option/);
    expect(exitCode).toBe(2);
  }
});

it("A variable of a setting that a command does not have changes nothing there", async () => {
  const folder = emptyFolder();
  mkdirSync(path.join(folder, "mayor"));
  writeFileSync(path.join(folder, "mayor", "town.json"), "{}");
  const env = { GASTOWN_LOG_LEVEL: "loud", GASTOWN_JOURNAL_FSYNC: "soon", GT_PATH: "/no/gt" };
  const [init] = await outcomesOf([{ argv: ["init", "--town-root", folder], env }], folder);
  expect(init?.errors).toContain("/no/gt");
  expect(init?.errors).not.toMatch(/GASTOWN_/);
});
