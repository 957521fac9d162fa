/**
 * Configuration: what flags, variables and defaults say together; the only reader of the environment. A flag goes before
 * a variable, a variable before the default.
 */
import { durationBetween, isNamespace, LONGEST_WAIT_MS, parseDuration, parseSize } from "../grammar/index.ts";
import { agentPodSettings, type AgentPodSettings } from "./agent-pods.ts";
import { timingProblem, type ElectionSettings } from "./election.ts";
import { LEAST_SLING_MS, parseNames } from "./gt.ts";
import { expandHome } from "./home.ts";
import type { InspectorSettings } from "./inspector.ts";
import type { JournalSettings } from "./journal.ts";
import { camelCase, type Setting } from "./setting.ts";
import { LEVELS, SETTINGS, type Defaults, type SettingName } from "./operator.ts";

export { addSettings, allBut, VARIABLES, type Defaults, type SettingName } from "./operator.ts";

export type Flags = Readonly<Record<string, unknown>>;
export type Environment = Readonly<Record<string, string | undefined>>;

/** A bad value. The message is the one line that a person sees. */
export class ConfigError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ConfigError";
  }
}

export interface Config {
  readonly townRoot: string;
  readonly gtPath: string;
  /** Names of variables that gt gets besides the usual ones. */
  readonly gtEnv: readonly string[];
  readonly kubeconfig: string | undefined;
  readonly httpAddress: string;
  readonly inspector: InspectorSettings;
  readonly pollMs: number;
  /** Undefined is all namespaces. */
  readonly namespace: string | undefined;
  /** Undefined keeps the journal in memory. */
  readonly dataDir: string | undefined;
  readonly journal: JournalSettings;
  readonly adopt: boolean;
  /** Undefined serves what names no town. */
  readonly town: string | undefined;
  readonly leaderElection: ElectionSettings | undefined;
  readonly logLevel: string;
  readonly stuckThresholdMs: number;
  readonly readTimeoutMs: number;
  readonly defaultWitness: boolean;
  readonly slingTimeoutMs: number;
  /** Undefined: no pod is made. */
  readonly pods: AgentPodSettings | undefined;
  /** Null: nobody watches over the event loop. */
  readonly watchdogMs: number | null;
  readonly env: Environment;
}

/** Longer than a day nobody waits for a call or a lease; a timer could not hold 25 days of it. */
const LONGEST_CALL_MS = 86_400_000;

/**
 * @param omitted are no settings of the command: their variables, which may be there for another one, change nothing.
 * @throws ConfigError with one line that names the flag and what it takes.
 */
