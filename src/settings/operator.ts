/** The settings: each with its flag, its variable, its meaning and its default, and as options of a command. */
import { Option, type Command } from "commander";
import { AGENT_POD_SETTINGS } from "./agent-pods.ts";
import { ELECTION_SETTINGS } from "./election.ts";
import { GT_SETTINGS } from "./gt.ts";
import { INSPECTOR_SETTINGS } from "./inspector.ts";
import { JOURNAL_SETTINGS } from "./journal.ts";
import type { Setting } from "./setting.ts";
import { WATCHDOG_SETTINGS } from "./watchdog.ts";

export const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

export const SETTINGS = {
  ...GT_SETTINGS,
  kubeconfig: {
    flag: "kubeconfig",
    variable: "KUBECONFIG",
    argument: "<path>",
    about: "cluster to connect to; without one ~/.kube/config, or the service account in a pod",
  },
  httpAddress: {
    flag: "http-address",
    variable: "GASTOWN_HTTP_ADDRESS",
    argument: "<address>",
    about: "where /metrics, /healthz and /readyz are served",
    fallback: ":8080",
  },
  ...INSPECTOR_SETTINGS,
  pollInterval: {
    flag: "poll-interval",
    variable: "GASTOWN_POLL_INTERVAL",
    argument: "<duration>",
    about: "how often the town is read without being woken",
    fallback: "30s",
  },
  namespace: {
    flag: "namespace",
    variable: "GASTOWN_NAMESPACE",
    argument: "<name>",
    about: "watch this namespace only; all without it",
  },
  dataDir: {
    flag: "data-dir",
    variable: "GASTOWN_DATA_DIR",
    argument: "<path>",
    about: "folder of the journal, which is kept in memory where none is named",
  },
  ...JOURNAL_SETTINGS,
  adopt: {
    flag: "adopt",
    variable: "GASTOWN_ADOPT",
    argument: "<true|false>",
    about: "give rigs and polecats without a resource one that only observes",
  },
  town: {
    flag: "town",
    variable: "GASTOWN_TOWN",
    argument: "<name>",
    about: "serve the Rigs whose label gastown.gastown.io/town is this; without it, those that have none",
  },
  ...ELECTION_SETTINGS,
  logLevel: {
    flag: "log-level",
    variable: "GASTOWN_LOG_LEVEL",
    argument: "<level>",
    about: LEVELS.join(", "),
    fallback: "info",
  },
  stuckThreshold: {
    flag: "stuck-threshold",
    variable: "GASTOWN_STUCK_THRESHOLD",
    argument: "<duration>",
    about: "how long a polecat may have work and no sign of life before it is Stuck, without a Witness",
    fallback: "15m",
  },
  defaultWitness: {
    flag: "default-witness",
    variable: "GASTOWN_DEFAULT_WITNESS",
    argument: "<true|false>",
    about: "tell of stuck polecats also in rigs without a Witness resource",
    fallback: "true",
  },
  ...AGENT_POD_SETTINGS,
  ...WATCHDOG_SETTINGS,
} satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
export const VARIABLES: readonly string[] = Object.values(SETTINGS).map(({ variable }) => variable);
/** What a command changes in the defaults. */
export type Defaults = Partial<Readonly<Record<SettingName, string>>>;

/**
 * Adds an option for each setting but those that have no effect there, so that `--help` cannot miss one.
 * @param meanings what some of them are there, where that is another thing.
 */
export function addSettings(
  command: Command,
  defaults: Defaults = {},
  omitted: readonly SettingName[] = [],
  meanings: Defaults = {},
): Command {
  for (const [name, setting] of entries()) {
    if (omitted.includes(name)) continue;
    const about = meanings[name] ?? setting.about;
    const fallback = defaults[name] ?? setting.fallback;
    const known =
      fallback === undefined ? `(${setting.variable})` : `(${setting.variable}; default ${fallback})`;
    command.addOption(new Option(`--${setting.flag} ${setting.argument}`, `${about} ${known}`));
  }
  return command;
}

/** For a command that uses few. */
export function allBut(...kept: readonly SettingName[]): readonly SettingName[] {
  return entries().flatMap(([name]) => (kept.includes(name) ? [] : name));
}

function entries(): readonly (readonly [SettingName, Setting])[] {
  const isName = (name: string): name is SettingName => name in SETTINGS;
  return Object.keys(SETTINGS)
    .filter(isName)
    .map((name) => [name, SETTINGS[name]]);
}
