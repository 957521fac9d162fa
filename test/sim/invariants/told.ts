/** Invariant 10: a status that the API server refuses is reported, in /readyz, until a later one goes through. */
import { statePath } from "../../../src/host/index.ts";
import type { Operator } from "../../../src/operator/index.ts";
import { z } from "zod";
import { address, type MemoryObject } from "../../operator/memory-store.ts";
import type { Ground } from "../ground.ts";
import { statusOf } from "../objects.ts";
import type { Refused } from "../sim-api.ts";

/** What the server calls invalid is read once more before it is reported: so long, for that read may fail, too. */
const TOLD_WITHIN_MS = 150_000;

interface Owed {
  readonly uid: string;
  /** Virtual ms. */
  readonly tellBy: number;
  isTold: boolean;
}

export interface ToldWrites {
  /** The operator has heard that a write was refused. */
  readonly refused: (refused: Refused) => void;
  /** The server has stored a status of it. */
  readonly accepted: (key: string) => void;
  /** A new life has had no refusal yet. */
  readonly forget: () => void;
  /** After a step. */
  readonly look: (operator: Operator) => void;
  /** What is still told when all has come to rest, or null. */
  readonly leftOver: (operator: Operator) => string | null;
}

export function createToldWrites(
  { store, time, activeFaults }: Ground,
  broken: (what: string) => void,
): ToldWrites {
  const owed = new Map<string, Owed>();
  const judge = (key: string, refusal: Owed, report: Report, operator: Operator): void => {
    const object = store.objects.get(key);
    if (object?.metadata.uid !== refusal.uid) {
      owed.delete(key);
    } else if (report.tells(key)) {
      refusal.isTold = true;
    } else if (report.isCut) {
      // It may be among those that are only counted; whether it is will show.
    } else if (isUpToDate(operator, refusal.uid, object) || activeFaults.wasStale()) {
      // From the past an API may tell of a status that is just what the operator wants, in the very step of the refusal.
      owed.delete(key);
    } else if (refusal.isTold) {
      broken(
        `the refused status of ${key} is reported no more, and no later one went through: ${report.message}`,
      );
    } else if (time.now() >= refusal.tellBy) {
      broken(`the status of ${key} was refused, and nothing says so: ${report.message}`);
    }
  };
  return {
    refused({ method, path, body, code }) {
      const { key, isStatus } = address(path);
      if (method !== "PATCH" || !isStatus || !isForGood(code)) return;
      const { uid } = bodySchema.parse(body).metadata;
      const tellBy = time.now() + (code === 422 ? TOLD_WITHIN_MS : 0);
      owed.set(key, owed.get(key) ?? { uid, tellBy, isTold: false });
    },
    accepted: (key) => void owed.delete(key),
    forget: () => owed.clear(),
    look(operator) {
      if (owed.size === 0) return;
      const report = writesOf(operator);
      for (const [key, refusal] of owed) judge(key, refusal, report, operator);
    },
    leftOver(operator) {
      const { message } = writesOf(operator);
      // An Event is not written again; what it told has passed.
      return /\b(status|finalizer|create|delete) of \S+ is refused/.test(message) ? message : null;
    },
  };
}

const bodySchema = z.looseObject({ metadata: z.looseObject({ uid: z.string() }) });

/** Nothing is tried again by itself. 404: whose status it was is gone. */
function isForGood(code: number): boolean {
  return code >= 400 && code < 500 && ![404, 409, 429].includes(code);
}

interface Report {
  readonly message: string;
  /** Names this one. */
  readonly tells: (key: string) => boolean;
  /** Some are counted, and not named. */
  readonly isCut: boolean;
}

function writesOf(operator: Operator): Report {
  const message = operator.ready().checks.find(({ name }) => name === "writes")?.message ?? "";
  return {
    message,
    tells: (key) => message.includes(`status of ${nameOf(key)} is refused`),
    isCut: / and \d+ more$/.test(message),
  };
}

/** As /readyz names what the store has under `[NAMESPACE/]PLURAL/NAME`. */
function nameOf(key: string): string {
  const parts = key.split("/");
  const [namespace, plural, name] = parts.length === 3 ? parts : ["", ...parts];
  const place = namespace === "" ? "" : `${namespace}/`;
  return `${KINDS[plural ?? ""] ?? ""}/${place}${name ?? ""}`;
}

const KINDS: Readonly<Record<string, string>> = {
  rigs: "rig",
  polecats: "polecat",
  convoys: "convoy",
  witnesses: "witness",
  refineries: "refinery",
  beadstores: "beadstore",
};

/** What the operator knows is in the status all the same: it has gone back to what it was before. */
function isUpToDate(operator: Operator, uid: string, object: MemoryObject): boolean {
  const actor = operator.actors().find(({ ref }) => ref.uid === uid);
  if (actor === undefined) return true;
  // Of the kinds not each has a field `state`; all have a snapshot.
  const stored = statusOf(object).snapshot?.value;
  return stored !== undefined && statePath(actor.state.snapshot.value) === statePath(stored);
}
