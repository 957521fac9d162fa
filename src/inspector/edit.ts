/** Edit: what a person changed in a spec, told by what was desired before and after it. Pure. */
import { z } from "zod";
import { cutTo } from "../grammar/index.ts";
import type { ExecutionState, HostEvent } from "../host/index.ts";

export interface Edit {
  /** Epoch ms of when the operator saw it. */
  readonly at: number;
  /** `desiredState: Working → Terminated` */
  readonly text: string;
}

type Desired = Readonly<Record<string, unknown>>;

const contextSchema = z.looseObject({ desired: z.record(z.string(), z.unknown()) });

/** The parts of it that a person writes, under their names in a spec. The others follow from around it. */
const FIELDS: Readonly<Record<string, string>> = {
  state: "desiredState",
  bead: "beadID",
  managed: "management",
  observed: "management",
  paused: "paused",
  terminationPolicy: "terminationPolicy",
  forceConsent: "consent to force",
  deletionTerminates: "deleted",
  ttlSeconds: "ttlSecondsAfterFinished",
  maxIdleSeconds: "maxIdleSeconds",
  sling: "sling",
  description: "description",
  beads: "trackedBeads",
  notify: "notifyOnComplete",
  rig: "rigRef",
  gtName: "gtName",
  localPath: "localPath",
  beadsPrefix: "beadsPrefix",
  maxPolecats: "settings.maxPolecats",
  healthCheckMs: "healthCheckInterval",
  stuckThresholdMs: "stuckThreshold",
  escalateTo: "escalationTarget",
  prefix: "prefix",
  syncMs: "syncInterval",
};

/** What stands outside of a spec, whose change leaves its generation as it was. */
const BESIDE_SPEC = ["forceConsent", "deletionTerminates"];

const LONGEST = 200;
const LONGEST_VALUE = 60;

/** @returns null where the event is no edit of a person. */
export function editOf(
  event: HostEvent,
  at: number,
  before: ExecutionState | null,
  after: ExecutionState,
): Edit | null {
  if (event.type !== "spec.observed" || before === null) return null;
  const [earlier, later] = [desiredOf(before), desiredOf(after)];
  if (earlier === null || later === null) return null;
  const isPersons = ["generation", ...BESIDE_SPEC].some((key) => !isSame(earlier[key], later[key]));
  if (!isPersons) return null;
  const changes = Object.keys(FIELDS).flatMap((key) =>
    isSame(earlier[key], later[key])
      ? []
      : [`${FIELDS[key] ?? key}: ${shown(key, earlier[key])} → ${shown(key, later[key])}`],
  );
  const text = changes.length === 0 ? "something that nothing is decided from" : changes.join("; ");
  return { at, text: cutTo(text, LONGEST) };
}

function desiredOf({ snapshot }: ExecutionState): Desired | null {
  return contextSchema.safeParse(snapshot.context).data?.desired ?? null;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function shown(key: string, value: unknown): string {
  if (key === "managed") return value === true ? "Manage" : "Observe";
  if (key === "observed") return value === true ? "Observe" : "Manage";
  if (key.endsWith("Ms") && typeof value === "number") return `${value / 1_000}s`;
  if (value === null || value === undefined) return "none";
  return cutTo(typeof value === "string" ? value : JSON.stringify(value), LONGEST_VALUE);
}
