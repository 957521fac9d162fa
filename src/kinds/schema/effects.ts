/**
 * Effects: for each field of a spec, when anything comes of it. What is accepted and does nothing is told in the
 * condition SpecHonored, in the words that stand here. A test walks the schemas: a field is listed here, and where it is
 * said to work, another value of it changes what is decided.
 */
import type { KindName } from "../group.ts";

/**
 * - `always`: the operator acts on it, or the API server does.
 * - `managed`: it asks something of gt, which `management: Observe` and `paused` forbid.
 * - `inPods`: it bears on executionMode kubernetes.
 * - `forPeople`: it asks for nothing, and its description says so.
 * - `never`: it asks for something that is not done; `instead` says what helps.
 */
export interface Effect {
  readonly works: "always" | "managed" | "inPods" | "forPeople" | "never";
  /** The default: what is written without a wish. */
  readonly unless?: unknown;
  readonly instead?: string;
}

const always: Effect = { works: "always" };
const managed = (unless?: unknown): Effect => ({ works: "managed", unless });
const inPods = (unless?: unknown, instead = "take it out of the spec"): Effect => ({
  works: "inPods",
  unless,
  instead,
});
const never = (instead: string, unless?: unknown): Effect => ({ works: "never", unless, instead });

const GIT_SECRET = never("gt fetches and pushes with the credentials of the town");

/** By the field's path below `spec`; one of an object stands for all that is in it. */
export const EFFECTS: Readonly<Record<KindName, Readonly<Record<string, Effect>>>> = {
  Rig: {
    gitURL: { works: "forPeople" },
    gtName: always,
    beadsPrefix: always,
    localPath: always,
    "settings.namepoolTheme": never("gt owns the name pool: run `gt namepool set THEME` in the rig's folder"),
    "settings.maxPolecats": always,
    management: always,
    paused: always,
  },
  Polecat: {
    rig: always,
    desiredState: managed("Idle"),
    beadID: managed(""),
    taskDescription: never("gt takes the task from the bead: write it there, or into spec.sling.args"),
    "sling.args": managed(),
    "sling.message": never("gt prints it in a dry run only: write it into spec.sling.args"),
    "sling.baseBranch": managed(),
    "sling.merge": managed(),
    "sling.agent": managed(),
    executionMode: never("pods are not enabled in this release: make a Polecat with local", "local"),
    agent: inPods("claude-code", "in the town, spec.sling.agent chooses the agent"),
    agentConfig: inPods(undefined, "in the town, gt's own settings configure the agent"),
    kubernetes: inPods(),
    resources: inPods(),
    ttlSecondsAfterFinished: managed(),
    maxIdleSeconds: managed(),
    deletionPolicy: managed("Orphan"),
    terminationPolicy: managed("Safe"),
    management: always,
    paused: always,
  },
  Convoy: {
    description: always,
    trackedBeads: always,
    rigRef: always,
    notifyOnComplete: always,
    parallelism: never("it bears on dispatch Polecats, which is not enabled in this release", 0),
    dispatch: never("not enabled in this release: create a Polecat for each bead", "None"),
  },
  Witness: { rigRef: always, healthCheckInterval: always, stuckThreshold: always, escalationTarget: always },
  Refinery: {
    rigRef: always,
    targetBranch: never(
      "gt merges into the branch that the work began from: see spec.sling.baseBranch",
      "main",
    ),
    testCommand: never("gt's refinery runs the tests: set merge_queue.test_command in the rig's settings"),
    parallelism: never("gt's refinery merges one branch after another", 1),
    gitSecretRef: GIT_SECRET,
  },
  BeadStore: { rigRef: always, prefix: always, syncInterval: always, gitSecretRef: GIT_SECRET },
};

/** Fields of a status that the original API has and this operator never writes. Their descriptions say so. */
export const NEVER_WRITTEN: Readonly<Partial<Record<KindName, readonly string[]>>> = {
  Polecat: ["lastActivity", "podName"],
};

export type HonorReason = "ObserveOnly" | "Paused" | "FieldNotSupported";

/** What is asked for and not done, in one sentence for all that have one cause. */
export interface Unhonored {
  readonly reason: HonorReason;
  readonly fields: readonly string[];
  readonly message: string;
}

/** @param spec as it was read, with its defaults. */
export function unhonored(kind: KindName, spec: Readonly<Record<string, unknown>>): readonly Unhonored[] {
  const asked = Object.entries(EFFECTS[kind]).filter(([path, effect]) => isAskedFor(spec, path, effect));
  const hold = holdOn(spec);
  const held = asked.filter(([, { works }]) => works === "managed").map(([path]) => `spec.${path}`);
  const undone = asked.filter(([, { works }]) => works === "never" || works === "inPods");
  return [
    ...(hold !== null && held.length > 0 ? [{ ...hold, fields: held }] : []),
    ...undone.map(([path, effect]) => ({
      reason: "FieldNotSupported" as const,
      fields: [`spec.${path}`],
      message: undoneText(effect),
    })),
  ];
}

function undoneText({ works, instead = "" }: Effect): string {
  return works === "inPods" ? `bears on executionMode kubernetes only: ${instead}` : instead;
}

function holdOn({
  management,
  paused,
}: Readonly<Record<string, unknown>>): Pick<Unhonored, "reason" | "message"> | null {
  if (management === "Observe") {
    return {
      reason: "ObserveOnly",
      message: "management is Observe, so that nothing is asked of gt: set spec.management to Manage",
    };
  }
  if (paused !== true) return null;
  return {
    reason: "Paused",
    message: "paused is true, so that nothing is asked of gt: set spec.paused to false",
  };
}

function isAskedFor(spec: unknown, path: string, { unless }: Effect): boolean {
  const value = path
    .split(".")
    .reduce<unknown>((part, name) => (isTree(part) ? part[name] : undefined), spec);
  return value !== undefined && value !== unless;
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
