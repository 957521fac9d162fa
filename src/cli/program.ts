/** The program: its commands, their options, and what a wrong one leads to (one clear line, exit 2). */
import { z } from "zod";
import { Command, CommanderError } from "commander";
import {
  addSettings,
  ConfigError,
  readConfig,
  type Config,
  type Defaults,
  type Environment,
  type SettingName,
} from "../config.ts";
import { redactText } from "../host/index.ts";
import { forgottenValue } from "./flag-values.ts";
import { formatItem } from "./help-item.ts";
import { addInspect } from "./inspect-command.ts";
import { complain, watchOutput } from "./output.ts";
import { addReplay } from "./replay-command.ts";
import { run } from "./run.ts";
import { addWhy } from "./why-command.ts";
import { VERSION } from "./version.ts";

// `run` loads nothing of the other commands, which bring an API server, a WebSocket and more: it is to be ready soon, and small.

/** On a laptop nobody else should reach the metrics, and every polecat of the town is worth seeing. */
const AT_HOME: Defaults = { adopt: "true", httpAddress: "127.0.0.1:0" };
const DEMO: Defaults = { ...AT_HOME, pollInterval: "2s", logLevel: "silent" };

/** What a command brings itself is no setting of it. */
const OWN_CLUSTER: readonly SettingName[] = ["kubeconfig"];
const OWN_TOWN: readonly SettingName[] = ["townRoot", "gtPath"];

const SPOKEN_VERSION = `gastown-operator ${VERSION}`;

/** Runs the command of `argv` to its end and sets the exit code. */
export async function program(argv: readonly string[], env: Environment): Promise<void> {
  watchOutput();
  const command = build(env);
  try {
    const forgotten = forgottenValue(command, argv.slice(2));
    if (forgotten !== null) throw new ConfigError(forgotten);
    await command.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has said what is wrong (see `oneLine`); asking for help or the version is no mistake.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    complain(`gastown-operator: ${redactText(describe(error))}`);
    process.exitCode = error instanceof ConfigError ? 2 : 1;
  }
}

function build(env: Environment): Command {
  const command = new Command("gastown-operator")
    .description("Kubernetes operator for Gas Town: Rigs, Polecats and Convoys as custom resources")
    .version(SPOKEN_VERSION, "--version", "print the version")
    .exitOverride()
    .configureHelp({ formatItem })
    .configureOutput({ outputError: (message, write) => write(oneLine(message)) });
  const add = (
    name: string,
    about: string,
    defaults: Defaults,
    start: (config: Config) => Promise<void>,
    omitted: readonly SettingName[] = [],
  ): Command =>
    addSettings(command.command(name).description(about), defaults, omitted)
      .exitOverride()
      .action(async (flags: Readonly<Record<string, unknown>>) => start(readConfig(flags, env, defaults)));
  add("run", "run in a cluster, or beside one", { adopt: "false" }, run);
  add(
    "local",
    "an API on this machine for the town at GT_TOWN_ROOT: kubectl without a cluster",
    AT_HOME,
    async (config) => (await import("./local.ts")).local(config),
    OWN_CLUSTER,
  );
  const demoed = command.command("demo").description("the main job on a simulated town, in one terminal");
  addSettings(demoed, DEMO, [...OWN_CLUSTER, ...OWN_TOWN])
    .option("--exit", "end by itself when all has been shown; exit 1 when something did not happen")
    .option("--gt-version <version>", "the gt that the simulated town has: 1.0.1 or 1.2.1", "1.0.1")
    .exitOverride()
    .action(async ({ gtVersion, ...flags }: Readonly<Record<string, unknown>>) => {
      const { demo } = await import("./demo.ts");
      await demo(readConfig(flags, env, DEMO), {
        exits: flags["exit"] === true,
        gtVersion: String(gtVersion),
      });
    });
  addReplay(command);
  addWhy(command, env);
  addInspect(command, env["KUBECONFIG"]);
  command
    .command("version")
    .description("print the version")
    .action(() => {
      process.stdout.write(`${SPOKEN_VERSION}\n`);
    });
  return command;
}

/** Commander puts what it suggests on a second line. */
function oneLine(message: string): string {
  return `gastown-operator: ${message
    .replace(/^error: /, "")
    .trim()
    .replaceAll(/\s+/g, " ")}; see --help\n`;
}

/** The message and what caused it, on one line. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = causeOf(error);
  return `${error.message}${cause === null || error.message.includes(cause) ? "" : ` (${cause})`}`.replaceAll(
    /\s+/g,
    " ",
  );
}

/** A schema's own message is JSON, which is no word for people. */
function causeOf({ cause }: Error): string | null {
  if (cause instanceof z.ZodError) return z.prettifyError(cause);
  return cause instanceof Error ? cause.message : null;
}
