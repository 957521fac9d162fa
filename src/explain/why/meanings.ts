/** What each reason of a condition means, for the reference of people: what is the case, in one sentence. */
import type { REASONS } from "../../kinds/index.ts";

type Group = keyof typeof REASONS;
type Meanings<Name extends Group> = Readonly<Record<(typeof REASONS)[Name][number], string>>;

const town: Meanings<"town"> = {
  GtUnavailable: "gt could not be started, or did not answer.",
  TownUnhealthy: "gt answers, and says that the town's Dolt server does not run: no read can be trusted.",
  AwaitingObservation: "The town has not been read yet since this was asked for.",
  Observed: "The last read of the town has it.",
  AsObserved: "Nothing is wrong: what is shown is what the town said.",
};

const unread: Meanings<"unread"> = {
  BeadsUnread:
    "The database of its beads could not be read. What is shown of them is older, and nothing is decided by it.",
  BeadUnroutable:
    "gt has no way to the database that would have the bead, so that nobody can tell whether it exists.",
  PolecatsUnread: "The list of its rig's polecats could not be read.",
  TerminalUnread:
    "gt calls its polecat stalled, and its terminal could not be looked at to see whether it is.",
  ConvoysUnread: "The list of convoys could not be read. The rig's polecats get their work all the same.",
  IssuesUnread: "The beads could not be counted.",
};

const rig: Meanings<"rig"> = {
  LocalPathMissing: "spec.localPath of the Rig is no folder on the operator's machine.",
  LocalPathUnreadable: "The operator's user may not look at spec.localPath of the Rig.",
  RigUnknownToTown: "`gt rig list` has no rig of the name that the Rig stands for.",
  DuplicateRig: "An older Rig stands for the same rig of gt.",
  RigReplaced: "The Rig was made anew for another rig of gt than the one that has this polecat.",
  BeadsPrefixMismatch: "gt's prefix of the rig's beads is another one than spec.beadsPrefix says.",
  BeadsPrefixUnreadable: "The prefix of the rig's beads has a hyphen, by which gt cannot look for them.",
  RigNotFound: "There is no Rig of the name that the spec has.",
  RigDegraded: "The Rig is Degraded for the reason that the message repeats: nothing is slung to it.",
  RigPaused: "spec.paused of the Rig is true: nothing is written to gt for it.",
  RigObserved:
    "spec.management of the Rig is Observe: it shows what gt says of the rig, and nothing is written to gt for it.",
  RigParked: "The rig was parked in gt: its agents are stopped, and nothing is slung to it.",
  RigDocked: "The rig was docked in gt: nothing is slung to it.",
  RigStatusUnknown:
    "gt has a word for the rig's status that this operator does not know, so nothing is slung to it.",
  RigWatched: "An older Witness watches the same rig, and acts in its place.",
  PrefixMismatch: "spec.prefix of the BeadStore is not the prefix of its rig.",
  StoreNotListed: "`gt vitals` has no database of the rig.",
};

const dispatch: Meanings<"dispatch"> = {
  Slinging: "`gt sling` runs for its bead.",
  SlingRefused: "gt refused the sling, in the words of the message.",
  SlingFailed: "The sling failed, and nothing says that the next one will.",
  TownBusy: "Another gt holds a lock of the town.",
  BeadBeingSlung: "Somebody else slings the bead at this moment.",
  BeadNotSeen: "gt did not find the bead while it slung it, although a read of the town had it.",
  RespawnLimit: "gt has slung the bead so often without success that it slings it no more.",
  BeadHasMolecule: "Other work of gt is attached to the bead.",
  BeadTitleRefused: "gt takes the title of the bead for one of its own work items, and does not sling it.",
  BeadIdRefused: "gt does not take spec.beadID for the id of a bead.",
  TargetRefused: "gt does not take the rig for something that work can be slung to.",
  CallerRefused: "gt takes the operator for one of its agents, which may not sling.",
  GtConfigRefused: "A setting or a formula of the town keeps gt from slinging.",
  BackingOff: "A try failed; the next one comes after a pause that grows.",
  NoCapacity:
    "The rig has as many polecats as spec.settings.maxPolecats of its Rig allows, and none is free.",
  BeadNotFound: "Two reads that could have found the bead did not.",
  BeadHeldElsewhere: "The bead is on the hook of another polecat, or somebody else has it.",
  BeadClaimed: "An older Polecat names the same bead.",
  BeadOfAnotherRig: "The bead is in the database of another rig: gt would not sling it here.",
  BeadEnded: "The bead was deleted, or has another end that is not done.",
  BeadBlocked: "The bead is blocked by another one.",
  BeadDeferred: "The bead was put off.",
  BeadPinned: "The bead is pinned, which means that it is not to be worked off.",
  BeadStatusUnknown: "The bead has a status that this operator does not know: it is not slung.",
};

