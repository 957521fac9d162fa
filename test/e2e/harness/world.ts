/** A world: a town, an API server and the operator between them, in a folder of its own. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TownSeed } from "simulated-town";
import { chosenApi, type ApiServer, type StartApi } from "./api-server.ts";
import { Cluster } from "./cluster.ts";
import { endProcessesIn } from "./left-behind.ts";
import { rig } from "./manifests.ts";
import { OperatorProcess } from "./operator-process.ts";
import { Town } from "./town.ts";
import { until } from "./until.ts";

export interface WorldOptions {
  readonly seed: TownSeed;
  /** Flags of `run` beside those that every world needs; a later one goes before an earlier one. */
  readonly flags?: readonly string[];
  /** Kept in memory without it. */
  readonly journal?: boolean;
  /** Variables of the operator beside those that every world needs. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface World<Api extends ApiServer = ApiServer> {
  readonly folder: string;
  readonly town: Town;
  readonly api: Api;
  readonly cluster: Cluster;
  /** The operator that was started last. */
  readonly operator: OperatorProcess;
  /** Starts the operator, again where it has ended, or one more beside it. @param flags are added to the world's. */
  readonly startOperator: (
    flags?: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => OperatorProcess;
  /** Waits until the town has been read so many times more. */
  readonly syncs: (count: number) => Promise<void>;
  /** Ends everything that was started, whatever state it is in. */
  readonly close: () => Promise<void>;
}

/** A world with its operator running and a Rig resource for each rig of the town. */
export function createWorld(options: WorldOptions): Promise<World> {
  return createWorldOn(chosenApi(), options);
}

export async function createWorldOn<Api extends ApiServer>(
  startApi: StartApi<Api>,
  { seed, flags = [], journal = false, env: ofAll = {} }: WorldOptions,
): Promise<World<Api>> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "gastown-e2e-")));
  const town = new Town(path.join(folder, "town"), seed);
  mkdirSync(path.join(folder, "api"));
  const api = await startApi(path.join(folder, "api"));
  const cluster = new Cluster(api.kubeconfigPath);
  const dataDir = journal ? ["--data-dir", path.join(folder, "data")] : [];
  const always = [
    "run",
    "--http-address",
    "127.0.0.1:0",
    "--inspector-address",
    "off",
    "--poll-interval",
    "500ms",
    ...dataDir,
    ...flags,
  ];
  const KUBECONFIG = api.operatorKubeconfigPath ?? api.kubeconfigPath;
  const env = { HOME: folder, KUBECONFIG, GT_TOWN_ROOT: town.root, GT_PATH: town.gtPath, ...ofAll };
  const operators: OperatorProcess[] = [];
  const start = (
    added: readonly string[] = [],
    otherEnv: Readonly<Record<string, string>> = {},
  ): OperatorProcess => {
    const started = new OperatorProcess([...always, ...added], { ...env, ...otherEnv });
    operators.push(started);
    return started;
  };
  let operator = start();
  const world: World<Api> = {
    folder,
    town,
    api,
    cluster,
    get operator() {
      return operator;
    },
    startOperator(more, otherEnv) {
      operator = start(more, otherEnv);
      return operator;
    },
    async syncs(count) {
      const reads = (): number => town.calls("health ").filter(({ endedAt }) => endedAt !== null).length;
      // Each begins and ends with health; the one under way has begun with it before now.
      const enough = reads() + 2 * count + 1;
      await until(
        `the town is read ${count} times more`,
        () => reads() >= enough,
        () => operator.tail(),
      );
    },
    async close() {
      await Promise.all(operators.map((started) => started.stop("SIGKILL")));
      endProcessesIn(folder);
      await cluster.close();
      await api.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    for (const { name, prefix } of seed.rigs) await cluster.apply(rig(town.root, { name, prefix }));
    return world;
  } catch (error) {
    await world.close();
    throw error;
  }
}
