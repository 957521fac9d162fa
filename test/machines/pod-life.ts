/** The life of a polecat in pods, for tests: events of its pods and its bead, and the answers of its services. */
import { podMachine, type PodSight, type PodStage, type PodDesired } from "../../machines/index.ts";
import { live, type Life } from "./life.ts";

export const BEAD = "al-1";

export const POD_DESIRED: PodDesired = {
  generation: 1,
  rig: "alpha",
  gtRig: "alpha",
  managed: true,
  state: "Working",
  bead: BEAD,
  paused: false,
  deletionTerminates: false,
  objection: null,
  mostFailures: 3,
};

const OVER: readonly PodStage[] = ["done", "failed", "disrupted"];

export function sight(attempt: number, stage: PodStage, parts: Partial<PodSight> = {}): PodSight {
  const isOver = OVER.includes(stage);
  return {
    name: `nux-${attempt}`,
    uid: `pod-${attempt}`,
    attempt,
    stage,
    cause: "Because",
    message: "so it is",
    isOver,
    isReported: isOver,
    ...parts,
  };
}

export interface PodLife {
  readonly life: Life;
  readonly state: () => string;
  /** Kubernetes tells of all pods of the polecat. */
  readonly pods: (...pods: readonly PodSight[]) => PodLife;
  /** The town is read, and has the bead like this. */
  readonly bead: (status: string) => PodLife;
  readonly desired: (parts: Partial<PodDesired>) => PodLife;
  readonly restart: () => PodLife;
  readonly well: (service: string, more?: object) => PodLife;
  readonly refused: (service: string, reason?: string) => PodLife;
  readonly ring: (delay: string) => PodLife;
}

/** Nothing was read yet. Time goes on with each event. */
export function podLife(parts: Partial<PodDesired> = {}): PodLife {
  let desired: PodDesired = { ...POD_DESIRED, ...parts };
  let at = 1_000;
  const life = live(podMachine, { uid: "u1", desired });
  const told = (event: { type: string; [key: string]: unknown }): PodLife => {
    at += 1_000;
    life.send({ at, ...event });
    return one;
  };
  const one: PodLife = {
    life,
    state: () => life.state(),
    pods: (...pods) => told({ type: "pods.observed", facts: { startedAt: at, pods } }),
    bead: (status) =>
      told({
        type: "town.observed",
        facts: {
          startedAt: at,
          lastGoodAt: at,
          town: { trusted: true },
          rig: { usable: true },
          bead: { reading: "known", id: desired.bead ?? BEAD, status, assignee: null },
        },
      }),
    desired(next) {
      desired = { ...desired, generation: desired.generation + 1, ...next };
      return told({ type: "spec.observed", desired });
    },
    restart: () => told({ type: "host.restored" }),
    well(service, more = {}) {
      life.done(service, { at, outcome: "well", ...more });
      return one;
    },
    refused(service, reason = "Refused") {
      life.done(service, { at, outcome: "refused", reason, message: "no" });
      return one;
    },
    ring(delay) {
      life.ring(delay);
      return one;
    },
  };
  return one;
}

/** Its first pod was made, and its agent works. */
export function podAtWork(parts: Partial<PodDesired> = {}): PodLife {
  return podLife(parts)
    .pods()
    .bead("open")
    .well("claimBead")
    .well("ensurePod")
    .pods(sight(1, "starting"))
    .bead("in_progress")
    .pods(sight(1, "running"));
}
