/** Names and labels of a polecat's pods: from the resource's uid and the attempt, so that a second try finds the first. */
import { createHash } from "node:crypto";
import type { PodPlan } from "./plan.ts";

const GROUP = "gastown.gastown.io";

const POLECAT_LABEL = `${GROUP}/polecat`;
export const POLECAT_UID_LABEL = `${GROUP}/polecat-uid`;
export const ATTEMPT_LABEL = `${GROUP}/attempt`;
const RIG_LABEL = `${GROUP}/rig`;
const BEAD_LABEL = `${GROUP}/bead`;

/** All pods of this operator's kind, and no other. */
export const POD_SELECTOR = "app.kubernetes.io/managed-by=gastown-operator,app.kubernetes.io/component=agent";

/** Beside a polecat's pods: one that only asks the remote. */
const QUESTION_SUFFIX = "-q";

/** A pod's name becomes its host's name, which has 63 characters at most. */
const LONGEST = 63;
const LONGEST_BEGINNING = 13;
const DIGEST = 8;

/** `nux-UID-2`. The beginning is for people; uid and attempt are what tells it from all others. */
export function podName({ polecat, attempt }: Pick<PodPlan, "polecat" | "attempt">): string {
  const beginning = polecat.name
    .slice(0, LONGEST_BEGINNING)
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return `${beginning === "" ? "polecat" : beginning}-${polecat.uid}-${attempt}`;
}

/** Of the pod that asks the remote what an attempt has left there. */
export function questionName(plan: Pick<PodPlan, "polecat" | "attempt">): string {
  return `${podName(plan)}${QUESTION_SUFFIX}`;
}

/** None of those by which an attempt is found: it is no attempt. */
export function questionLabels({ polecat, rig }: PodPlan): Readonly<Record<string, string>> {
  return {
    "app.kubernetes.io/name": "gastown-polecat",
    "app.kubernetes.io/instance": labelValue(polecat.name),
    "app.kubernetes.io/component": "question",
    "app.kubernetes.io/part-of": "gastown",
    "app.kubernetes.io/managed-by": "gastown-operator",
    [POLECAT_LABEL]: labelValue(polecat.name),
    [RIG_LABEL]: labelValue(rig),
  };
}

export function podLabels({ polecat, rig, bead, attempt }: PodPlan): Readonly<Record<string, string>> {
  return {
    "app.kubernetes.io/name": "gastown-polecat",
    "app.kubernetes.io/instance": labelValue(polecat.name),
    "app.kubernetes.io/component": "agent",
    "app.kubernetes.io/part-of": "gastown",
    "app.kubernetes.io/managed-by": "gastown-operator",
    [POLECAT_LABEL]: labelValue(polecat.name),
    [POLECAT_UID_LABEL]: polecat.uid,
    [RIG_LABEL]: labelValue(rig),
    [BEAD_LABEL]: labelValue(bead),
    [ATTEMPT_LABEL]: String(attempt),
  };
}

/** The text itself where a label takes it, or else what it takes of it and a digest that keeps two of them apart. */
export function labelValue(text: string): string {
  if (text.length <= LONGEST && /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(text)) return text;
  const digest = createHash("sha256").update(text).digest("hex").slice(0, DIGEST);
  const fitting = text
    .replaceAll(/[^A-Za-z0-9._-]/g, "-")
    .replace(/^[._-]+/, "")
    .slice(0, LONGEST - DIGEST - 1);
  return fitting === "" ? digest : `${fitting}-${digest}`;
}
