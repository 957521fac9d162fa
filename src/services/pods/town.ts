/** The bead of a polecat in a pod: it is taken, its work handed over, and it is given back, each by src/hand-over/. */
import type { Blocker, ClaimOutput, Done, HandOverOutput, PodTarget } from "../../../machines/index.ts";
import * as steps from "../../hand-over/index.ts";
import { isBeadOfAnother } from "../../preconditions/index.ts";
import { ServiceError } from "../errors.ts";
import { handOverPorts } from "../hand-over-ports.ts";
import { requireHealth } from "../health.ts";
import type { ServicePorts } from "../ports.ts";
import type { PodOwner, PodPorts } from "./ports.ts";

export type Ports = Pick<ServicePorts, "gt" | "now" | "claims" | "setTimer"> & { readonly pods: PodPorts };

/** @throws ServiceError where the resource is gone: nobody would hear the answer. */
export function ownerOf({ pods }: Pick<Ports, "pods">, uid: string): PodOwner {
  const owner = pods.owner(uid);
  if (owner === undefined) throw new ServiceError("Deleted", "the resource is gone, or its Rig is");
  return owner;
}

export function refused(
  { now }: Pick<Ports, "now">,
  { reason, message }: Blocker,
): { readonly at: number; readonly outcome: "refused"; readonly reason: string; readonly message: string } {
  return { at: now(), outcome: "refused", reason, message };
}

export function assigneeOf({ gtRig, namespace, name }: PodOwner): string {
  return steps.podAssignee(gtRig, namespace, name);
}

export async function claimBead(
  ports: Ports,
  { uid, bead }: PodTarget,
  signal: AbortSignal,
): Promise<ClaimOutput> {
  const blocker = ports.pods.blocker(uid, { isForPod: true, bead });
  if (blocker !== null) return refused(ports, blocker);
  if (isBeadOfAnother(ports.claims, uid, bead)) {
    return refused(ports, { reason: "BeadClaimed", message: `another Polecat works on bead ${bead}` });
  }
  const owner = ownerOf(ports, uid);
  // A town that is down has no bead at all.
  await requireHealth(ports.gt);
  signal.throwIfAborted();
  const target = { rig: owner.gtRig, bead, assignee: assigneeOf(owner) };
  const step = await steps.claimBead(handOverPorts(ports.gt), target);
  switch (step.is) {
    case "held":
      return { at: ports.now(), outcome: "held" };
    case "closed":
      return refused(ports, {
        reason: "BeadClosed",
        message: `bead ${bead} is closed: nothing is to be done`,
      });
    case "refused":
      return refused(ports, step.refusal);
    default:
      return step satisfies never;
  }
}

/** @throws ServiceError where the pod's last word is not there any more: without it there is nothing to hand over. */
export async function handOver(
  ports: Ports,
  { uid, bead, attempt }: PodTarget,
  signal: AbortSignal,
): Promise<HandOverOutput> {
  const blocker = ports.pods.blocker(uid, { isForPod: false, bead });
  if (blocker !== null) return refused(ports, blocker);
  const owner = ownerOf(ports, uid);
  const report = ports.pods.lastWord(uid, attempt);
  if (report === null) {
    throw new ServiceError(
      "ReportMissing",
      `the pod of attempt ${attempt} is gone, and with it what it said`,
    );
  }
  await requireHealth(ports.gt);
  signal.throwIfAborted();
  const step = await steps.handOver(handOverPorts(ports.gt), {
    ...{ rig: owner.gtRig, bead, report },
    ...{ assignee: assigneeOf(owner), target: owner.target },
  });
  if (step.is === "refused") return refused(ports, step.refusal);
  return { at: ports.now(), outcome: "handedOver" };
}

/** One that is done, or in somebody else's hands, is left alone. */
export async function releaseBead(ports: Ports, { uid, bead }: PodTarget): Promise<Done> {
  if (bead === "") return { at: ports.now() };
  const owner = ownerOf(ports, uid);
  await requireHealth(ports.gt);
  await steps.releaseBead(handOverPorts(ports.gt), {
    ...{ rig: owner.gtRig, bead },
    assignee: assigneeOf(owner),
  });
  return { at: ports.now() };
}
