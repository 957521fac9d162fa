/** From a Convoy resource to what its machine decides from. */
import type { ConvoyMachineInput, DesiredConvoy, Notice } from "../../../machines/index.ts";
import type { Convoy } from "./schema.ts";

export function desiredConvoy({ metadata, spec }: Convoy): DesiredConvoy {
  return {
    generation: metadata.generation,
    description: spec.description,
    beads: spec.trackedBeads,
    rig: spec.rigRef ?? null,
    notify: spec.notifyOnComplete ?? null,
  };
}

/** What the status remembers keeps a convoy from being made or announced twice when its snapshot is lost. */
export function convoyInput(convoy: Convoy): ConvoyMachineInput {
  const { beadsConvoyID, startedAt, completedAt } = convoy.status ?? {};
  return {
    uid: convoy.metadata.uid,
    desired: desiredConvoy(convoy),
    convoyId: beadsConvoyID ?? null,
    startedAt: epoch(startedAt),
    completedAt: epoch(completedAt),
    notice: noticeOf(convoy),
  };
}

/** A status of an earlier release names no address: the mail went to the one of the spec. */
function noticeOf({ spec, status = {} }: Convoy): Notice | null {
  const at = epoch(status.notifiedAt);
  const address = status.notifiedAddress ?? spec.notifyOnComplete;
  if (at === null || address === undefined) return null;
  return { at, address, completedAt: epoch(status.completedAt) ?? at };
}

function epoch(time: string | undefined): number | null {
  const ms = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(ms) ? null : ms;
}
