/**
 * `demo`: the main job, live. An API in this process, a simulated town in a folder of its own, the operator between
 * them, and a person (demo-story.ts) who takes the town over, gives it work, works beside it, and asks for an end.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ALL_KINDS, crds } from "../kinds/index.ts";
import { ConfigError, type Config } from "../config.ts";
import { startEmbeddedApi } from "../embedded/kube/index.ts";
import { GT_VERSIONS, isGtVersion, seedTown, withState, type TownSeed } from "../embedded/town/index.ts";
import { shellWord } from "../grammar/index.ts";
import { connect, createKubeApi } from "../kube/index.ts";
import { assemble } from "./assembly.ts";
import { closingAfter, type Close } from "./closing.ts";
import { createScreen, type Screen } from "./demo-screen.ts";
import { Story } from "./demo-story.ts";
import { DEMO_TOWN, FILE_LEFT, LEFT_OPEN } from "./demo-town.ts";
import { noteInspector } from "./noted-inspector.ts";
import { openLogger } from "./open-logger.ts";
import { untilStopped } from "./lifetime.ts";
import { simulatedGtEntry } from "./simulated-gt.ts";

const GRACE_MS = 3_000;

interface DemoOptions {
  readonly exits: boolean;
  /** Of the simulated gt. */
  readonly gtVersion: string;
}

/** @throws ConfigError where the simulated gt does not speak the version. */
export async function demo(given: Config, { exits, gtVersion }: DemoOptions): Promise<void> {
  if (!isGtVersion(gtVersion)) {
    const spoken = GT_VERSIONS.join(" and ");
    throw new ConfigError(`the simulated gt does not speak ${gtVersion}: it speaks ${spoken}`);
  }
  const town = { ...DEMO_TOWN, gtVersion };
  const stopped = untilStopped();
  await closingAfter((opened) => show(given, town, exits, stopped, opened));
}

/** @returns a folder of its own, which goes with the demo, however that ends. */
function temporaryFolder(opened: (close: Close) => void): string {
  const folder = mkdtempSync(path.join(tmpdir(), "gastown-demo-"));
  // Again where a simulated agent has just written into it.
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once("exit", remove);
  opened(() => {
    process.off("exit", remove);
    remove();
  });
  return folder;
}

async function show(
  given: Config,
  town: TownSeed,
  exits: boolean,
  stopped: Promise<string>,
  opened: (close: Close) => void,
): Promise<void> {
  const folder = temporaryFolder(opened);
  const townRoot = path.join(folder, "town");
  const gtPath = seedTown(
    townRoot,
    town,
    { nodePath: process.execPath, entry: simulatedGtEntry() },
    Date.now(),
  );
  const config: Config = { ...given, townRoot, gtPath };
  const kubeconfigPath = path.join(folder, "kubeconfig");
  const embedded = await startEmbeddedApi({ crds: crds(ALL_KINDS), kubeconfigPath });
  opened(() => embedded.stop());
  const logger = await openLogger(config);
  const connection = connect({ kubeconfig: kubeconfigPath }, () => Date.now());
  const assembled = await assemble(config, connection, logger, { takesFreePort: true });
  opened(() => assembled.close(GRACE_MS));
  const { stdout } = process;
  const isColoured = stdout.isTTY && !given.env["NO_COLOR"] && given.env["TERM"] !== "dumb";
  const screen = createScreen(
    (text) => stdout.write(text),
    isColoured,
    () => Date.now(),
  );
  const watcher = connect({ kubeconfig: kubeconfigPath }, () => Date.now());
  opened(() => watcher.close());
  const program = programName(process.argv[1] ?? "");
  const story = new Story({ api: createKubeApi(watcher), screen, townRoot, program });
  opened(() => story.close());
  if (assembled.inspectorUrl !== null) noteInspector(kubeconfigPath, assembled.inspectorUrl);
  if (assembled.inspectorUrl !== null) screen.say(`Watch it live: ${assembled.inspectorUrl}`);
  if ((await Promise.race([assembled.operator.start(), stopped])) !== undefined) return;
  const told = await Promise.race([story.tell(), stopped]);
  if (typeof told === "string") return;
  sumUp(screen, { townRoot, kubeconfigPath, program, metricsPort: assembled.httpPort });
  if (exits) {
    screen.verdict(`PASS: ${told.length} things were shown, and each was checked`);
    screen.table(told);
    return;
  }
  screen.say("It stays up until Ctrl-C.");
  await stopped;
}

/** How whoever watches this calls the program: in a checkout, by npx, or as it was installed. */
function programName(script: string): string {
  if (script.endsWith(".ts")) return "npm start --";
  return script.includes("_npx") ? "npx gastown-operator" : "gastown-operator";
}

interface LeftUp {
  readonly townRoot: string;
  readonly kubeconfigPath: string;
  readonly program: string;
  readonly metricsPort: number;
}

/** What came of it, and what is left to try. */
function sumUp(screen: Screen, { townRoot, kubeconfigPath, program, metricsPort }: LeftUp): void {
  const closed = withState(townRoot, ({ beads }) => beads.filter(({ status }) => status === "closed").length);
  screen.verdict(`${closed} beads closed, 1 end refused: its file is safe.`);
  const { bead, rig } = LEFT_OPEN;
  screen.step("Try it yourself", `Bead ${bead} was left open for you. In another terminal:`);
  screen.command(`export KUBECONFIG=${shellWord(kubeconfigPath)}`);
  screen.command(`${program} sling ${bead} ${rig} --wait`);
  screen.command(`${program} status`);
  screen.command("kubectl get gastown -A");
  screen.say(`And what lets polecat/dirty end, for it is tried again by itself:`);
  screen.command(`rm ${shellWord(townRoot)}/beta/polecats/*/beta/${FILE_LEFT}`);
  screen.say(`Metrics: http://127.0.0.1:${metricsPort}/metrics`);
}
