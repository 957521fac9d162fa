/**
 * `demo`: the main job, live. An API in this process, a simulated town in a folder of its own, the operator between
 * them, and a person (demo-story.ts) who takes the town over, gives it work, works beside it, and asks for an end.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ALL_KINDS, crds } from "../kinds/index.ts";
import { ConfigError, type Config } from "../settings/index.ts";
import { startEmbeddedApi } from "embedded-kube";
import { GT_VERSIONS, isGtVersion, seedTown, withState, type TownSeed } from "simulated-town";
import { connect, createKubeApi } from "../kube/index.ts";
import { assemble } from "./assembly.ts";
import { closingAfter, type Close } from "./closing.ts";
import { createScreen } from "./demo-screen.ts";
import { Story } from "./demo-story.ts";
import { sumUp } from "./demo-summary.ts";
import { DEMO_TOWN } from "./demo-town.ts";
import { KUBECONFIG_NAME, noteInspector } from "./noted-inspector.ts";
import { openLogger } from "./open-logger.ts";
import { untilStopped } from "./lifetime.ts";
import { troubleWith } from "@gastown/system";
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
  const folder = madeFolder();
  // Again where a simulated agent has just written into it.
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once("exit", remove);
  opened(() => {
    process.off("exit", remove);
    remove();
  });
  return folder;
}

function madeFolder(): string {
  try {
    return mkdtempSync(path.join(tmpdir(), "gastown-demo-"));
  } catch (cause) {
    const why = troubleWith(tmpdir(), cause);
    throw new Error(`the demo's folder cannot be made, ${why}; or let TMPDIR name another folder`, { cause });
  }
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
  const embedded = await startEmbeddedApi({
    crds: crds(ALL_KINDS),
    kubeconfigPath,
    name: KUBECONFIG_NAME,
  });
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
  noteInspector(kubeconfigPath, assembled.inspectorUrl);
  if (assembled.inspectorUrl !== null) screen.say(`Watch it live: ${assembled.inspectorUrl}`);
  if ((await Promise.race([assembled.operator.start(), stopped])) !== undefined) return;
  const told = await Promise.race([story.tell(), stopped]);
  if (typeof told === "string") return;
  const closed = withState(townRoot, ({ beads }) => beads.filter(({ status }) => status === "closed").length);
  const left = { townRoot, kubeconfigPath, program, metricsPort: assembled.httpPort };
  sumUp(screen, { closed, proven: told }, exits ? null : left);
  if (exits) return;
  await stopped;
}

/** How whoever watches this calls the program: in a checkout, by npx, or as it was installed. */
function programName(script: string): string {
  if (script.endsWith(".ts")) return "npm start --";
  return script.includes("_npx") ? "npx gastown-operator" : "gastown-operator";
}
