/** What `local` cannot do without and does not find, in one sentence with what to do: not everybody has a town yet. */
import type { Config } from "../settings/index.ts";
import { shellWord } from "@gastown/system";
import { wrapped } from "../grammar/index.ts";
import type { HealthReport } from "../telemetry/index.ts";

/** Behind the cause the report names settings, of the chart too, which are not what somebody at a laptop looks for. */
const SETTINGS = /: set GT_.*$/;
const WIDTH = 80;

/** Empty where nothing is missing. */
export function lackLines({ checks }: HealthReport, config: Config): readonly string[] {
  const lacking = checks.filter(({ name, ok }) => !ok && (name === "gt" || name === "town root"));
  if (lacking.length === 0) return [];
  const causes = lacking.map(({ message }) => message.replace(SETTINGS, "")).join(", and ");
  const remedies = lacking.map(({ name }) => (name === "gt" ? INSTALL : begin(config))).join(". ");
  const text = `There is no town to show yet: ${causes}. ${remedies}. It looks again by itself. Without either, \`gastown-operator demo\` shows a simulated town.`;
  return wrapped(text, WIDTH);
}

const INSTALL = "Install gt (https://github.com/steveyegge/gastown), or start this again with --gt-path";

function begin({ townRoot }: Config): string {
  return `Make a town with \`gt install ${shellWord(townRoot)}\`, or start this again with the --town-root of yours`;
}
