/** Changes of many resources at once: Convoys that are created, Polecats that are set to Terminated. */
import { boundOf, giveUpAfterMs } from "./converging.ts";
import type { OperatorUnderTest } from "./operator-under-test.ts";
import type { PeerOptions } from "./options.ts";
import { applyAll, convoysOf, inTurns } from "./population.ts";
import type { Scene } from "./scene.ts";
import { openWindow, reached, type Taken } from "./window.ts";

export interface MassChange extends Taken {
  readonly resources: number;
  /** How many came to where they were to be. */
  readonly arrived: number;
  /** What gt alone needs, s. */
  readonly boundSeconds: number;
}

/** gt creates one convoy after another. */
const convoyBound = ({ latency, convoys }: PeerOptions): number => (latency * convoys) / 1000;

/** The writes of a rig are serial: each end stops a session and nukes a polecat. */
const endBound = (options: PeerOptions): number => 2 * boundOf(options);

export async function createConvoys(scene: Scene, operator: OperatorUnderTest): Promise<MassChange> {
  const { cluster, options, beads } = scene;
  const convoys = convoysOf(options.convoys, beads);
  const observed = (): number =>
    cluster.all("Convoy").filter(({ status }) => (status.phase ?? "Pending") !== "Pending").length;
  const window = openWindow(scene, operator);
  await applyAll(cluster, convoys);
  await reached(operator, () => observed() === convoys.length, giveUpAfterMs(options));
  return {
    ...window.end(),
    ...{ resources: convoys.length, arrived: observed(), boundSeconds: convoyBound(options) },
  };
}

/**
 * A person wants all of them gone. gt 1.0.1 gives up a polecat with work on its hook; from 1.2 on it does not, so there all
 * hand in their work first, and their beads are closed. Those whose bead was closed for them are left out there: gt refuses to
 * nuke a polecat that never handed anything in.
 */
export async function endAll(scene: Scene, operator: OperatorUnderTest): Promise<MassChange> {
  const { cluster, town, options } = scene;
  const isOld = options["gt-version"] === "1.0.1";
  const names = cluster
    .all("Polecat")
    .filter(({ status }) => isOld || status.phase === "Working")
    .map(({ metadata }) => metadata.name);
  const inPhase = (phase: string): number =>
    names.filter((name) => cluster.get("Polecat", name)?.status.phase === phase).length;
  if (!isOld) {
    town.finishAll();
    await reached(operator, () => inPhase("Working") === 0, giveUpAfterMs(options));
  }
  const window = openWindow(scene, operator);
  await inTurns(names, (name) => cluster.setSpec("Polecat", name, { desiredState: "Terminated" }));
  await reached(operator, () => inPhase("Terminated") === names.length, giveUpAfterMs(options));
  return {
    ...window.end(),
    ...{ resources: names.length, arrived: inPhase("Terminated"), boundSeconds: endBound(options) },
  };
}
