/** What the services of polecats in pods ask of the operator that runs them. */
import { podBead, podHold, type Blocker } from "../../../machines/index.ts";
import {
  rigOfPods,
  type LiveActor,
  type Polecat,
  type PodPolecatActor,
  type Rig,
} from "../../kinds/index.ts";
import type { Lister } from "../../kube/index.ts";
import type { PodEngine } from "../../pods/index.ts";
import type { PodPorts } from "../../services/index.ts";
import { rigBlockerOf } from "../blockers.ts";
import type { PodFeed } from "./feed.ts";
import { podPlan, type PlanSettings } from "./plan.ts";

export interface PodSurrounding {
  readonly engine: PodEngine;
  readonly feed: Pick<PodFeed, "of">;
  readonly polecats: Pick<Lister<Polecat>, "list">;
  readonly rigs: Pick<Lister<Rig>, "get">;
  readonly actors: () => readonly LiveActor[];
  readonly podPolecats: () => readonly PodPolecatActor[];
  readonly settings: PlanSettings;
}

export function podPorts(around: PodSurrounding): PodPorts {
  const { engine, feed, settings } = around;
  const polecatOf = (uid: string): Polecat | undefined =>
    around.polecats.list().find(({ metadata }) => metadata.uid === uid);
  const actorOf = (uid: string): PodPolecatActor | undefined =>
    around.podPolecats().find(({ ref }) => ref.uid === uid);
  return {
    engine,
    lastWord: (uid, attempt) =>
      feed.of(uid)?.find((pod) => pod.attempt === attempt && pod.isOver)?.report ?? null,
    owner(uid) {
      const actor = actorOf(uid);
      const gtRig = actor?.context.desired.gtRig ?? null;
      if (actor === undefined || gtRig === null) return undefined;
      const { namespace, name } = actor.ref;
      const target = polecatOf(uid)?.spec.kubernetes?.gitBranch ?? "main";
      return { namespace, name, uid, gtRig, target };
    },
    blocker: (uid, purpose) => blockerOf(actorOf(uid), around.actors(), purpose),
    plan(uid, work) {
      const polecat = polecatOf(uid);
      const rig = rigOfPods(polecat === undefined ? undefined : around.rigs.get({ name: polecat.spec.rig }));
      if (polecat === undefined || rig === undefined) {
        return { refused: { reason: "Deleted", message: "the resource is gone, or its Rig is" } };
      }
      return podPlan(polecat, rig, work, settings);
    },
  };
}

function blockerOf(
  actor: PodPolecatActor | undefined,
  actors: readonly LiveActor[],
  { isForPod, bead }: Parameters<PodPorts["blocker"]>[1],
): Blocker | null {
  if (actor === undefined) return { reason: "Deleted", message: "the resource is gone" };
  const { desired } = actor.context;
  const hold = podHold(desired);
  if (hold !== null) return hold;
  if (!isForPod) return rigBlockerOf(desired, actors);
  if (desired.objection !== null) return desired.objection;
  const isEnding = desired.state === "Terminated" || desired.deletionTerminates;
  if (isEnding || podBead(actor.context) !== bead) {
    return { reason: "NoLongerRequested", message: `the spec does not ask for ${bead} any more` };
  }
  return rigBlockerOf(desired, actors, true);
}
