/** The status of a Convoy. */
import {
  CONVOY_TAGS,
  isNoticed,
  isOfTown,
  statusWords,
  surplusBeads,
  untrackedBeads,
  type BeadCount,
  type ConvoyContext,
  type ConvoyFacts,
  type Blocker,
} from "../../../machines/index.ts";
import type { PersistedSnapshot } from "../../host/index.ts";
import type { ConvoyActor, Placed } from "../live-actor.ts";
import {
  actorStatus,
  conditions,
  no,
  phaseOf,
  timestamp,
  unreadVerdict,
  unusableRig,
  yes,
  type ActorStatus,
  type Verdict,
} from "../status/conditions.ts";

export function convoyStatus(actor: Placed<ConvoyActor>, snapshot: PersistedSnapshot): ActorStatus {
  const { state, hasTag, context } = actor;
  const { counted, desired } = context;
  const always = {
    phase: phaseOf(CONVOY_TAGS, hasTag),
    conditions: conditions(desired.generation, verdicts(actor)),
    snapshot,
  };
  return actorStatus(always, {
    observedGeneration: desired.generation,
    state,
    beadsConvoyID: context.convoyId,
    completedBeads: counted?.closed,
    pendingBeads: counted?.pending,
    openBeads: openBeads(counted),
    unknownBeads: counted === null ? undefined : [...counted.missing, ...counted.unread],
    progress: counted === null ? undefined : `${counted.closed.length}/${desired.beads.length}`,
    startedAt: timestamp(context.startedAt),
    completedAt: timestamp(context.completedAt),
    ...(isNoticed(context) && {
      notifiedAt: timestamp(context.notice?.at),
      notifiedAddress: context.notice?.address,
    }),
    unchangedSince: timestamp(context.lastGoodAt),
  });
}

/** In the order of the beads; of an older count the statuses are not known. */
function openBeads(counted: BeadCount | null): readonly object[] | undefined {
  if (counted?.statuses === undefined) return undefined;
  const { pending, ended = [], statuses } = counted;
  return [...pending, ...ended].flatMap((bead) => {
    const status = statuses[bead];
    return status === undefined ? [] : [{ bead, status }];
  });
}

function verdicts(actor: Placed<ConvoyActor>): Record<string, Verdict> {
  const { hasTag, context } = actor;
  const { reason, message } = story(actor);
  const isCompleted = hasTag("Completed");
  const isFailed = hasTag("Failed");
  const isMoving = !isCompleted && !isFailed;
  return {
    Ready: { is: isCompleted, reason, message },
    Reconciling: isMoving ? yes(reason, message) : no(reason),
    Stalled: isFailed ? yes(reason, message) : no("Progressing"),
    Tracked: trackedVerdict(context),
    Notified: notifiedVerdict(context, isCompleted),
    Degraded: degradedVerdict(context),
  };
}

function story({ hasTag, context }: Placed<ConvoyActor>): Blocker {
  const { facts, desired, blocker } = context;
  if (hasTag("Completed")) {
    return { reason: "AllBeadsClosed", message: `all ${desired.beads.length} beads are closed` };
  }
  if (facts?.town.trusted === false) return { reason: facts.town.reason, message: facts.town.message };
  if (blocker !== null) return (hasTag("Failed") ? null : rigInTheWay(facts)) ?? blocker;
  if (facts === null)
    return { reason: "AwaitingObservation", message: "waiting for the next read of the town" };
  if (facts.missing.length > 0) {
    return {
      reason: "BeadsNotFound",
      message: `these beads do not exist in the town: ${facts.missing.join(", ")}${openWords(facts)}`,
    };
  }
  if (facts.unreadPart !== undefined) {
    const { reason, message } = facts.unreadPart;
    return { reason, message: `${message}${openWords(facts)}` };
  }
  if (facts.unread.length > 0) {
    return {
      reason: "BeadsUnread",
      message: `not read yet, or not readable: ${facts.unread.join(", ")}${openWords(facts)}`,
    };
  }
  const count = `${facts.pending.length} of ${desired.beads.length} beads are open`;
  return { reason: "BeadsOpen", message: `${count}${openWords(facts)}${closingWords(facts)}` };
}

/** Whatever came of the last try: no other one is made before the rig is usable. What gt has refused is not tried again. */
function rigInTheWay(facts: ConvoyFacts | null): Blocker | null {
  return facts === null || facts.rig.usable ? null : facts.rig;
}

/** A status of the town's own may mean that the work is over: a person knows it, and has to say it. */
function closingWords({ pending, statuses }: ConvoyFacts): string {
  const [first] = pending.filter((id) => isOfTown(statuses?.[id] ?? "open"));
  if (first === undefined) return "";
  return `; a status of the town's own counts as open, whatever it means: where the work is over, close the bead (\`bd close ${first}\`)`;
}

/** What is not closed, each with gt's word for it. */
function openWords({ pending, ended = [], statuses }: ConvoyFacts): string {
  const words = statusWords([...pending, ...ended], statuses);
  return words === "" ? "" : `; ${words}`;
}

/** Of this end, and of the address that the spec names now. */
/** Of one whose snapshot was lost the end is remembered before it is known to have come: until then nothing was told of it. */
function notifiedVerdict(context: ConvoyContext, isCompleted: boolean): Verdict {
  const { desired, notice, blocker, completedAt } = context;
  if (desired.notify === null) return no("NotAsked");
  if (isCompleted && isNoticed(context))
    return yes("Sent", `to ${desired.notify} at ${timestamp(notice?.at) ?? "an unknown time"}`);
  if (completedAt !== null && blocker !== null) return no("NotSent", blocker.message);
  if (notice === null) return no("NotYet");
  const ended = timestamp(notice.completedAt) ?? "an unknown time";
  return no("NotYet", `the mail before went to ${notice.address}, about the end at ${ended}`);
}

/** gt's own convoy: what `gt convoy status` counts. */
function trackedVerdict(context: ConvoyContext): Verdict {
  const { convoyId, tracked, unextended, desired } = context;
  if (convoyId === null || tracked === null) return no("NotYet", "gt's convoy has not been looked at yet");
  if (unextended?.generation === desired.generation) return no("BeadsNotAdded", unextended.message);
  const lacking = untrackedBeads(context);
  if (lacking.length > 0)
    return no("BeadsNotAdded", `to be added to gt's convoy ${convoyId}: ${lacking.join(", ")}`);
  const surplus = surplusBeads(context);
  if (surplus.length === 0) return yes("BeadsTracked");
  return no(
    "BeadsNotRemoved",
    `gt's convoy ${convoyId} still tracks ${surplus.join(", ")}, which spec.trackedBeads does not name: gt cannot take a bead out of a convoy`,
  );
}

function degradedVerdict({ facts, blocker, lastGoodAt }: ConvoyContext): Verdict {
  if (facts?.town.trusted === false) return unreadVerdict(facts.town, lastGoodAt);
  if (facts?.unreadPart !== undefined) return unreadVerdict(facts.unreadPart, lastGoodAt);
  const rig = unusableRig(facts?.rig);
  if (rig !== null) return rig;
  if (blocker === null || blocker.reason === "AwaitingObservation") return no("AsObserved");
  return yes(blocker.reason, blocker.message);
}
