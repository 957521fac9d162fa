/** What needs a person: the reason in words, and one command that is the next step. */
import { KINDS } from "../../kinds/index.ts";
import { shellWord } from "../../grammar/index.ts";
import { adviceFor } from "../why/advice.ts";
import { condition, type Subject } from "../why/subject.ts";
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

/** The placeholders of an advice's commands. */
interface Names {
  readonly rig: string | undefined;
  readonly polecat: string | undefined;
  readonly bead: string | undefined;
  /** The Rig resource. */
  readonly ownRig: string | undefined;
}

type Condition = NonNullable<ReturnType<typeof condition>>;

/** While True, each of these says that it goes no further, or not as it should, by itself. */
const TROUBLES = ["Stalled", "Stuck", "Terminating", "Degraded"];
/** Whole as they stand. */
const WHOLE = new Set(["gt health", "gt vitals", "gt convoy list", "gt rig list", "kubectl get polecats -A"]);
/** So long an operator may take to see something new, ms. */
const UNSEEN_MS = 60_000;

/** Null where nothing is asked of anybody. @param gtRig gt's name of the rig it belongs to. */
export function needOf(
  { kind }: Subject,
  object: Shown,
  gtRig: string | undefined,
  now: number,
): Need | null {
  const subject = nameOf(KINDS[kind].singular, object);
  const why = `kubectl gastown why ${subject}`;
  const unseen = unseenNeed(subject, object, now);
  if (unseen !== null) return unseen;
  const asking = troublesOf(object).find(({ reason }) => (adviceFor(reason)?.person ?? null) !== null);
  if (asking === undefined) return null;
  const { reason, message } = asking;
  const advice = filled(adviceFor(reason)?.person ?? "", namesOf(object, gtRig));
  return { subject, reason, message, advice, command: stepFor(reason, object, gtRig) ?? why };
}

/** What to type next about a reason; null where nothing better is known than to ask why. */
export function stepFor(reason: string, object: Shown, gtRig: string | undefined): string | null {
  const advice = adviceFor(reason)?.person ?? "";
  return ownCommand(reason, object) ?? commandIn(advice, namesOf(object, gtRig));
}

function namesOf({ spec, status }: Shown, gtRig: string | undefined): Names {
  return {
    rig: gtRig,
    polecat: status?.polecatName,
    bead: status?.bead ?? status?.assignedBead ?? spec.beadID,
    ownRig: spec.rig,
  };
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
function troublesOf(object: Shown): readonly Condition[] {
  const ready = condition(object, "Ready");
  const onlyPerson = ready !== undefined && ready.status !== "True" && isForPersonOnly(ready.reason);
  const troubles = TROUBLES.map((type) => condition(object, type)).filter((one) => one?.status === "True");
  const unhonored = condition(object, "SpecHonored");
  return [
    ...(onlyPerson ? [ready] : []),
    ...troubles,
    ...(unhonored?.status === "False" ? [unhonored] : []),
  ].filter((one) => one !== undefined);
}

function isForPersonOnly(reason: string): boolean {
  const advice = adviceFor(reason);
  return advice !== null && advice.waitsFor === null && advice.person !== null;
}

function ownCommand(reason: string, { metadata, spec, status }: Shown): string | null {
  const worktree = status?.worktreePath;
  const place = metadata.namespace === undefined ? "" : ` -n ${metadata.namespace}`;
  switch (reason) {
    case "Paused":
      return `kubectl gastown resume ${metadata.name}${place}`;
    case "UncommittedWork":
      return worktree === undefined ? null : `git -C ${shellWord(worktree)} status`;
    case "UnpushedCommits":
      return worktree === undefined ? null : `git -C ${shellWord(worktree)} fetch origin`;
    case "StashedWork":
      return worktree === undefined ? null : `git -C ${shellWord(worktree)} stash list`;
    case "RigPaused":
      return `kubectl gastown resume rig/${spec.rig ?? metadata.name}`;
    case "RigObserved":
      return `kubectl gastown take rig/${spec.rig ?? metadata.name}`;
    case "ObserveOnly":
      return `kubectl gastown take ${metadata.name}${place}`;
    default:
      return null;
  }
}

const PLACEHOLDER = /\b(?:RIG\/NAME|RIG|NAME|BEAD|ID|THEME)\b/;

/** Names come from the town and from people, and the command is there to be copied. */
function filled(text: string, { rig, polecat, bead, ownRig }: Names): string {
  const address = rig === undefined || polecat === undefined ? undefined : `${rig}/${polecat}`;
  const word = (name: string | undefined, placeholder: string): string =>
    name === undefined ? placeholder : shellWord(name);
  return text
    .replaceAll("rig/NAME", (placeholder) => word(ownRig && `rig/${ownRig}`, placeholder))
    .replaceAll(/\b(RIG\/NAME|RIG|BEAD)\b/g, (placeholder) => {
      if (placeholder === "BEAD") return word(bead, placeholder);
      return word(placeholder === "RIG" ? rig : address, placeholder);
    });
}

/** The first whole command of an advice; null where it has none. Without a placeholder most are a beginning only. */
function commandIn(advice: string, names: Names): string | null {
  const commands = [...advice.matchAll(/`([^`]+)`/g)].map(([, command = ""]) => command);
  const whole = commands.filter((command) => WHOLE.has(command) || PLACEHOLDER.test(command));
  return whole.map((command) => filled(command, names)).find((command) => !PLACEHOLDER.test(command)) ?? null;
}

function nameOf(singular: string, { metadata: { namespace, name } }: Shown): string {
  return namespace === undefined ? `${singular}/${name}` : `${singular}/${namespace}/${name}`;
}