export function readConfig(
  flags: Flags,
  env: Environment,
  defaults: Defaults = {},
  omitted: readonly SettingName[] = [],
): Config {
  const text = (name: SettingName): string | undefined => {
    const setting: Setting = SETTINGS[name];
    const given = omitted.includes(name)
      ? undefined
      : (flags[camelCase(setting.flag)] ?? env[setting.variable]);
    const value = given ?? defaults[name] ?? setting.fallback;
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const needed = (name: SettingName, accepted: string): string => text(name) ?? refuse(name, "", accepted);
  const dataDir = text("dataDir");
  return {
    townRoot: expandHome(needed("townRoot", "a folder such as ~/gt"), env["HOME"]),
    gtPath: needed("gtPath", "a program such as gt or /usr/local/bin/gt"),
    gtEnv: variableNames(text("gtEnv")),
    kubeconfig: text("kubeconfig"),
    httpAddress: address("httpAddress", text("httpAddress") ?? ""),
    inspector: {
      address: inspectorAddress(text("inspectorAddress") ?? ""),
      tokenFile: text("inspectorTokenFile"),
    },
    pollMs: duration("pollInterval", text("pollInterval"), 100),
    namespace: namespace(text("namespace")),
    dataDir: dataDir === undefined ? undefined : expandHome(dataDir, env["HOME"]),
    journal: journal(text),
    adopt: truth("adopt", text("adopt") ?? "false"),
    town: townName(text("town")),
    leaderElection: election(text),
    logLevel: level(text("logLevel")),
    stuckThresholdMs: duration("stuckThreshold", text("stuckThreshold"), 1_000, LONGEST_WAIT_MS),
    readTimeoutMs: duration("readTimeout", text("readTimeout"), 1_000),
    defaultWitness: truth("defaultWitness", text("defaultWitness")),
    slingTimeoutMs: duration("slingTimeout", text("slingTimeout"), LEAST_SLING_MS),
    pods: pods(text),
    watchdogMs: watchdog(text("watchdogTimeout")),
    env,
  };
}

function refuse(name: SettingName, value: string | undefined, accepted: string): never {
  const { flag, variable } = SETTINGS[name];
  throw new ConfigError(`--${flag} (${variable}) is ${JSON.stringify(value ?? "")}: it takes ${accepted}`);
}

function duration(
  name: SettingName,
  value: string | undefined,
  least: number,
  most = LONGEST_CALL_MS,
): number {
  const ms = parseDuration(value ?? "");
  return ms !== null && ms >= least && ms <= most ? ms : refuse(name, value, durationBetween(least, most));
}

function watchdog(value: string | undefined): number | null {
  return value === "off" ? null : duration("watchdogTimeout", value, 1_000);
}

function size(name: SettingName, value: string | undefined, least: number): number {
  const bytes = parseSize(value ?? "");
  if (bytes !== null && bytes >= least) return bytes;
  return refuse(name, value, `a size such as 16Mi, of ${least} bytes or more`);
}

function journal(text: (name: SettingName) => string | undefined): JournalSettings {
  const bytes = (name: SettingName): number => size(name, text(name), 65_536);
  const ms = (name: SettingName): number => duration(name, text(name), 1_000, LONGEST_WAIT_MS);
  return {
    fsync: fsyncPolicy(text("journalFsync")),
    segmentBytes: bytes("journalSegmentSize"),
    segmentMs: ms("journalSegmentAge"),
    keepBytes: bytes("journalKeepSize"),
    keepMs: ms("journalKeepAge"),
  };
}

function fsyncPolicy(value: string | undefined): JournalSettings["fsync"] {
  if (value === "never" || value === "commit") return value;
  const ms = parseDuration(value ?? "");
  return ms !== null && ms > 0 && ms <= LONGEST_CALL_MS
    ? ms
    : refuse("journalFsync", value, "never, commit or a duration such as 1s, of 24h or less");
}

function variableNames(value: string | undefined): readonly string[] {
  const names = value === undefined ? [] : parseNames(value);
  return "problem" in names ? refuse("gtEnv", value, names.problem) : names;
}

function truth(name: SettingName, value: string | undefined): boolean {
  if (value === "true" || value === "false") return value === "true";
  return refuse(name, value, "true or false");
}

function namespace(value: string | undefined, name: SettingName = "namespace"): string | undefined {
  return value === undefined || isNamespace(value)
    ? value
    : refuse(name, value, "a namespace's name such as default");
}

/** It becomes part of a Lease's name, so it is narrower than a label's value. */
function townName(value: string | undefined): string | undefined {
  if (value === undefined || /^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/.test(value)) return value;
  return refuse("town", value, "a name such as east: small letters, digits and dashes, 40 at most");
}

function election(text: (name: SettingName) => string | undefined): ElectionSettings | undefined {
  const isAsked = truth("leaderElect", text("leaderElect"));
  const ms = (name: SettingName): number => duration(name, text(name), 100);
  const settings: ElectionSettings = {
    namespace: namespace(text("leaderElectNamespace"), "leaderElectNamespace"),
    leaseMs: ms("leaderElectLeaseDuration"),
    renewDeadlineMs: ms("leaderElectRenewDeadline"),
    retryMs: ms("leaderElectRetryPeriod"),
  };
  // Also where nobody elects: a value that is wrong would else be found out when somebody does.
  const problem = timingProblem(settings);
  if (problem !== null) return refuse(problem[0], text(problem[0]), problem[1]);
  return isAsked ? settings : undefined;
}

function pods(text: (name: SettingName) => string | undefined): AgentPodSettings | undefined {
  if (!truth("pods", text("pods"))) return undefined;
  const settings = agentPodSettings(text("podNamespaces") ?? text("namespace"), text("podImage"));
  return "wrong" in settings ? refuse(settings.wrong, text(settings.wrong), settings.accepted) : settings;
}

function level(value: string | undefined): string {
  return value !== undefined && LEVELS.includes(value) ? value : refuse("logLevel", value, LEVELS.join(", "));
}

function address(name: SettingName, value: string): string {
  const port = /^(?:\[[^\]]+\]|[^:]*):(\d{1,5})$/.exec(value)?.[1];
  return port !== undefined && Number(port) <= 65_535
    ? value
    : refuse(name, value, "an address such as :8080 or 127.0.0.1:8080");
}

function inspectorAddress(value: string): string | null {
  return value === "off" ? null : address("inspectorAddress", value);
}
