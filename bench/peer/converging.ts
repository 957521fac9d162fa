/** From nothing to all Polecats at work: how long, against what gt alone needs, and at what cost. */
import type { OperatorUnderTest } from "./operator-under-test.ts";
import type { PeerOptions } from "./options.ts";
import { applyAll, polecatsOf } from "./population.ts";
import type { Scene } from "./scene.ts";
import { quantile, slingGaps } from "./stub/calls.ts";
import { openWindow, reached, type Taken } from "./window.ts";

export interface Converged extends Taken {
  readonly polecats: number;
  readonly working: number;
  /** What gt alone needs, for the slings of a rig are serial, s. */
  readonly boundSeconds: number;
  /** Of the time to the bound; null where not all came to work, or the bound is 0. */
  readonly ratio: number | null;
  readonly callsForEachSling: number;
  /** From the end of a sling to the begin of the rig's next, ms; null where no rig has two. */
  readonly betweenSlings: { readonly median: number; readonly p95: number } | null;
}

export async function converge(scene: Scene, operator: OperatorUnderTest): Promise<Converged> {
  const { options, cluster, rigs } = scene;
  const { polecats } = options;
  const working = (): number =>
    cluster.all("Polecat").filter(({ status }) => status.phase === "Working").length;
  const window = openWindow(scene, operator);
  await applyAll(cluster, polecatsOf(rigs));
  const hasConverged = await reached(operator, () => working() === polecats, giveUpAfterMs(options));
  const taken = window.end();
  const boundSeconds = boundOf(options);
  const gaps = slingGaps(window.calls());
  const [median, p95] = [quantile(gaps, 0.5), quantile(gaps, 0.95)];
  return {
    ...taken,
    polecats,
    working: working(),
    boundSeconds,
    ratio: hasConverged && boundSeconds > 0 ? taken.seconds / boundSeconds : null,
    callsForEachSling: taken.callCount / polecats,
    betweenSlings: median === null || p95 === null ? null : { median, p95 },
  };
}

/** L·N/R, for the rig with the most. */
export function boundOf({ latency, polecats, rigs }: PeerOptions): number {
  return (latency * Math.ceil(polecats / rigs)) / 1000;
}

const LEAST_WAIT_S = 300;

/** For whatever is asked of all Polecats. */
export function giveUpAfterMs(options: PeerOptions): number {
  return (options["give-up-after"] ?? Math.max(LEAST_WAIT_S, 10 * boundOf(options))) * 1000;
}
