/** What needs a person: the reason in words, and one command that is the next step. */
import { KINDS, type KindName } from "../../kinds/index.ts";
import { adviceFor } from "../why/advice.ts";
import { stepFor } from "../why/steps.ts";
import { condition } from "../why/subject.ts";
import { troublesOf, unhonored, type Condition } from "../why/troubles.ts";
import type { Shown } from "./shown.ts";

export interface Need {
  /** `polecat/team-a/nux`. */
  readonly subject: string;
  readonly reason: string;
  /** The condition's own words. */
  readonly message: string;
  /** What a person can do, in words. */
  readonly advice: string;
  /** What to type next. */
  readonly command: string;
}

/** So long an operator may take to see something new, ms. */
const UNSEEN_MS = 60_000;

/** Null where nothing is asked of anybody. @param gtRig gt's name of the rig it belongs to. */
export function needOf(kind: KindName, object: Shown, gtRig: string | undefined, now: number): Need | null {
  const subject = nameOf(KINDS[kind].singular, object);
  const why = `kubectl gastown why ${subject}`;
  const unseen = unseenNeed(subject, object, now);
  if (unseen !== null) return unseen;
  for (const { reason, message } of askingOf(object)) {
    const step = stepFor(reason, object, gtRig);
    if (step !== null) return { subject, reason, message, advice: step.text, command: step.command ?? why };
  }
  return null;
}

function unseenNeed(subject: string, { metadata, status }: Shown, now: number): Need | null {
  if (status?.conditions !== undefined || now - Date.parse(metadata.creationTimestamp ?? "") < UNSEEN_MS)
    return null;
  return {
    subject,
    reason: "NotObserved",
    message: "no operator has written its status yet",
    advice: "check that the operator runs, and watches its namespace and its town",
    command: "kubectl get pods -A -l app.kubernetes.io/name=gastown-operator",
  };
}

/** The main reason first; of the others those that a person has to end. */
function askingOf(object: Shown): readonly Condition[] {
  const ready = condition(object, "Ready");
  const isMain = ready !== undefined && ready.status !== "True" && isForPersonOnly(ready.reason);
  return [...(isMain ? [ready] : []), ...troublesOf(object), ...unhonored(object)];
}

function isForPersonOnly(reason: string): boolean {
  const advice = adviceFor(reason);
  return advice !== null && advice.waitsFor === null && advice.person !== null;
}

function nameOf(singular: string, { metadata: { namespace, name } }: Shown): string {
  return namespace === undefined ? `${singular}/${name}` : `${singular}/${namespace}/${name}`;
}
