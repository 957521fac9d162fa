/** What is said of a stuck polecat: since when it gives no sign of life, who was told, and why nobody was. */
import { writeBlocker, type PolecatContext } from "../../../machines/index.ts";
import { timestamp } from "../status/conditions.ts";

export function lapseText({ lapse }: PolecatContext): string {
  const since = timestamp(lapse?.since) ?? "an unknown time";
  switch (lapse?.reason) {
    case "Silent":
      return `whose session runs without a heartbeat or a change on its terminal since ${since}`;
    case "PodRestarts":
      return `whose pod restarts again and again since ${since}`;
    default:
      return `whose session is dead since ${since}`;
  }
}

/** @param step the machine's state below `working.stuck`. */
export function warningText(step: string, context: PolecatContext): string {
  const { lastAt, problem } = context.warnings;
  const at = timestamp(lastAt) ?? "an unknown time";
  const because = problem === null ? "" : `: ${problem}`;
  switch (step) {
    case "nudged":
      return `it was nudged at ${at}${because}`;
    case "mailed":
      return `mail about it was sent at ${at}`;
    case "escalated":
      return `it was escalated at ${at}${because}`;
    case "unheard":
      return `its escalation did not go through${because}`;
    case "watching":
      return `nobody was told yet${because}`;
    case "nudgeHeld":
      return `nobody was told yet${silenceText(context)}`;
    case "mailHeld":
    case "escalationHeld":
      return `it was told of at ${at}, and nobody else is told${silenceText(context)}`;
    default:
      return "somebody is being told";
  }
}

function silenceText(context: PolecatContext): string {
  const blocker = writeBlocker(context);
  if (blocker !== null) return `: ${blocker.message}`;
  if (context.facts?.witness === null) return ": no witness acts for its rig";
  return ": the newest read does not say that it is lifeless";
}
