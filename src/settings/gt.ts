/** The settings that bear on gt: where it is, what it gets, and how long it may take. */
import type { Setting } from "./setting.ts";

/** An agent's prompt may take 3 min to come up; a sling that is cut off leaves half a polecat. */
export const LEAST_SLING_MS = 240_000;

export const GT_SETTINGS = {
  townRoot: {
    flag: "town-root",
    variable: "GT_TOWN_ROOT",
    argument: "<path>",
    about: "folder of the town",
    fallback: "~/gt",
  },
  gtPath: {
    flag: "gt-path",
    variable: "GT_PATH",
    argument: "<path>",
    about: "the gt program",
    fallback: "gt",
  },
  gtEnv: {
    flag: "gt-env",
    variable: "GASTOWN_GT_ENV",
    argument: "<names>",
    about: "variables that gt and its agents get besides the usual ones, such as GT_DOLT_HOST,GT_DOLT_PORT",
  },
  readTimeout: {
    flag: "read-timeout",
    variable: "GASTOWN_READ_TIMEOUT",
    argument: "<duration>",
    about: "deadline of a gt call that only reads; a large town needs seconds for its list",
    fallback: "30s",
  },
  slingTimeout: {
    flag: "sling-timeout",
    variable: "GASTOWN_SLING_TIMEOUT",
    argument: "<duration>",
    about: "deadline of gt sling, at least 4m: an agent's prompt may take 3m to come up",
    fallback: "5m",
  },
} satisfies Record<string, Setting>;

/** Why gt may not get these, whatever a person says. */
const KEPT_OUT: Readonly<Record<string, string>> = {
  GT_TOWN_ROOT: "--town-root sets it",
  BD_JSON_ENVELOPE: "it changes the form of what gt prints",
};

/** @returns the names, or what is wrong with the text. */
export function parseNames(text: string): readonly string[] | { readonly problem: string } {
  const names = text.split(",").map((name) => name.trim());
  const bad = names.find((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
  if (bad !== undefined)
    return { problem: `names of variables with commas between them; ${JSON.stringify(bad)} is none` };
  const keptOut = names.find((name) => Object.hasOwn(KEPT_OUT, name));
  if (keptOut !== undefined) return { problem: `other names than ${keptOut}: ${KEPT_OUT[keptOut] ?? ""}` };
  return [...new Set(names)];
}
