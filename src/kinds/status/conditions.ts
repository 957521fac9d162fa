/** Conditions in Kubernetes' form. The status writer adds `lastTransitionTime` when a status changes. */
import { phaseIn, type PhaseIn, type RigAvailability, type Trust } from "../../../machines/index.ts";
import type { PersistedSnapshot } from "../../host/index.ts";
import { wholeSeconds } from "@gastown/system";

export interface StatusCondition {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration: number;
}

export interface Verdict {
  readonly is: boolean;
  readonly reason: string;
  readonly message: string;
}

export const yes = (reason: string, message = ""): Verdict => ({ is: true, reason, message });
export const no = (reason: string, message = ""): Verdict => ({ is: false, reason, message });

/** @param readAt epoch ms of the newest read of what is shown; null before the first. */
export function unreadVerdict({ reason, message }: Omit<Verdict, "is">, readAt: number | null): Verdict {
  return yes(reason, `${message}; ${ageText(readAt)}`);
}

/** Null where the rig is usable, or was made while the town was read: the next read tells, and nothing is wrong. */
export function unusableRig(rig: RigAvailability | undefined): Verdict | null {
  if (rig === undefined || rig.usable || rig.reason === "AwaitingObservation") return null;
  return yes(rig.reason, rig.message);
}

/** Trouble, with the age of what is shown where all of the town is unread. */
export function aged(
  trouble: Omit<Verdict, "is"> | null,
  town: Trust,
  readAt: number | null,
): Omit<Verdict, "is"> | null {
  if (trouble === null || town.trusted || trouble.reason !== town.reason) return trouble;
  return { reason: trouble.reason, message: `${trouble.message}; ${ageText(readAt)}` };
}

export function ageText(readAt: number | null): string {
  const at = timestamp(readAt);
  return at === undefined ? "it was never read before" : `what is shown was read at ${at}`;
}

/** @param verdicts by condition type, in the order in which people read them. */
export function conditions(
  generation: number,
  verdicts: Readonly<Record<string, Verdict>>,
): readonly StatusCondition[] {
  return Object.entries(verdicts).map(([type, { is, reason, message }]) => ({
    type,
    status: is ? "True" : "False",
    reason,
    message,
    observedGeneration: generation,
  }));
}

/** Pending for a state without a phase, which none of these machines has. */
export function phaseOf<Tag extends string>(
  tags: Readonly<Record<Tag, string>>,
  hasTag: (tag: PhaseIn<Tag>) => boolean,
): string {
  return phaseIn(tags, hasTag) ?? "Pending";
}

/** As Kubernetes writes it; undefined leaves the field out. */
export function timestamp(epochMs: number | null | undefined): string | undefined {
  if (epochMs === null || epochMs === undefined || epochMs === 0) return undefined;
  return wholeSeconds(epochMs);
}

/** What every status of an actor has; the rest differs by kind. */
export interface ActorStatus {
  readonly phase: string;
  readonly conditions: readonly StatusCondition[];
  readonly snapshot: PersistedSnapshot;
  readonly [field: string]: unknown;
}

/** A status without the fields that have nothing to say: server-side apply then removes them. */
export function actorStatus(
  always: Pick<ActorStatus, "phase" | "conditions" | "snapshot">,
  fields: Readonly<Record<string, unknown>>,
): ActorStatus {
  const said = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  return { ...Object.fromEntries(said), ...always };
}
