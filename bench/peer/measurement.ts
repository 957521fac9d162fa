/** One operator, measured from its start to the end of all that is asked for. */
import { setTimeout as delay } from "node:timers/promises";
import type { Closing } from "./closing.ts";
import type { Contender } from "./contender.ts";
import { converge, type Converged } from "./converging.ts";
import { createConvoys, endAll, type MassChange } from "./mass-changes.ts";
import type { OperatorUnderTest } from "./operator-under-test.ts";
import type { PeerOptions } from "./options.ts";
import { applyRigs } from "./population.ts";
import type { CpuSeconds } from "./process-figures.ts";
import { react, type Reactions } from "./reacting.ts";
import { restart } from "./restarting.ts";
import { createScene, type Scene } from "./scene.ts";
import type { ClientForm } from "./stub/client.ts";
import { openWindow, reached, type Taken } from "./window.ts";

export interface Measured {
  readonly operator: string;
  readonly client: ClientForm;
  /** From its start until it is idle beside its Rigs. */
  readonly startCpu: CpuSeconds;
  readonly converged: Converged;
  readonly steady: Taken | null;
  readonly reactions: Reactions | null;
  readonly convoys: MassChange | null;
  readonly ended: MassChange | null;
  readonly restarted: Taken | null;
  /** MiB: before there are Polecats, the most it ever was, and when all is over. */
  readonly resident: { readonly idle: number; readonly peak: number; readonly end: number };
}

/** Told what it does next. */
export type Tell = (what: string) => void;

const RIGS_WITHIN_MS = 30_000;
/** What belongs to a change is over by then. */
const SETTLING_MS = 10_000;
/** An operator may owe the town a rest after much work, and looks at it less often until then than it ever does again. */
const RESTING_MS = 120_000;

export async function measurePeer(
  contender: Contender,
  options: PeerOptions,
  {
    closing,
    tell,
    logs,
  }: { readonly closing: Closing; readonly tell: Tell; readonly logs?: string | undefined },
): Promise<Measured> {
  tell("kube-apiserver and etcd start");
  const scene = await createScene(contender, options, closing, logs);
  const operator = await startIdle(scene, tell);
  const startCpu = operator.cpu();
  const idle = operator.resident().now;
  tell(`${options.polecats} Polecats are created`);
  const converged = await converge(scene, operator);
  const after = await afterwards(scene, operator, tell);
  const { now, peak } = operator.resident();
  const resident = { idle, peak, end: now };
  if (options.restart) tell("the operator is ended and started again");
  const restarted = options.restart ? await restart(scene, operator) : null;
  const { clientForm: client } = scene.town;
  return { operator: contender.name, client, startCpu, converged, ...after, resident, restarted };
}

async function startIdle(scene: Scene, tell: Tell): Promise<OperatorUnderTest> {
  const { cluster, rigs, townRoot } = scene;
  await applyRigs(cluster, townRoot, rigs);
  tell("the operator starts");
  const operator = scene.startOperator();
  const seen = (): number => cluster.all("Rig").filter(({ status }) => status.phase !== undefined).length;
  if (!(await reached(operator, () => seen() === rigs.length, RIGS_WITHIN_MS)))
    tell(
      `only ${seen()} of ${rigs.length} Rigs have a phase. The operator printed last:\n${operator.tail()}`,
    );
  await delay(SETTLING_MS);
  return operator;
}

async function afterwards(
  scene: Scene,
  operator: OperatorUnderTest,
  tell: Tell,
): Promise<Pick<Measured, "steady" | "reactions" | "convoys" | "ended">> {
  const { options } = scene;
  const steady = options.steady === 0 ? null : await steadyTime(scene, operator, tell);
  if (options.reactions > 0) tell("beads are closed, one after another");
  const reactions = options.reactions === 0 ? null : await react(scene, operator);
  if (options.convoys > 0) tell(`${options.convoys} Convoys are created`);
  const convoys = options.convoys === 0 ? null : await createConvoys(scene, operator);
  if (options.end) tell("all Polecats are set to Terminated");
  const ended = options.end ? await endAll(scene, operator) : null;
  return { steady, reactions, convoys, ended };
}

async function steadyTime(scene: Scene, operator: OperatorUnderTest, tell: Tell): Promise<Taken> {
  tell("it comes to rest");
  await delay(RESTING_MS);
  tell(`nothing happens for ${scene.options.steady} s`);
  const window = openWindow(scene, operator);
  await delay(scene.options.steady * 1000);
  return window.end();
}
