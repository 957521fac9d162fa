/** The program: its commands, their options, and what a wrong one leads to (one clear line, exit 2). */
import { Command, CommanderError } from "commander";
import {
  addSettings,
  allBut,
  ConfigError,
  readConfig,
  type Config,
  type Defaults,
  type Environment,
  type Flags,
  type SettingName,
} from "../settings/index.ts";
import { forgottenValue } from "./flag-values.ts";
import { formatItem } from "./help-item.ts";
import { addInspect } from "./inspect-command.ts";
import { complain, print, watchOutput } from "./output.ts";
import { addReplay } from "./replay-command.ts";
import { run } from "./run.ts";
import type { ProgramName } from "./program-name.ts";
import { exitCodeFor, oneLine, spoken } from "./speech.ts";
import { unknownVariables } from "./unknown-variables.ts";
import { addWhy } from "./why-command.ts";
import { VERSION } from "./version.ts";

// `run` loads nothing of the other commands, which bring an API server, a WebSocket and more: it is to be ready soon, and small.

/** On a laptop nobody else should reach the metrics, and every polecat of the town is worth seeing. */
const AT_HOME: Defaults = { adopt: "true", httpAddress: "127.0.0.1:0" };
const LOCAL: Defaults = { ...AT_HOME, dataDir: "~/.gastown-operator" };
const DEMO: Defaults = { ...AT_HOME, pollInterval: "2s", logLevel: "silent" };

/** What a command brings itself is no setting of it. */
const OWN_CLUSTER: readonly SettingName[] = [
  "kubeconfig",
  // It is the only operator of its API.
  "leaderElect",
  "leaderElectNamespace",
  "leaderElectLeaseDuration",
  "leaderElectRenewDeadline",
  "leaderElectRetryPeriod",
];
/** Its town is simulated, its resources are made for it, and it is over in a minute. */
const OF_DEMO = allBut(
  "httpAddress",
  "inspectorAddress",
  "inspectorTokenFile",
  "pollInterval",
  "dataDir",
  "logLevel",
);
const OF_INIT = allBut("townRoot", "gtPath", "gtEnv", "readTimeout", "namespace", "town");

/** Runs the command of `argv` to its end and sets the exit code. */
export async function program(
  argv: readonly string[],
  env: Environment,
  name: ProgramName = "gastown-operator",
): Promise<void> {
  watchOutput((cause) => {
    const lost = new Error("what this prints is lost: standard output cannot be written", { cause });
    for (const line of spoken(lost, name)) complain(line);
  });
  const command = build(env, name);
  if (argv[2] !== "run") await addOthers(command, env, name);
  if (argv[2] === "__complete") return completed(command, argv.slice(3), env);
  try {
    const forgotten = forgottenValue(command, argv.slice(2));
    if (forgotten !== null) throw new ConfigError(forgotten);
    if (argv[2] !== "run") await checkPlaces(command, argv.slice(2), name);
    await command.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has said what is wrong (see `oneLine`); asking for help or the version is no mistake.
      process.exitCode = error.exitCode === 0 ? 0 : exitCodeFor(new ConfigError(""), name);
      return;
    }
    for (const line of spoken(error, name)) complain(line);
    process.exitCode = exitCodeFor(error, name);
  }
}

function build(env: Environment, name: ProgramName): Command {
  const command = new Command(name)
    .description(
      name === "gastown-operator"
        ? "Kubernetes operator for Gas Town: Rigs, Polecats and Convoys as custom resources"
        : "Gas Town by its resources: what the town does, and what you ask of it",
    )
    .version(spokenVersion(name), "--version", "print the version")
    .exitOverride()
    .configureHelp({ formatItem })
    .configureOutput({
      writeOut: (text) => process.stdout.write(inItsName(text, name)),
      outputError: (message) => complain(oneLine(message, name)),
    });
  if (name === "gastown-operator") addOperator(command, env);
  return command;
}

