/** What `why` says of an actor, by the operator's own code: from its state, its history, and the cells around it. Pure. */
import { liveActor } from "../../../src/kinds/live-actor.ts";
import { ACTOR_KINDS, KINDS, kindOf } from "../../../src/kinds/registry.ts";
import { explain, type Explanation } from "../../../src/explain/why/explain.ts";
import { historyOf, type Happened } from "../../../src/explain/why/history.ts";
import { kindNames, type Explained } from "../../../src/explain/why/subject.ts";
import type { Cell } from "../../../src/inspector/cell.ts";
import type { Detail } from "../../../src/inspector/detail.ts";
import type { StatusCondition } from "../../../src/kinds/status/conditions.ts";
import { shownStatus } from "../../../src/kinds/status/status-of.ts";
import { resourceOf } from "../kinds/kind-in-page.ts";
import { viewOf, type Moment } from "../history/moments.ts";

export function explanationOf(
  detail: Detail,
  moments: readonly Moment[],
  cells: Iterable<Cell>,
): Explanation | null {
  const { cell, status, conditions } = detail;
  const { ref } = cell;
  const kind = kindNames().find((name) => name === ACTOR_KINDS.get(ref.kind)?.name);
  if (kind === undefined) return null;
  const around = [...cells];
  const object = explainedOf(
    ref,
    conditions,
    { ...status, phase: cell.phase, state: cell.state },
    {
      ...(cell.rig !== "" && { rig: cell.rig }),
    },
  );
  return explain(
    KINDS[kind],
    object,
    { polecats: ofKind(around, "polecat"), rigs: ofKind(around, "rig"), gtRig: cell.gtRig ?? undefined },
    historyOf(moments.map(happened), ref.uid),
  );
}

function explainedOf(
  { name, namespace, uid }: Cell["ref"],
  conditions: readonly Omit<StatusCondition, "observedGeneration">[],
  status: object,
  spec: Explained["spec"] = {},
): Explained {
  return {
    metadata: { name, uid, ...(namespace !== "" && { namespace }) },
    spec,
    // Since when a condition holds is known to the API alone; the history says it of the state.
    status: { ...status, conditions: conditions.map((one) => ({ ...one, lastTransitionTime: "" })) },
  };
}

function ofKind(cells: readonly Cell[], kind: string): readonly Explained[] {
  return cells.filter(({ ref }) => resourceOf(ref.kind) === kind).map(neighbour);
}

/** As much of a resource as its cell tells. */
function neighbour({
  ref,
  rig,
  gtRig,
  phase,
  state,
  isEnding,
  mood,
  reason,
  trouble,
  bead,
  polecat,
}: Cell): Explained {
  const message = trouble?.message ?? "";
  const told = { reason: trouble?.reason ?? reason, message };
  const said = (type: string, holds: boolean): Omit<StatusCondition, "observedGeneration"> => ({
    type,
    status: holds ? "True" : "False",
    ...told,
  });
  const conditions = [
    { ...said("Ready", mood === "well"), reason },
    said("Stuck", mood === "stuck"),
    said("Degraded", mood === "degraded"),
    said("Stalled", mood === "stalled" || mood === "failed"),
    { ...said("Terminating", isEnding), reason },
  ];
  const words = { phase, state, assignedBead: bead ?? undefined, polecatName: polecat ?? undefined };
  return explainedOf(
    ref,
    conditions,
    { ...words, gtName: gtRig ?? undefined },
    { rig, beadID: bead ?? undefined },
  );
}

const happenings = new WeakMap<Moment, Happened>();

/** Kept: what a moment was does not change, and an actor may have thousands. */
function happened(moment: Moment): Happened {
  const known = happenings.get(moment);
  if (known !== undefined) return known;
  const { record } = moment;
  const view = moment.step === null ? null : viewOf(moment);
  const made: Happened = {
    uid: record.actor.uid,
    at: record.at,
    event: record.type === "event" ? record.event.type : record.type,
    trace: record.trace,
    told: view === null ? null : told(view),
  };
  happenings.set(moment, made);
  return made;
}

function told(view: NonNullable<ReturnType<typeof viewOf>>): Happened["told"] {
  const actor = liveActor(view);
  const { phase, conditions } = shownStatus(kindOf(actor.kind), actor);
  const { reason = "", message = "" } = conditions.find(({ type }) => type === "Ready") ?? {};
  return { state: actor.state, phase, reason, message };
}
