/** Conditions in Kubernetes' form: the types that all kinds have, and the reasons that are given for them. */
import { z } from "zod";
import { CONDITIONS, MESSAGE_LENGTH, REASON_LENGTH } from "../../grammar/index.ts";
import { characters, time } from "./fields.ts";

/** What each type says that a kind with an actor always has (kstatus: Ready, Reconciling, Stalled). */
export const ALWAYS = {
  Ready: "it is as the spec asks",
  Reconciling: "it is on its way there",
  Stalled: "it gets no further until a person acts",
  SpecHonored:
    "something comes of each field that is set; False: the message names those of which nothing does",
};

/** Of a kind that only shows a part of a rig. */
export const VIEW_CONDITIONS = { ...ALWAYS, Degraded: "the town or the rig is in trouble" };

/** Reasons on which people and programs may rely, by what they tell. Others may join them. */
export const REASONS = {
  town: ["GtUnavailable", "TownUnhealthy", "AwaitingObservation", "Observed", "AsObserved"],
  unread: [
    "BeadsUnread",
    "BeadUnroutable",
    "PolecatsUnread",
    "TerminalUnread",
    "ConvoysUnread",
    "IssuesUnread",
  ],
  rig: [
    "LocalPathMissing",
    "LocalPathUnreadable",
    "RigUnknownToTown",
    "DuplicateRig",
    "RigReplaced",
    "BeadsPrefixMismatch",
    "BeadsPrefixUnreadable",
    "RigNotFound",
    "RigDegraded",
    "RigPaused",
    "RigObserved",
    "RigParked",
    "RigDocked",
    "RigStatusUnknown",
    "RigWatched",
    "PrefixMismatch",
    "StoreNotListed",
  ],
  dispatch: [
    "Slinging",
    "SlingRefused",
    "SlingFailed",
    "TownBusy",
    "BeadBeingSlung",
    "BeadNotSeen",
    "RespawnLimit",
    "BeadHasMolecule",
    "BeadTitleRefused",
    "BeadIdRefused",
    "TargetRefused",
    "CallerRefused",
    "GtConfigRefused",
    "BackingOff",
    "NoCapacity",
    "BeadNotFound",
    "BeadHeldElsewhere",
    "BeadClaimed",
    "BeadOfAnotherRig",
    "BeadEnded",
    "BeadBlocked",
    "BeadDeferred",
    "BeadPinned",
    "BeadStatusUnknown",
  ],
  hold: [
    "Paused",
    "ObserveOnly",
    "ExecutionModeNotEnabled",
    "FieldNotSupported",
    "FieldsHonored",
    "AwaitingFinalizer",
    "FinalizerKept",
  ],
  work: [
    "Working",
    "BeadChangePending",
    "AwaitingClose",
    "BeadClosed",
    "Idle",
    "PolecatClaimed",
    "SessionStopped",
    "SessionDead",
    "Silent",
    "PodRestarts",
    "Stuck",
  ],
  termination: [
    "Terminating",
    "Terminated",
    "UncommittedWork",
    "UnpushedCommits",
    "StashedWork",
    "OpenMergeRequest",
    "NeedsRecovery",
    "StillWorking",
    "NotSubmitted",
    "NotMerged",
    "CleanupStatusMissing",
    "BeadOpen",
    "PolecatReplaced",
    "PolecatReassigned",
    "ConsentWithdrawn",
    "ConsentOutdated",
    "SessionRunning",
    "StateUnknown",
    "NukeRefused",
    "NukeHadNoEffect",
  ],
  journal: ["JournalKept", "JournalUnwritable"],
  convoy: [
    "BeadsOpen",
    "AllBeadsClosed",
    "BeadsNotFound",
    "BeadsEnded",
    "Sent",
    "NotSent",
    "NotAsked",
    "NotYet",
    "BeadsTracked",
    "BeadsNotAdded",
    "BeadsNotRemoved",
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export const conditionSchema = z.object({
  type: z.string().min(1).max(316).describe("Which condition."),
  status: z.enum(["True", "False", "Unknown"]).describe("Whether it holds."),
  reason: characters(REASON_LENGTH)
    .regex(/^([A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?)?$/)
    .describe(`Why, in one word for programs. Among them: ${Object.values(REASONS).flat().join(", ")}.`),
  message: characters(MESSAGE_LENGTH).describe(
    "Why, in words for people: what is in the way and what to do about it.",
  ),
  lastTransitionTime: time().describe("When the condition's status last changed."),
  observedGeneration: z.int().min(0).optional().describe("Generation of the spec that it was judged from."),
});

export type Condition = z.infer<typeof conditionSchema>;

/** @param types each type of the kind, with what it says when it is True. */
export function conditions(types: Readonly<Record<string, string>>) {
  const about = Object.entries(types).map(([type, meaning]) => `${type}: ${meaning}`);
  return z
    .array(conditionSchema)
    .max(CONDITIONS)
    .meta({ "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["type"] })
    .describe(`What holds for this resource, and why. ${about.join("; ")}.`);
}
