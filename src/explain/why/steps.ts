/** Steps: what a person can do about a reason, in words and as a command, with the names of the very object in them. */
import { shellWord } from "@gastown/system";
import { adviceFor } from "./advice.ts";
import type { Explained } from "./subject.ts";

export interface Step {
  readonly text: string;
  /** What to type; null where nothing better is known than the words. */
  readonly command: string | null;
}

/** What the placeholders of an advice stand for. */
interface Names {
  readonly rig: string | undefined;
  readonly polecat: string | undefined;
  /** Several of a convoy: gt shows them at once. */
  readonly beads: readonly string[];
  /** The Rig resource. */
  readonly ownRig: string | undefined;
  readonly convoy: string | undefined;
}

/** Whole as they stand. */
const WHOLE = new Set(["gt health", "gt vitals", "gt convoy list", "gt rig list", "kubectl get polecats -A"]);

/** Null where nothing is asked of a person. @param gtRig gt's name of the rig it belongs to. */
export function stepFor(reason: string, object: Explained, gtRig: string | undefined): Step | null {
  const advice = adviceFor(reason)?.person ?? null;
  if (advice === null) return null;
  return { text: filled(advice, namesOf(object, gtRig)), command: commandFor(reason, object, gtRig) };
}

/** What to type next about a reason; null where nothing better is known than to ask why. */
export function commandFor(reason: string, object: Explained, gtRig: string | undefined): string | null {
  const advice = adviceFor(reason)?.person ?? "";
  return ownCommand(reason, object) ?? commandIn(advice, namesOf(object, gtRig));
}

function namesOf({ metadata, spec, status }: Explained, gtRig: string | undefined): Names {
  const bead = status?.bead ?? status?.assignedBead ?? spec.beadID;
  const isRig = metadata.namespace === undefined;
  return {
    rig: gtRig,
    polecat: status?.polecatName,
    beads: bead === undefined ? (status?.unknownBeads ?? []) : [bead],
    ownRig: isRig ? metadata.name : (spec.rig ?? spec.rigRef),
    convoy: status?.beadsConvoyID,
  };
}

function ownCommand(reason: string, { metadata, spec, status }: Explained): string | null {
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

const PLACEHOLDER = /\b(?:RIG|NAME|BEAD|ID)\b/;

/** Names come from the town and from people, and the command is there to be copied. */
function filled(text: string, { rig, polecat, beads, ownRig, convoy }: Names): string {
  const address = rig === undefined || polecat === undefined ? undefined : `${rig}/${polecat}`;
  const known: Readonly<Record<string, readonly (string | undefined)[]>> = {
    "rig/NAME": [ownRig && `rig/${ownRig}`],
    "RIG/NAME": [address],
    RIG: [rig],
    BEAD: beads,
    ID: [convoy],
  };
  return text.replaceAll(/`[^`]*`/g, (command) =>
    command.replaceAll(/\b(rig\/NAME|RIG\/NAME|RIG|BEAD|ID)\b/g, (placeholder) => {
      const names = (known[placeholder] ?? []).filter((name) => name !== undefined);
      return names.length === 0 ? placeholder : names.map(shellWord).join(" ");
    }),
  );
}

/** The first whole command of an advice; null where it has none. Without a placeholder most are a beginning only. */
function commandIn(advice: string, names: Names): string | null {
  const commands = [...advice.matchAll(/`[^`]+`/g)].map(([command]) => command);
  const whole = commands.filter((command) => WHOLE.has(command.slice(1, -1)) || PLACEHOLDER.test(command));
  const found = whole.map((command) => filled(command, names)).find((command) => !PLACEHOLDER.test(command));
  return found?.slice(1, -1) ?? null;
}
