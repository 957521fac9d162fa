/** The status of a Rig. */
import {
  gtNameOf,
  holdReason,
  parkingOf,
  RIG_TAGS,
  rigTrouble,
  type HoldReason,
  type RigContext,
  type RigFacts,
  type DesiredRig,
  type Trouble,
} from "../../../machines/index.ts";
import type { PersistedSnapshot } from "../../host/index.ts";
import type { Placed, RigActor } from "../live-actor.ts";
import {
  actorStatus,
  ageText,
  aged,
  conditions,
  no,
  phaseOf,
  timestamp,
  yes,
  type ActorStatus,
  type Verdict,
} from "../status/conditions.ts";

/** Told on the Rig itself, which is shown as it is all the same. */
const HOLDS: Readonly<Record<HoldReason, { readonly mode: "Observe" | "Paused"; readonly message: string }>> =
  {
    RigPaused: {
      mode: "Paused",
      message: "spec.paused is true, so that nothing is written to gt for this rig: set it to false to go on",
    },
    RigObserved: {
      mode: "Observe",
      message:
        "management is Observe, so that nothing is written to gt for this rig and its polecats: set it to Manage, as `kubectl gastown take` does",
    },
  };

/** Trouble that ends only when a person acts. */
const NEEDS_A_PERSON = new Set([
  "LocalPathMissing",
  "LocalPathUnreadable",
  "RigUnknownToTown",
  "DuplicateRig",
  "BeadsPrefixMismatch",
  "BeadsPrefixUnreadable",
]);

export function rigStatus(actor: Placed<RigActor>, snapshot: PersistedSnapshot): ActorStatus {
  const { hasTag, context } = actor;
  const { figures, desired, lastGoodAt } = context;
  const always = {
    phase: phaseOf(RIG_TAGS, hasTag),
    conditions: conditions(desired.generation, verdicts(actor)),
    snapshot,
  };
  return actorStatus(always, {
    observedGeneration: desired.generation,
    mode: modeOf(desired),
    gtName: gtNameOf(context),
    ...figures,
    lastSyncTime: timestamp(lastGoodAt),
    unchangedSince: timestamp(lastGoodAt),
  });
}

function held(desired: DesiredRig): Trouble | null {
  const reason = holdReason(desired);
  return reason === null ? null : { reason, message: HOLDS[reason].message };
}

function modeOf(desired: DesiredRig): "Manage" | "Observe" | "Paused" {
  const reason = holdReason(desired);
  return reason === null ? "Manage" : HOLDS[reason].mode;
}

function verdicts({ hasTag, context }: Placed<RigActor>): Record<string, Verdict> {
  const { facts, desired } = context;
  const trouble = troubleOf(context);
  const parking = parkingOf(gtNameOf(context), facts?.townStatus);
  const unseen = { reason: "AwaitingObservation", message: "waiting for the next read of the town" };
  const { reason, message } =
    trouble ?? (facts === null ? unseen : (held(desired) ?? parking ?? { reason: "Observed", message: "" }));
  const isReady = hasTag("Ready") && facts !== null;
  const isStalled = NEEDS_A_PERSON.has(reason);
  return {
    Ready: { is: isReady, reason, message },
    Synced: facts?.town.trusted === true ? readVerdict(facts) : no(reason, message),
    Degraded: hasTag("Degraded") ? yes(reason, message) : partVerdict(facts),
    Reconciling: !isReady && !isStalled ? yes(reason, message) : no("Observed"),
    Stalled: isStalled ? yes(reason, message) : no("Progressing"),
  };
}

/** What of the rig cannot be read is reported with how old that is which is shown instead. */
function troubleOf({ name, desired, facts, lastGoodAt }: RigContext): Trouble | null {
  if (facts === null) return null;
  const trouble = rigTrouble(name, desired, facts);
  if (trouble === null || trouble !== facts.trouble) return aged(trouble, facts.town, lastGoodAt);
  return { reason: trouble.reason, message: `${trouble.message}; ${ageText(lastGoodAt)}` };
}

/** What is shown of a part that could not be read is old, although the rig's polecats get their work. */
function partVerdict(facts: RigFacts | null): Verdict {
  const unread = facts?.unreadPart;
  return unread === undefined ? no("AsObserved") : yes(unread.reason, unread.message);
}

const IN_TURNS =
  "gt takes longer over the list of the town's polecats than lies between two polls, so its rigs are read in turns: gastown_operator_rig_read_timestamp_seconds and /readyz tell how old what is shown may be";

function readVerdict({ unreadPart, gt, inTurns }: RigFacts): Verdict {
  const notes = [gt?.note ?? null, inTurns === true ? IN_TURNS : null].filter((note) => note !== null);
  return unreadPart === undefined
    ? yes("Observed", notes.join("; "))
    : no(unreadPart.reason, unreadPart.message);
}
