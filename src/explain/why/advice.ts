/** For each reason of a condition: what is waited for, and what a person can do. */
import type { REASONS } from "../../kinds/index.ts";
import { DOLT_ADVICE } from "../../grammar/index.ts";

export interface Advice {
  /** What ends it by itself, or null where only a person does. */
  readonly waitsFor: string | null;
  /** What a person can do; null where there is nothing to do. */
  readonly person: string | null;
}

type Reason = (typeof REASONS)[keyof typeof REASONS][number];

const nothing: Advice = { waitsFor: null, person: null };
const waits = (waitsFor: string, person: string | null = null): Advice => ({ waitsFor, person });
const person = (text: string): Advice => ({ waitsFor: null, person: text });

const NEXT_READ = "the next read of the town (at the latest after --poll-interval)";
const NEXT_TRY = "the next try, after a growing pause";
const SAVED = "the next look at the worktree, a few seconds to 2 minutes later";

/** The reasons on which programs may rely; the type makes each of them be here. */
const TOWN: Record<(typeof REASONS)["town"][number] | (typeof REASONS)["rig"][number], Advice> = {
  GtUnavailable: waits(
    "an answer of gt",
    "run `gt health` as the operator's user where it runs; check GT_PATH and GT_TOWN_ROOT",
  ),
  TownUnhealthy: waits("a healthy database of the town", DOLT_ADVICE),
  AwaitingObservation: waits(NEXT_READ, "if it lasts, look at /readyz and the log of the operator"),
  Observed: nothing,
  AsObserved: nothing,
  LocalPathMissing: person("correct spec.localPath of the Rig, or mount that folder where the operator runs"),
  LocalPathUnreadable: person(
    "let the operator's user look at that folder, as the message says, or correct spec.localPath",
  ),
  RigUnknownToTown: person(
    "add the rig with `gt rig add`, or make the Rig anew: its spec.gtName, or else its name, is a name that `gt rig list` shows",
  ),
  DuplicateRig: person("delete one of the two Rigs: the older one serves"),
  RigReplaced: person("make the Rig anew with the gtName that the message names, or delete the Polecat"),
  BeadsPrefixMismatch: person(
    "see whether the Rig stands for the right rig; if it does, take spec.beadsPrefix out of it",
  ),
  BeadsPrefixUnreadable: person("gt serves such a rig once its beads have a prefix without a hyphen"),
  RigNotFound: person("create a Rig resource of the name in spec.rig (or spec.rigRef)"),
  RigDegraded: waits("a Ready rig", "run `gastown-operator why rig/NAME` for that rig"),
  RigPaused: person("set spec.paused of the Rig to false"),
  RigObserved: person(
    "take the rig over with `kubectl gastown take rig/NAME`, so that its polecats may work",
  ),
  RigParked: waits("the rig to be unparked", "run `gt rig unpark RIG` when it is to get work again"),
  RigDocked: waits("the rig to be undocked", "run `gt rig undock RIG` when it is to get work again"),
  RigStatusUnknown: waits(
    "the rig to be operational",
    "see `gt rig status RIG` for what is the matter with it",
  ),
  RigWatched: person("delete one of the two Witnesses that name this rig: the older one acts"),
  PrefixMismatch: person("correct spec.prefix: `gt rig list` shows the prefix of the rig"),
  StoreNotListed: waits(
    "the rig's database in `gt vitals`",
    "run `gt vitals`: a rig without a database has never been given a bead",
  ),
};

const DISPATCH: Record<
  (typeof REASONS)["dispatch"][number] | (typeof REASONS)["hold"][number] | (typeof REASONS)["work"][number],
  Advice
