/**
 * What the operator needs around it, looked for at the start and at each /readyz: gt, what gt itself runs, the town's
 * folder and the data folder. One line says what is missing and which setting or mount brings it.
 */
import { access, constants, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Config } from "../settings/index.ts";
import { errnoOf, troubleWith } from "@gastown/system";
import type { HealthCheck, HealthReport, Logger } from "../telemetry/index.ts";
import { searchedFolders } from "./gt-environment.ts";

/** gt takes a folder for a town by this file, or by the folder that it is in. */
const MARKER = "mayor/town.json";

/** Tools that gt runs. It is gt that cannot do without them, so they are told of and keep nobody from being ready. */
const TOOLS = [
  ["git", "gt cannot make worktrees"],
  ["tmux", "gt cannot start sessions"],
] as const;

/** A probe of the kubelet waits for 5 s. */
const TIMEOUT_MS = 3_000;

export interface Requirements {
  /** Looks again, and logs what is missing since the last look, or is there again. Never waits long. */
  check(): Promise<HealthReport>;
}

export function createRequirements(config: Config, logger: Logger): Requirements {
  const told = new Map<string, string>();
  const tell = (check: HealthCheck, isMissing: boolean): void => {
    const last = told.get(check.name);
    if (isMissing && last !== check.message) logger.warn(`${check.name}: ${check.message}`);
    if (!isMissing && last !== undefined) logger.info(`${check.name}: ${check.message}`);
    if (isMissing) told.set(check.name, check.message);
    else told.delete(check.name);
  };
  const lookAround = async (): Promise<HealthReport> => {
    const looked = await Promise.all([
      gtCheck(config),
      townCheck(config),
      ...TOOLS.map((tool) => toolCheck(config, tool)),
      ...(config.dataDir === undefined ? [] : [dataCheck(config.dataDir)]),
    ]);
    const found = [...looked, ...environmentCheck(config)];
    for (const { isMissing, ...check } of found) tell(check, isMissing);
    const checks = found.map(({ isMissing, ...check }) => ({
      ...check,
      ...(isMissing && { concern: check.message }),
    }));
    return { ok: checks.every(({ ok }) => ok), checks };
  };
  let looking: Promise<HealthReport> | null = null;
  return {
    check() {
      // One look at a time: on a mount that hangs each would hold a thread for good.
      looking ??= lookAround().finally(() => (looking = null));
      return Promise.race([looking, unanswered()]);
    },
  };
}

async function unanswered(): Promise<HealthReport> {
  await delay(TIMEOUT_MS, undefined, { ref: false });
  const message = `no answer of the file system for ${TIMEOUT_MS / 1000} s: does a mount hang?`;
  return { ok: false, checks: [{ name: "town root", ok: false, message }] };
}

type Found = HealthCheck & { readonly isMissing: boolean };

const good = (name: string, message: string): Found => ({ name, ok: true, message, isMissing: false });
const bad = (name: string, message: string): Found => ({ name, ok: false, message, isMissing: true });

async function gtCheck(config: Config): Promise<Found> {
  const { gtPath } = config;
  const set = "set GT_PATH (gtConfig.gtBinary), or bring it with gtConfig.image or a mount";
  const found = await lookUp(gtPath, config);
  switch (found.is) {
    case "runnable":
      return good("gt", gtPath);
    case "notExecutable":
      return bad("gt", `${gtPath} is there and may not be executed, ${troubleWith(found.file, found.error)}`);
    case "unknown":
      return bad("gt", `${gtPath} could not be looked for, ${troubleWith(found.file, found.error)}`);
    case "missing":
      return bad("gt", `${gtPath} is ${gtPath.includes("/") ? "not there" : "not on the PATH"}: ${set}`);
  }
}

async function toolCheck(config: Config, [tool, without]: (typeof TOOLS)[number]): Promise<Found> {
  if ((await lookUp(tool, config)).is === "runnable") return good(tool, "on the PATH");
  return { ...good(tool, `not on the PATH: ${without}`), isMissing: true };
}

/** What is wrong with the town's folder, for whoever needs nothing else; null where nothing is. */
export async function townProblem(config: Config): Promise<string | null> {
  const { ok, message } = await townCheck(config);
  return ok ? null : message;
}

async function townCheck({ townRoot }: Config): Promise<Found> {
  const set = "set GT_TOWN_ROOT (gtConfig.townRoot, volumes) to the town's folder";
  const town = await look(townRoot);
  if (town.kind === "unknown") return bad("town root", troubleWith(townRoot, town.error));
  if (town.kind !== "folder") return bad("town root", `${townRoot} is ${town.kind}: ${set}`);
  const folder = path.join(townRoot, path.dirname(MARKER));
  const mark = await look(folder);
  // Only a clear "no such file" says that it is no town: whoever may not look has one, perhaps.
  if (mark.kind === "unknown") return bad("town root", troubleWith(folder, mark.error));
  if (mark.kind !== "folder")
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
  const { kind, error: unseen } = await look(dataDir);
  const folder = kind === "not there" ? path.dirname(dataDir) : dataDir;
  const error = kind === "unknown" ? unseen : await refusalOf(folder, constants.W_OK | constants.X_OK);
  if (error === null) return good("data folder", dataDir);
  return bad(
    "data folder",
    `${dataDir} cannot be written, ${troubleWith(folder, error)}; or set GASTOWN_DATA_DIR (config.dataDir) to another folder`,
  );
}

interface LookedUp {
  readonly is: "runnable" | "notExecutable" | "unknown" | "missing";
  readonly file: string;
  readonly error: unknown;
}

/** The first that can be run; else what is nearest to it. */
async function lookUp(program: string, config: Config): Promise<LookedUp> {
  const folders = program.includes("/") ? [config.townRoot] : searchedFolders(config);
  let nearest: LookedUp = { is: "missing", file: program, error: null };
  for (const folder of folders) {
    const file = path.resolve(folder, program);
    const { kind, error: unseen } = await look(file);
    if (kind === "unknown" && nearest.is === "missing") nearest = { is: "unknown", file, error: unseen };
    if (kind !== "not a folder") continue;
    const error = await refusalOf(file, constants.X_OK);
    if (error === null) return { is: "runnable", file, error };
    nearest = { is: "notExecutable", file, error };
  }
  return nearest;
}

interface Looked {
  readonly kind: "folder" | "not a folder" | "not there" | "unknown";
  /** Why it is unknown. */
  readonly error: unknown;
}

async function look(entry: string): Promise<Looked> {
  try {
    return { kind: (await stat(entry)).isDirectory() ? "folder" : "not a folder", error: null };
  } catch (error) {
    return { kind: errnoOf(error) === "ENOENT" ? "not there" : "unknown", error };
  }
}

/** @returns null where it is allowed. */
async function refusalOf(entry: string, mode: number): Promise<unknown> {
  return access(entry, mode).then(
    () => null,
    (error: unknown) => error,
  );
}
