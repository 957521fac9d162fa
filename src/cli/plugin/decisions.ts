/** What stop, resume, take and release make of an object as it is: each one change of its spec, or the words against it. */
import { shellWord } from "@gastown/system";
import type { Decision } from "./change.ts";
import type { Held } from "./held.ts";
import { RefusalError } from "./refusal.ts";

const UNCHANGED = "unchanged";

/** A Polecat rests, or ends; a Rig is paused. */
export function stopping(terminate: boolean): (held: Held) => Decision {
  return (held) => {
    const { spec } = held.shown;
    forbidObserved(held);
    const wanted = terminate ? "Terminated" : "Idle";
    if (spec.desiredState === wanted || (spec.desiredState === undefined && !terminate)) return same();
    if (spec.desiredState === "Terminated") {
      return same(`its end is asked for already; to take that back: ${command("resume", held)}`);
    }
    return {
      spec: { desiredState: wanted },
      done: terminate ? "to be terminated" : "stopped",
      note: terminate
        ? `it ends once nothing can be lost; what is in the way: ${command("why", held, "polecat/")}`
        : "a bead in work is finished, and nothing new is slung",
    };
  };
}

/** @param bead that it is to work on from now on; undefined goes on with what its spec has. */
export function resuming(bead: string | undefined): (held: Held) => Decision {
  return (held) => {
    const { spec } = held.shown;
    forbidObserved(held);
    const beadID = bead ?? spec.beadID;
    const hasBead = beadID !== undefined && beadID !== "";
    const isPaused = spec.paused === true;
    const isEnding = spec.desiredState === "Terminated";
    if (!hasBead && !isPaused && !isEnding) {
      const example = held.shown.status?.bead ?? "BEAD";
      throw new RefusalError(
        `${nameOf(held)} has no bead to go on with: ${command("resume", held)} --bead ${shellWord(example)}`,
      );
    }
    const desiredState = hasBead ? "Working" : "Idle";
    const changes = {
      ...(isPaused && { paused: false }),
      ...(spec.desiredState !== desiredState && { desiredState }),
      ...(bead !== undefined && bead !== spec.beadID && { beadID: bead }),
    };
    if (Object.keys(changes).length === 0) return same();
    const note = hasBead ? `bead ${beadID} is slung once its rig has a polecat for it` : undefined;
    return { spec: changes, done: "resumed", note };
  };
}

export function pausing(isPaused: boolean): (held: Held) => Decision {
  return ({ shown: { spec } }) => {
    if ((spec.paused ?? false) === isPaused) return same();
    return {
      spec: { paused: isPaused },
      done: isPaused ? "paused" : "resumed",
      note: isPaused
        ? "what is at work goes on; nothing is written to gt for it and its polecats"
        : undefined,
    };
  };
}

export function taking(held: Held): Decision {
  const { spec, status } = held.shown;
  if (spec.management !== "Observe") return same();
  const asks =
    spec.desiredState === "Terminated"
      ? "its spec asks for its end, which begins now once nothing can be lost"
      : spec.desiredState === "Working"
        ? `its spec asks for work on ${spec.beadID ?? "no bead"}`
        : "a bead in work is finished; nothing new is slung until its spec asks for it";
  const note = status?.phase === "Terminated" ? "its polecat is gone" : asks;
  return { spec: { management: "Manage" }, done: "taken over", note };
}

export function takingRig({ shown: { spec } }: Held): Decision {
  if (spec.management !== "Observe") return same();
  const note =
    spec.paused === true
      ? "it is paused as well: kubectl gastown resume lets its polecats work"
      : "its polecats may work from now on; each that is only observed stays so until it is taken over, too";
  return { spec: { management: "Manage" }, done: "taken over", note };
}

export function releasingRig({ shown: { spec } }: Held): Decision {
  if (spec.management === "Observe") return same();
  return {
    spec: { management: "Observe" },
    done: "released",
    note: "what is at work goes on; nothing is written to gt for it and its polecats",
  };
}

export function releasing(held: Held): Decision {
  if (held.shown.spec.management === "Observe") return same();
  return {
    spec: { management: "Observe" },
    done: "released",
    note: "its polecat goes on; the resource only shows it",
  };
}

function same(note?: string): Decision {
  return { spec: null, done: UNCHANGED, note };
}

function forbidObserved(held: Held): void {
  if (held.shown.spec.management !== "Observe") return;
  throw new RefusalError(
    `${nameOf(held)} is only observed, so that nothing comes of its spec: first ${command("take", held)}`,
  );
}

function nameOf({ shown: { metadata } }: Held): string {
  return `polecat/${metadata.name}`;
}

function command(verb: string, { shown: { metadata } }: Held, kind = ""): string {
  return `kubectl gastown ${verb} ${kind}${metadata.name} -n ${metadata.namespace ?? "default"}`;
}