> = {
  Slinging: waits("gt's answer to the sling; a new agent takes up to 3 minutes"),
  SlingRefused: waits(
    NEXT_TRY,
    "read the message of gt above; after three refusals the Polecat fails until its spec changes",
  ),
  SlingFailed: waits(NEXT_TRY, "read gt's message above; `gt health` says whether the town is well"),
  TownBusy: waits(NEXT_TRY, "if it lasts, see which other gt runs in the town: `gt health`"),
  BeadBeingSlung: waits(NEXT_TRY, "if it lasts, see who slings it: `gt show BEAD`"),
  BeadNotSeen: waits(NEXT_TRY, "run `gt health`: gt says so also while the town's database does not answer"),
  RespawnLimit: person(
    "see why its slings have failed, run `gt sling respawn-reset BEAD`, then change the spec to have it tried again",
  ),
  BeadHasMolecule: waits(
    NEXT_TRY,
    "see `gt show BEAD` for the work that is attached to it: let who has it finish, or end that work in the town",
  ),
  BeadTitleRefused: person("give the bead another title with `bd update`, then change the spec"),
  BeadIdRefused: person("correct spec.beadID"),
  TargetRefused: waits(NEXT_TRY, "compare the rig with `gt rig list`"),
  CallerRefused: waits(NEXT_TRY, "start the operator without GT_ROLE and GT_POLECAT in its environment"),
  GtConfigRefused: waits(
    NEXT_TRY,
    "run `gt health`; where the database runs, correct the setting or formula of the town that gt's message names",
  ),
  BackingOff: waits(NEXT_TRY),
  NoCapacity: waits(
    "a polecat of the rig that becomes free",
    "raise spec.settings.maxPolecats of the Rig, or end idle polecats",
  ),
  BeadNotFound: person("correct spec.beadID, or create the bead with `bd create`"),
  BeadHeldElsewhere: waits(
    "the bead to come free",
    "see who has it with `gt show BEAD`; release it there, or name another bead",
  ),
  BeadClaimed: person(
    "two Polecats name this bead: the older one has it; give this one another bead, or delete it",
  ),
  BeadOfAnotherRig: person("make a Polecat of the rig that has the bead, or name a bead of this rig"),
  BeadEnded: person("name another bead in spec.beadID: this one was deleted"),
  BeadBlocked: waits(
    "the bead to be open",
    "see `gt show BEAD` for what blocks it, and open it once that is done",
  ),
  BeadDeferred: waits(
    "the bead to be open",
    "open it with `bd update BEAD --status open` when it is its turn",
  ),
  BeadPinned: waits("the bead to be open", "name another bead: a pinned one is not meant to be worked off"),
  BeadStatusUnknown: waits(
    "the bead to be open, or closed",
    "the town gave it a status of its own: open it with `bd update BEAD --status open` when it is to be worked on, or close it with `bd close BEAD` where its work is over",
  ),
  Paused: person("set spec.paused to false"),
  ObserveOnly: person("set spec.management to Manage if the operator is to act on it"),
  FieldNotSupported: person(
    "nothing comes of the fields that SpecHonored names: do what it says of each, or remove it",
  ),
  FieldsHonored: nothing,
  ExecutionModeNotEnabled: person(
    "let the operator make pods (--pods, docs/pods.md), or make a Polecat with executionMode local: the mode cannot be changed",
  ),
  AwaitingFinalizer: waits(
    "the API server to take its finalizer, which is tried again",
    "where it is refused, let the operator's role patch polecats (the chart does), or set deletionPolicy to Orphan",
  ),
  FinalizerKept: waits(NEXT_TRY, "let the operator's role patch polecats (the chart does)"),
  Working: waits("the bead to read closed"),
  BeadChangePending: waits("the bead in work to be closed", "close or unhook it to let the next one begin"),
  AwaitingClose: waits("the bead in work to be closed"),
  BeadClosed: nothing,
  Idle: nothing,
  PolecatClaimed: person(
    "another Polecat drives this polecat (`kubectl get polecats -A` shows both): delete one of the two, or give this one a bead of its own",
  ),
  SessionStopped: waits(
    "a session of its polecat",
    "let it go on with `gt session start RIG/NAME`, or ask for its end again",
  ),
  SessionDead: waits(
    "its session to come back",
    "look at it with `gt peek RIG/NAME`; restart it with `gt session start RIG/NAME`",
  ),
  Silent: waits(
    "a change on its terminal",
    "look at it with `gt peek RIG/NAME`; it may wait for an answer of yours",
  ),
  PodRestarts: waits("its pod to go on without a restart", "look at the pod's events and its previous log"),
  Stuck: waits(
    "its session to come back",
    "look at it with `gt peek RIG/NAME`; restart it with `gt session start RIG/NAME`",
  ),
};

const TERMINATION: Record<(typeof REASONS)["termination"][number], Advice> = {
  Terminating: waits("the checks, the end of its session and the nuke"),
  Terminated: nothing,
  UncommittedWork: waits(
    SAVED,
    "commit or remove the files named above in its worktree (status.worktreePath)",
  ),
  UnpushedCommits: waits(
    SAVED,
    "run `git fetch origin` in its worktree (status.worktreePath) where they were merged elsewhere: gt fetches nothing for this look; if not, push its branch (status.branch), or let its agent run `gt done`",
  ),
  StashedWork: waits(SAVED, "apply or drop the stash in its worktree (`git stash list`)"),
  OpenMergeRequest: waits("the refinery to merge or reject it", "see `gt mq list RIG`"),
  NeedsRecovery: waits(SAVED, "run `gt polecat check-recovery RIG/NAME` and save what it names"),
  StillWorking: waits(
    "its agent to end its work",
    "let it say `gt done` in its session, or consent to force (docs/safety.md)",
  ),
  NotSubmitted: waits(
    "its commits to get into the merge queue",
    "say `gt done` in its session; its commits are on the remote branch (status.branch)",
  ),
  NotMerged: waits(
    "its commits to be merged",
    "see what became of its merge request; to end it all the same, ask for it by name with desiredState Terminated",
  ),
  CleanupStatusMissing: waits(
    "its agent to say `gt done`",
    "say `gt done` in its session, or consent to force (docs/safety.md)",
  ),
  BeadOpen: waits(
    "its bead to be closed",
    "close the bead, or ask for the end by name with desiredState Terminated",
  ),
  PolecatReplaced: waits(NEXT_READ, "gt gave the name to another polecat: look at it before asking again"),
  PolecatReassigned: waits(
    "that other bead to be closed",
    "gt gave it another bead: see `gt polecat list RIG`",
  ),
  ConsentWithdrawn: person("give the consent again (annotation and terminationPolicy), or save the work"),
  ConsentOutdated: person(
    "read status.terminationProof, which is not what the annotation force-termination names: save that work, or consent anew",
  ),
  SessionRunning: waits(NEXT_TRY, "see what runs there with `gt peek RIG/NAME`, and end it"),
  StateUnknown: waits(
    "a check that gives an answer",
    "read the message above: a read of gt failed, or gave a word that is not known, so nothing was touched",
  ),
  NukeHadNoEffect: waits(
    NEXT_TRY,
    "run `gt polecat status RIG/NAME`, and see why `gt polecat nuke` leaves it there",
  ),
  NukeRefused: waits(NEXT_TRY, "read gt's message above; it protects work that the checks did not see"),
};

