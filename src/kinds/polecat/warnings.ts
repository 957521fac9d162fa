/** What is said of a stuck polecat: since when it gives no sign of life, who was told, and why nobody was. */
import { writeBlocker, type PolecatContext } from "../../../machines/index.ts";
import type { PolecatActor, Placed } from "../live-actor.ts";
import { timestamp } from "../status/conditions.ts";

export function unresponsiveText({ unresponsive }: PolecatContext): string {
  const since = timestamp(unresponsive?.since) ?? "an unknown time";
  switch (unresponsive?.reason) {
    case "Silent":
      return `whose session runs without a heartbeat or a change on its terminal since ${since}`;
    case "PodRestarts":
      return `whose pod restarts again and again since ${since}`;
    default:
      return `whose session is dead since ${since}`;
  }
}

export function warningText({ hasTag, context }: Placed<PolecatActor>): string {
  const { lastAt, problem } = context.warnings;
  const at = timestamp(lastAt) ?? "an unknown time";
  const because = problem === null ? "" : `: ${problem}`;
  if (hasTag("nudged")) return `it was nudged at ${at}${because}`;
  if (hasTag("mailed")) return `mail about it was sent at ${at}`;
  if (hasTag("escalated")) return `it was escalated at ${at}${because}`;
  if (hasTag("unheard")) return `its escalation did not go through${because}`;
  if (hasTag("untold")) return `nobody was told yet${hasTag("held") ? silenceText(context) : because}`;
  if (hasTag("held")) return `it was told of at ${at}, and nobody else is told${silenceText(context)}`;
  return "somebody is being told";
}

const REASONS = {
  nudged: "Nudged",
  mailed: "Mailed",
  escalated: "Escalated",
  unheard: "EscalationFailed",
} as const;

/** A warning has a reason of its own in the Event that tells of it, beside the condition that it comes with. */
export function warningReason({ hasTag }: PolecatActor): string | null {
  const tags = ["nudged", "mailed", "escalated", "unheard"] as const;
  const tag = tags.find((one) => hasTag(one));
  return tag === undefined ? null : REASONS[tag];
}

function silenceText(context: PolecatContext): string {
  const blocker = writeBlocker(context);
  if (blocker !== null) return `: ${blocker.message}`;
  if (context.facts?.witness === null) return ": no witness acts for its rig";
  return ": the newest read does not say that it is unresponsive";
}
