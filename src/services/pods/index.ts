/** What the machine of a polecat in pods invokes, by name, each with its input checked. */
import { z } from "zod";
import type { PodTarget } from "../../../machines/index.ts";
import { endPod, proveEnd } from "./end.ts";
import { askRemote, ensurePod } from "./pods.ts";
import { claimBead, handOver, releaseBead, type Ports } from "./town.ts";

export type { PlannedWork, PodOwner, PodPorts } from "./ports.ts";

type Service = (input: unknown, signal: AbortSignal) => Promise<unknown>;

/** @param inLane one after the other: two resources may ask for one bead, in pods and in the town. */
export function podServices(
  ports: Ports,
  inLane: (lane: string, signal: AbortSignal, run: () => Promise<unknown>) => Promise<unknown>,
): Readonly<Record<string, Service>> {
  const atOnce =
    (run: (target: PodTarget, signal: AbortSignal) => Promise<unknown>): Service =>
    async (raw, signal) =>
      run(podTarget.parse(raw), signal);
  const forBead =
    (run: (target: PodTarget, signal: AbortSignal) => Promise<unknown>): Service =>
    async (raw, signal) => {
      const target = podTarget.parse(raw);
      return inLane(`bead ${target.bead}`, signal, () => run(target, signal));
    };
  return {
    claimBead: forBead((target, signal) => claimBead(ports, target, signal)),
    ensurePod: atOnce((target, signal) => ensurePod(ports, target, signal)),
    askRemote: atOnce((target, signal) => askRemote(ports, target, signal)),
    handOver: forBead((target, signal) => handOver(ports, target, signal)),
    proveEnd: atOnce((target, signal) => proveEnd(ports, target, signal)),
    endPod: atOnce((target) => endPod(ports, target)),
    releaseBead: forBead((target) => releaseBead(ports, target)),
  };
}

const podTarget: z.ZodType<PodTarget> = z.object({
  uid: z.string().min(1),
  bead: z.string(),
  attempt: z.int().min(0),
});
