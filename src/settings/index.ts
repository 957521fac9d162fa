/**
 * src/settings/: what a person sets, by flags, variables and defaults.
 *
 * In: the flags that commander parsed, and the environment. Out: a checked `Config`, or a `ConfigError` with the one line
 * that a person sees. operator.ts lists every setting of `run`, `local` and `demo`; those of one concern stand in a file of their own
 * (gt.ts, election.ts, journal.ts, inspector.ts, watchdog.ts). pods/ holds those of `clone` and `warden`, apart, so that
 * the operator loads nothing of them.
 */
export {
  addSettings,
  allBut,
  ConfigError,
  readConfig,
  VARIABLES,
  type Config,
  type Defaults,
  type Environment,
  type Flags,
  type SettingName,
} from "./config.ts";
export type { ElectionSettings } from "./election.ts";
export { camelCase, type Setting } from "./setting.ts";
