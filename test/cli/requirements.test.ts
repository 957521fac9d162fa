import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createRequirements } from "../../src/cli/requirements.ts";
import { readConfig } from "../../src/settings/index.ts";
import { createLogger } from "../../src/telemetry/index.ts";
import { Writable } from "node:stream";

/** A town with gt, git and tmux on a PATH of its own. */
function surroundings() {
  const folder = mkdtempSync(path.join(tmpdir(), "gastown-requirements-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = (...parts: readonly string[]): string => path.join(folder, ...parts);
  for (const made of ["bin", "town/mayor"]) mkdirSync(at(made), { recursive: true });
  writeFileSync(at("town/mayor/town.json"), "{}");
  for (const program of ["gt", "git", "tmux"]) writeFileSync(at("bin", program), "", { mode: 0o755 });
  let log = "";
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log += chunk.toString();
      done();
    },
  });
  const env = { PATH: at("bin"), HOME: folder, GT_TOWN_ROOT: at("town"), GASTOWN_DATA_DIR: at("data") };
  const logger = createLogger({ level: "info", destination });
  const requirements = (more: Readonly<Record<string, string>> = {}) => {
    const looked = createRequirements(readConfig({}, { ...env, ...more }, { adopt: "false" }), logger);
    return async (): Promise<readonly string[]> => {
      const { ok, checks } = await looked.check();
      expect(ok).toBe(checks.every((one) => one.ok));
      return checks.map((one) => `${one.ok ? "+" : "-"} ${one.name}: ${one.message}`);
    };
  };
  const logged = (): readonly string[] =>
    [...log.matchAll(/"msg":"((?:[^"\\]|\\.)*)"/g)].map(([, message = ""]) => message);
  return { at, requirements, logged };
}

describe("what the operator needs around it", () => {
  test("is there, line by line", async () => {
    const { at, requirements, logged } = surroundings();
    expect(await requirements()()).toEqual([
      "+ gt: gt",
      `+ town root: ${at("town")}`,
      "+ git: on the PATH",
      "+ tmux: on the PATH",
      `+ data folder: ${at("data")}`,
    ]);
    expect(logged()).toEqual([]);
  });

  test("names the variables that gt is to get and that nobody has set", async () => {
    const { requirements } = surroundings();
    const named = { GASTOWN_GT_ENV: "GT_DOLT_HOST,GT_DOLT_PORT", GT_DOLT_PORT: "3308" };
    expect(await requirements(named)()).toContain(
      "+ gt environment: --gt-env (GASTOWN_GT_ENV, gtConfig.env) names GT_DOLT_HOST, not set for the operator: gt does without",
    );
    expect(await requirements({ ...named, GT_DOLT_HOST: "db" })()).toContain(
      "+ gt environment: gt gets GT_DOLT_HOST, GT_DOLT_PORT",
    );
  });

  test("is told of once in the log when it is missing, and once when it is there again", async () => {
    const { at, requirements, logged } = surroundings();
    const check = requirements();
    rmSync(at("bin/gt"));
    const missing =
      "gt: gt is not on the PATH: set GT_PATH (gtConfig.gtBinary), or bring it with gtConfig.image or a mount";
    expect(await check()).toContain(`- ${missing}`);
    expect(await check()).toContain(`- ${missing}`);
    writeFileSync(at("bin/gt"), "", { mode: 0o755 });
    expect(await check()).toContain("+ gt: gt");
    expect(logged()).toEqual([missing, "gt: gt"]);
  });

  test("may be a program at a path, and says what is wrong with it", async () => {
    const { at, requirements } = surroundings();
    expect(await requirements({ GT_PATH: at("bin/gt") })()).toContain(`+ gt: ${at("bin/gt")}`);
    expect((await requirements({ GT_PATH: at("no/gt") })())[0]).toContain(
      `- gt: ${at("no/gt")} is not there`,
    );
    chmodSync(at("bin/gt"), 0o644);
    expect((await requirements()())[0]).toContain("- gt: gt is there and may not be executed");
  });

  test("does not keep it from being ready where only gt needs it", async () => {
    const { at, requirements, logged } = surroundings();
    for (const tool of ["git", "tmux"]) rmSync(at("bin", tool));
    const lines = [
      "git: not on the PATH: gt cannot make worktrees",
      "tmux: not on the PATH: gt cannot start sessions",
    ];
    expect((await requirements()()).slice(2, 4)).toEqual(lines.map((line) => `+ ${line}`));
    expect(logged()).toEqual(lines);
  });

  test.each([
    ["nowhere", "is not there: set GT_TOWN_ROOT"],
    ["town/mayor/town.json", "is not a folder: set GT_TOWN_ROOT"],
    ["bin", "is no town, it has no mayor/town.json: set GT_TOWN_ROOT"],
  ])("is a town's folder, which %s is not", async (folder, message) => {
    const { at, requirements } = surroundings();
    expect((await requirements({ GT_TOWN_ROOT: at(folder) })())[1]).toContain(
      `- town root: ${at(folder)} ${message}`,
    );
  });

  test("is not called missing where the town's folder cannot be looked into", async () => {
    const { at, requirements } = surroundings();
    rmSync(at("town/mayor"), { recursive: true });
    symlinkSync(at("town/mayor"), at("town/mayor"));
    const [, town] = await requirements()();
    expect(town).toMatch(/^- town root: .*town\/mayor: ELOOP/);
    expect(town).not.toContain("no town");
  });

  test.each([
    ["loop", "ELOOP", "its links lead in a circle"],
    ["bin/gt/town", "ENOTDIR", "a part of its path is a file"],
  ])("is reported with the system's own cause: %s", async (folder, errno, words) => {
    const { at, requirements } = surroundings();
    symlinkSync(at("loop"), at("loop"));
    const place = at(folder);
    const lines = await requirements({
      GT_TOWN_ROOT: place,
      GASTOWN_DATA_DIR: place,
      GT_PATH: `${place}/gt`,
    })();
    for (const [index, name] of [
      [0, "gt"],
      [1, "town root"],
      [lines.length - 1, "data folder"],
    ] as const) {
      expect(lines[index]).toContain(`- ${name}: ${place}`);
      expect(lines[index]).toContain(errno);
      expect(lines[index]).toContain(words);
      expect(lines[index]).not.toMatch(/gt install|install gt|is not there|is no town/);
    }
  });

  test("is a data folder that can be made", async () => {
    const { at, requirements } = surroundings();
    const lines = await requirements({ GASTOWN_DATA_DIR: at("not/there/data") })();
    expect(lines.at(-1)).toContain(
      `- data folder: ${at("not/there/data")} cannot be written, ${at("not/there")}: ENOENT`,
    );
  });
});
