/** The watch over polecats: whose terminal is looked at next, what a witness counts, and which Witness acts. */
import { gtRigOf, type WitnessPolicy } from "../../machines/index.ts";
import {
  defaultWitness,
  type LiveActor,
  polecatKind,
  type PolecatActor,
  type Witness,
  witnessWish,
} from "../kinds/index.ts";
import { electWitnesses, type TownObservation, type Witnesses } from "../projection/index.ts";
import type { Informer } from "../kube/index.ts";
import type { OperatorSettings } from "./options.ts";

/** In turns: a sync looks at a few terminals only, and each is to be looked at again. */
export interface Looks {
  /** `RIG/NAME` of polecats at work, the one that was not looked at for longest first. */
  next(actors: readonly LiveActor[]): readonly string[];
  note(observation: TownObservation): void;
}

export function createLooks(): Looks {
  let lastLook = new Map<string, number>();
  return {
    next(actors) {
      const keys = actors.flatMap((actor) =>
        polecatKind.owns(actor) && actor.state.startsWith("working.") && actor.context.polecatName !== null
          ? [`${gtRigOf(actor.context.wish)}/${actor.context.polecatName}`]
          : [],
      );
      lastLook = new Map([...lastLook].filter(([key]) => keys.includes(key)));
      return [...new Set(keys)].sort((a, b) => (lastLook.get(a) ?? 0) - (lastLook.get(b) ?? 0));
    },
    note({ panes, startedAt }) {
      for (const key of panes.keys()) lastLook.set(key, startedAt);
    },
  };
}

/** While nobody knows which Witnesses there are, nobody is told by a policy that none of them may have. */
export function actingWitnesses(
  { lister, hasListed, refusal }: Pick<Informer<Witness>, "lister" | "hasListed" | "refusal">,
  {
    defaultWitness: isWanted,
    stuckThresholdMs,
  }: Pick<OperatorSettings, "defaultWitness" | "stuckThresholdMs">,
): Witnesses {
  const isKnown = hasListed || refusal !== undefined;
  return witnessesOf(lister.list(), isWanted && isKnown ? defaultWitness(stuckThresholdMs) : null);
}

function witnessesOf(resources: readonly Witness[], defaultPolicy: WitnessPolicy | null): Witnesses {
  const views = resources
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map((witness) => {
      const { uid, namespace = "", name, creationTimestamp } = witness.metadata;
      const { rig, stuckThresholdMs, escalateTo } = witnessWish(witness);
      return {
        uid,
        name: `${namespace}/${name}`,
        rig,
        createdAt: Date.parse(creationTimestamp),
        policy: { stuckThresholdMs, escalateTo },
      };
    });
  return electWitnesses(views, defaultPolicy);
}

export function stuckSince(actor: PolecatActor | undefined): number | null {
  return actor?.state.startsWith("working.stuck.") === true ? (actor.context.lapse?.since ?? null) : null;
}