const UNREAD: Record<(typeof REASONS)["unread"][number], Advice> = {
  BeadsUnread: waits(NEXT_READ, "if it lasts, try `gt show BEAD` for the beads named above"),
  BeadUnroutable: person(
    "correct the bead's id, or give its rig a prefix that gt can look for: `gt rig list` shows all of them",
  ),
  PolecatsUnread: waits(NEXT_READ, "if it lasts, try `gt polecat list RIG` for the rig named above"),
  TerminalUnread: waits(
    "the next look at its terminal, in a read of the town",
    "see what `gt peek RIG/NAME` says for the polecat named above, as the operator's user",
  ),
  ConvoysUnread: waits(NEXT_READ, "if it lasts, try `gt convoy list`"),
  IssuesUnread: waits(NEXT_READ, "if it lasts, try `gt vitals`"),
};

const CONVOY: Record<(typeof REASONS)["convoy"][number], Advice> = {
  BeadsOpen: waits("its open beads to be closed", "see which of its beads are open"),
  AllBeadsClosed: nothing,
  BeadsNotFound: person("correct spec.trackedBeads, or create the beads with `bd create`"),
  BeadsEnded: person("take the deleted beads out of spec.trackedBeads, or open them again"),
  Sent: nothing,
  NotSent: waits(NEXT_TRY, "check the address in spec.notifyOnComplete with `gt mail send`"),
  NotAsked: nothing,
  NotYet: nothing,
  BeadsTracked: nothing,
  BeadsNotAdded: waits(
    NEXT_TRY,
    "see what gt's convoy tracks with `gt convoy status ID`; the beads are followed here all the same",
  ),
  BeadsNotRemoved: person(
    "gt cannot take a bead out of a convoy, and counts it on; nothing waits for it here: make another Convoy to be rid of it",
  ),
};

/** Reasons of failed calls, as they stand in a condition while they last. */
const CALLS: Readonly<Record<string, Advice>> = {
  GtUnusable: person("gt is there and cannot be started: the message says what the system answers"),
  GtMissing: person("install gt where the operator runs, or set GT_PATH"),
  NotInTown: person("set GT_TOWN_ROOT to the folder of a town"),
  DoltDown: waits("the town's database", DOLT_ADVICE),
  Timeout: waits(NEXT_TRY, "see whether gt answers at all: run `gt health`"),
  NotFound: waits(NEXT_READ, "what was asked for is not in the town: see the message above"),
  Refused: waits(NEXT_TRY, "read gt's message above"),
  Failed: waits(NEXT_TRY, "read gt's message above"),
  Killed: waits(NEXT_TRY, "see in the system's log what ended gt, such as a lack of memory"),
  InvalidArgument: person("correct the value that the message above names"),
  InvalidOutput: waits(NEXT_TRY, "check `gt version`: this operator does not understand its answer"),
  OutputTooLarge: waits(NEXT_TRY, "check `gt version`: its answer was far too large"),
  Aborted: waits(NEXT_TRY),
  BeadUnreadable: waits(NEXT_TRY, "try `gt show BEAD`"),
  IdlePolecatHasWork: waits(NEXT_TRY, "save the work in the idle polecat's worktree: a sling would reuse it"),
  InternalError: waits(NEXT_TRY, "report it with the journal: this is a defect of the operator"),
};

const JOURNAL: Record<(typeof REASONS)["journal"][number], Advice> = {
  JournalKept: nothing,
  JournalUnwritable: waits(
    NEXT_TRY,
    "give the operator's --data-dir space and the right to write, as the message says",
  ),
};

export const ADVICE: Readonly<Record<Reason, Advice>> = {
  ...TOWN,
  ...DISPATCH,
  ...TERMINATION,
  ...UNREAD,
  ...CONVOY,
  ...JOURNAL,
};

/** Null for a reason that nobody has thought of. */
export function adviceFor(reason: string): Advice | null {
  const known: Readonly<Record<string, Advice>> = { ...CALLS, ...ADVICE };
  return known[reason] ?? null;
}