async function addOthers(command: Command, env: Environment, name: ProgramName): Promise<void> {
  const { addCompletion, addVerbs } = await import("./plugin/index.ts");
  addVerbs(command, env);
  if (name === "gastown-operator") {
    addCompletion(command);
    const { addPodCommands } = await import("./pod-commands.ts");
    addPodCommands(command, env);
  }
  addWhy(command, env);
  addInspect(command, env);
  command
    .command("version")
    .description("print the version")
    .action(() => {
      process.stdout.write(`${spokenVersion(name)}\n`);
    });
}

/** @throws ConfigError for what stands in a place where it would mean something else. */
async function checkPlaces(command: Command, words: readonly string[], name: ProgramName): Promise<void> {
  const { misplaced } = await import("./misplaced.ts");
  const problem = misplaced(command, words, name);
  if (problem !== null) throw new ConfigError(problem);
}

/** The words of a line that is being typed are no command line yet. */
async function completed(command: Command, words: readonly string[], env: Environment): Promise<void> {
  const { complete } = await import("./plugin/index.ts");
  for (const line of await complete(command, words, env)) print(line);
  // A cluster that does not answer is asked no further.
  process.stdout.write("", () => process.exit(0));
}

function spokenVersion(name: ProgramName): string {
  return `${name} ${VERSION}`;
}

/** The commands that bring an operator, or what one has left. */
function addOperator(command: Command, env: Environment): void {
  const add = (
    name: string,
    about: string,
    defaults: Defaults,
    start: (config: Config) => Promise<void>,
    omitted: readonly SettingName[] = [],
  ): Command =>
    addSettings(command.command(name).description(about), defaults, omitted)
      .exitOverride()
      .action(async (flags: Readonly<Record<string, unknown>>) =>
        start(configOf(flags, env, defaults, omitted)),
      );
  add("run", "run in a cluster, or beside one", { adopt: "false" }, run);
  add(
    "local",
    "an API on this machine for the town at GT_TOWN_ROOT: kubectl without a cluster",
    LOCAL,
    async (config) => (await import("./local.ts")).local(config),
    OWN_CLUSTER,
  );
  const demoed = command.command("demo").description("the main job on a simulated town, in one terminal");
  addSettings(demoed, DEMO, OF_DEMO)
    .option("--exit", "end by itself when all has been shown; exit 1 when something did not happen")
    .option("--gt-version <version>", "the gt that the simulated town has: 1.0.1 or 1.2.1", "1.0.1")
    .exitOverride()
    .action(async ({ gtVersion, ...flags }: Readonly<Record<string, unknown>>) => {
      const { demo } = await import("./demo.ts");
      await demo(configOf(flags, env, DEMO, OF_DEMO), {
        exits: flags["exit"] === true,
        gtVersion: String(gtVersion),
      });
    });
  addInit(command, env);
  addReplay(command);
}

const INIT_HELP = `
It asks gt which rigs and polecats there are. Where an operator adopts
(\`local\`, --adopt true), they are there already: this is for who keeps
manifests in git.

  gastown-operator init --town-root ~/gt > town.yaml
  gastown-operator init --manage | kubectl apply -f -
`;

function addInit(command: Command, env: Environment): void {
  const declared = command.command("init").description("the town's rigs and polecats as YAML, only observed");
  const meanings = {
    namespace: "namespace of the polecats, default without it",
    town: "label gastown.gastown.io/town of the rigs, where a cluster has several towns",
  };
  addSettings(declared, {}, OF_INIT, meanings)
    .option("--manage", "let the operator act on them")
    .addHelpText("after", INIT_HELP)
    .exitOverride()
    .action(async (flags: Readonly<Record<string, unknown>>) => {
      const { init } = await import("./init.ts");
      await init(configOf(flags, env, {}, OF_INIT), { manages: flags["manage"] === true });
    });
}

/** @throws ConfigError */
function configOf(
  flags: Flags,
  env: Environment,
  defaults: Defaults,
  omitted: readonly SettingName[],
): Config {
  const config = readConfig(flags, env, defaults, omitted);
  for (const line of unknownVariables(env)) complain(`gastown-operator: warning: ${line}`);
  return config;
}

/** The examples of a help are to be copied: each says the name under which it was asked for. */
function inItsName(help: string, name: ProgramName): string {
  return help.replaceAll(/^( {2})(?:gastown-operator|kubectl gastown)(?= [a-z])/gm, `$1${name}`);
}
