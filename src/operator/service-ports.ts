/** What services ask of the operator that runs them. */
import { polecatKind, type LiveActor } from "../kinds/index.ts";
import type { Claims } from "../preconditions/index.ts";
import { servingRig, type Rigs } from "../projection/index.ts";
import type { PodPorts, ServicePorts } from "../services/index.ts";
import { wordsOf } from "./blockers.ts";
import type { OperatorOptions } from "./options.ts";
import { stuckSince } from "./watch.ts";

export interface Surrounding {
  /** Null where the operator makes no pods. */
  readonly pods: PodPorts | null;
  readonly options: Pick<OperatorOptions, "gt" | "clock" | "random">;
  readonly claims: Claims;
  readonly actors: () => readonly LiveActor[];
  readonly rigs: () => Rigs;
  /** Resolves once the API server has the newest status of the resource. */
  readonly settle: (uid: string, signal: AbortSignal) => Promise<void>;
}

export function servicePorts({ options, pods, claims, actors, rigs, settle }: Surrounding): ServicePorts {
  const { gt, clock, random } = options;
  return {
    gt,
    now: () => clock.now(),
    setTimer: clock.setTimer,
    pods,
    claims,
    maxPolecats: (gtRig) => servingRig(rigs(), gtRig)?.maxPolecats ?? 0,
    ...wordsOf(actors),
    random: () => random(),
    stuckSince: (uid) =>
      stuckSince(
        actors()
          .filter(polecatKind.owns)
          .find(({ ref }) => ref.uid === uid),
      ),
    persistState: async (uid, signal) => settle(uid, signal),
    persistProof: async (uid, _proof, signal) => settle(uid, signal),
  };
}