const hold: Meanings<"hold"> = {
  Paused: "spec.paused is true: nothing is written to gt for it.",
  ObserveOnly: "spec.management is Observe: it is shown, and nothing is done for it.",
  ExecutionModeNotEnabled:
    "the operator makes no pods (--pods): a Polecat with executionMode kubernetes waits, and gets no polecat.",
  FieldNotSupported: "Nothing comes of a field that is set; the message says of which, and why.",
  FieldsHonored: "Something comes of each field that is set.",
  AwaitingFinalizer:
    "deletionPolicy is Terminate, and the finalizer that protects it is not stored yet: no work begins before.",
  FinalizerKept: "Its end is done, and the API server did not take the removal of the finalizer.",
};

const work: Meanings<"work"> = {
  Working: "A bead is in work.",
  BeadChangePending: "The spec asks for another bead while one is in work.",
  AwaitingClose: "Its rest or its next bead was asked for while one is in work.",
  BeadClosed: "Its bead is closed.",
  Idle: "It has nothing to do.",
  PolecatClaimed: "Another Polecat drives the polecat that this one would have.",
  SessionStopped: "The operator stopped its session for an end that was then withdrawn.",
  SessionDead: "Work is on its hook and its session does not run.",
  Silent: "Work is on its hook, gt calls it stalled, and nothing changes on its terminal.",
  PodRestarts: "Its pod has restarted too often.",
  Stuck: "Work is on its hook and two sources find no sign of life.",
};

const termination: Meanings<"termination"> = {
  Terminating: "Its end is under way: checks, the end of its session, the nuke.",
  Terminated: "Its polecat is gone, by two lists, or there never was one.",
  UncommittedWork: "Files in its worktree are not committed.",
  UnpushedCommits: "Commits of its branch are not on the remote, as far as its worktree has fetched it.",
  StashedWork: "Its worktree has stashes.",
  OpenMergeRequest: "Its merge request is open.",
  NeedsRecovery: "gt says that something of it has to be recovered first.",
  StillWorking: "gt says that it is at work.",
  NotSubmitted: "Its commits are on the remote and not in the merge queue.",
  NotMerged: "Its commits are not merged.",
  CleanupStatusMissing:
    "Its agent never said `gt done`, so that gt does not know whether anything would be lost.",
  BeadOpen: "Its bead is not closed.",
  PolecatReplaced: "gt gave its name to another polecat.",
  PolecatReassigned: "gt gave its polecat another bead.",
  ConsentWithdrawn: "The consent to force its end was taken back before it was used.",
  ConsentOutdated: "The consent names other losses than there would be now.",
  SessionRunning: "Its session runs on although it was stopped.",
  StateUnknown: "A check gave no answer, or a word that is not known, so nothing was touched.",
  NukeRefused: "gt refused to end it.",
  NukeHadNoEffect: "gt said that it had ended it, and it is there.",
};

const journal: Meanings<"journal"> = {
  JournalKept: "What is decided is written down before it is done.",
  JournalUnwritable: "The journal cannot be written: the operator goes on, and its history has a hole.",
};

const convoy: Meanings<"convoy"> = {
  BeadsOpen: "Beads of it are open; the message names the status of each.",
  AllBeadsClosed: "All of its beads are closed.",
  BeadsNotFound: "Two reads that could have found a bead of it did not.",
  BeadsEnded: "A bead of it was deleted, so that it will never be closed.",
  Sent: "The mail about this end was sent.",
  NotSent: "The mail about this end could not be sent.",
  NotAsked: "spec.notifyOnComplete names nobody.",
  NotYet: "It has not come to an end.",
  BeadsTracked: "gt's convoy tracks the beads of the spec.",
  BeadsNotAdded: "gt's convoy does not track all beads of the spec.",
  BeadsNotRemoved: "gt's convoy tracks beads that are not in the spec any more.",
};

export const MEANINGS = { town, unread, rig, dispatch, hold, work, termination, journal, convoy } as const;
