/**
 * What the operator needs around it, looked for at the start and at each /readyz: gt, what gt itself runs, the town's
 * folder and the data folder. One line says what is missing and which setting or mount brings it.
 */
import { access, constants, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Config } from "../config.ts";
import type { HealthReport, Logger } from "../telemetry/index.ts";
import { gtEnvironment } from "./gt-environment.ts";

type Check = HealthReport["checks"][number];

/** gt takes a folder for a town by this file, or by the folder that it is in. */
const MARKER = "mayor/town.json";

/** Tools that gt runs. It is gt that cannot do without them, so they are told of and keep nobody from being ready. */
const TOOLS = [
  ["git", "gt cannot make worktrees"],
  ["tmux", "gt cannot start sessions"],
] as const;

/** A probe of the kubelet waits for 5 s. */
const PATIENCE_MS = 3_000;

export interface Requirements {
  /** Looks again, and logs what is missing since the last look, or is there again. Never waits long. */
  check(): Promise<HealthReport>;
}

export function createRequirements(config: Config, logger: Logger): Requirements {
  const told = new Map<string, string>();
  const tell = (check: Check, isMissing: boolean): void => {
    const last = told.get(check.name);
    if (isMissing && last !== check.message) logger.warn(`${check.name}: ${check.message}`);
    if (!isMissing && last !== undefined) logger.info(`${check.name}: ${check.message}`);
    if (isMissing) told.set(check.name, check.message);
    else told.delete(check.name);
  };
  const look = async (): Promise<HealthReport> => {
    const looked = await Promise.all([
      gtCheck(config),
      townCheck(config),
      ...TOOLS.map((tool) => toolCheck(config, tool)),
      ...(config.dataDir === undefined ? [] : [dataCheck(config.dataDir)]),
    ]);
    const found = [...looked, ...environmentCheck(config)];
    for (const { isMissing, ...check } of found) tell(check, isMissing);
    const checks = found.map(({ name, ok, message }) => ({ name, ok, message }));
    return { ok: checks.every(({ ok }) => ok), checks };
  };
  let looking: Promise<HealthReport> | null = null;
  return {
    check() {
      // One look at a time: on a mount that hangs each would hold a thread for good.
      looking ??= look().finally(() => (looking = null));
      return Promise.race([looking, unanswered()]);
    },
  };
}

async function unanswered(): Promise<HealthReport> {
  await delay(PATIENCE_MS, undefined, { ref: false });
  const message = `no answer of the file system for ${PATIENCE_MS / 1000} s: does a mount hang?`;
  return { ok: false, checks: [{ name: "town root", ok: false, message }] };
}

type Found = Check & { readonly isMissing: boolean };

const good = (name: string, message: string): Found => ({ name, ok: true, message, isMissing: false });
const bad = (name: string, message: string): Found => ({ name, ok: false, message, isMissing: true });

async function gtCheck(config: Config): Promise<Found> {
  const { gtPath } = config;
  const set = "set GT_PATH (gtConfig.gtBinary), or bring it with gtConfig.image or a mount";
  switch (await lookUp(gtPath, config)) {
    case "runnable":
      return good("gt", gtPath);
    case "notExecutable":
      return bad(
        "gt",
        `${gtPath} is there and may not be executed: mind its mode, and that its mount is not noexec`,
      );
    case "missing":
      return bad("gt", `${gtPath} is ${gtPath.includes("/") ? "not there" : "not on the PATH"}: ${set}`);
  }
}

async function toolCheck(config: Config, [tool, without]: (typeof TOOLS)[number]): Promise<Found> {
  if ((await lookUp(tool, config)) === "runnable") return good(tool, "on the PATH");
  return { ...good(tool, `not on the PATH: ${without}`), isMissing: true };
}

async function townCheck({ townRoot }: Config): Promise<Found> {
  const set = "set GT_TOWN_ROOT (gtConfig.townRoot, volumes) to the town's folder";
  const kind = await kindOf(townRoot);
  if (kind !== "folder") return bad("town root", `${townRoot} is ${kind}: ${set}`);
  const isTown = (await kindOf(path.join(townRoot, path.dirname(MARKER)))) === "folder";
  if (!isTown)
    return bad("town root", `${townRoot} is no town, it has no ${MARKER}: ${set}, or run gt install`);
  return good("town root", townRoot);
}

/** A variable that is named and not set is most likely misspelled; gt goes on with its default then. */
function environmentCheck({ gtEnv, env }: Config): readonly Found[] {
  if (gtEnv.length === 0) return [];
  const unset = gtEnv.filter((name) => env[name] === undefined);
  if (unset.length === 0) return [good("gt environment", `gt gets ${gtEnv.join(", ")}`)];
  const message = `--gt-env (GASTOWN_GT_ENV, gtConfig.env) names ${unset.join(", ")}, not set for the operator: gt does without`;
  return [{ ...good("gt environment", message), isMissing: true }];
}

async function dataCheck(dataDir: string): Promise<Found> {
  // The journal makes the folder where there is none.
  const folder = (await kindOf(dataDir)) === "folder" ? dataDir : path.dirname(dataDir);
  if (await may(folder, constants.W_OK | constants.X_OK)) return good("data folder", dataDir);
  return bad(
    "data folder",
    `${dataDir} cannot be written: set GASTOWN_DATA_DIR (config.dataDir) to a folder that can`,
  );
}

async function lookUp(program: string, config: Config): Promise<"runnable" | "notExecutable" | "missing"> {
  const folders = program.includes("/") ? [config.townRoot] : searched(config);
  let isThere = false;
  for (const folder of folders) {
    const file = path.resolve(folder, program);
    if ((await kindOf(file)) !== "not a folder") continue;
    if (await may(file, constants.X_OK)) return "runnable";
    isThere = true;
  }
  return isThere ? "notExecutable" : "missing";
}

/** The PATH that gt gets. */
function searched(config: Config): readonly string[] {
  return (gtEnvironment(config)["PATH"] ?? "").split(path.delimiter).filter((part) => part !== "");
}

async function kindOf(entry: string): Promise<"folder" | "not a folder" | "not there" | "not readable"> {
  try {
    return (await stat(entry)).isDirectory() ? "folder" : "not a folder";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    return code === "ENOENT" || code === "ENOTDIR" ? "not there" : "not readable";
  }
}

async function may(entry: string, mode: number): Promise<boolean> {
  return access(entry, mode).then(
    () => true,
    () => false,
  );
}
