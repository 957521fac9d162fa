/** How a Polecat is driven whose agent runs in a pod. In the API it is a Polecat like any other. */
import { podBead, podMachine, POD_TAGS, POD_VERSION } from "../../../../machines/index.ts";
import { shellWord } from "@gastown/system";
import { z } from "zod";
import type { Ask, AskedOf } from "../../asks.ts";
import { defineKind, type Surroundings } from "../../define-kind.ts";
import type { PodPolecatActor } from "../../live-actor.ts";
import { MARKS, type Shown } from "../../shown.ts";
import type { ActorStatus } from "../../status/conditions.ts";
import { polecatAsks } from "../asks.ts";
import { POLECAT_DEFINITION } from "../definition.ts";
import type { Polecat } from "../schema.ts";
import { podDesired, podInput } from "./desired.ts";
import { POD_EFFECTS } from "./effects.ts";
import { podFacts } from "./facts.ts";
import { podContextSchema } from "./persisted.ts";
import { podStatus } from "./status.ts";

export const podPolecatKind = defineKind({
  ...POLECAT_DEFINITION,
  singular: "polecat-in-pods",
  effects: POD_EFFECTS,
  machine: podMachine,
  tags: POD_TAGS,
  version: POD_VERSION,
  context: podContextSchema,
  desired: (polecat: Polecat, around) =>
    podDesired(polecat, gtRigIn(polecat, around), around.rig(polecat.spec.rig)),
  input: (polecat: Polecat, around) =>
    podInput(polecat, gtRigIn(polecat, around), around.rig(polecat.spec.rig)),
  statusOf: podStatus,
  facts: (actor: PodPolecatActor, sources) => podFacts(actor, sources),
  listedRig: () => null,
  shown: shownOf,
  asks: (asked) => [...logOf(asked), ...polecatAsks(asked)],
  progress: ({ ref, context: { desired } }) => ({
    ...{ rig: desired.rig, namespace: ref.namespace, name: ref.name },
    ...{ stuckSince: null, beads: null },
  }),
  beads: ({ context }) => [podBead(context)].filter((bead) => bead !== null),
});

function gtRigIn({ spec }: Polecat, { gtName }: Surroundings): string | null {
  return gtName(spec.rig) ?? null;
}

function shownOf({ context }: PodPolecatActor, { mode }: ActorStatus): Shown {
  const { desired, closedBead } = context;
  const bead = podBead(context) ?? closedBead;
  return {
    ...{ rig: desired.rig, gtRig: desired.gtRig ?? desired.rig, bead },
    ...{ polecat: null, worktree: null, progress: null },
    subject: bead ?? "no bead",
    marks: MARKS.filter((mark) => mark === mode),
  };
}

const named = z.looseObject({ podName: z.string() });

function logOf({ ref, status }: AskedOf): readonly Ask[] {
  const pod = named.safeParse(status).data?.podName;
  if (pod === undefined) return [];
  const command = `kubectl logs -n ${shellWord(ref.namespace)} ${shellWord(pod)} -c agent`;
  return [{ title: "Look at what its agent has printed", command }];
}
