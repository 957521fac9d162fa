/** With `scheduler.max_polecats` above 0 a sling only queues; the daemon hands the bead out later. */
import { doltDown, json, parseArguments, say, type Answer } from "../answer.ts";
import { randomWord } from "../chance.ts";
import { findRig } from "../lookup.ts";
import { allocate, hook } from "../spawn.ts";
import type { SimBead, SimRig, SimScheduled, Surroundings, TownState } from "../state.ts";

export function schedule(state: TownState, bead: SimBead, rig: SimRig, around: Surroundings): Answer {
  const known = state.scheduled.find((candidate) => candidate.bead === bead.id);
  if (known !== undefined) {
    return say(`○ Bead ${bead.id} is already scheduled (context: ${known.context}), no-op\n`);
  }
  const context = `hq-wisp-${randomWord(state, 3)}`;
  const dueAt = around.now + state.dispatchAfterMs;
  state.scheduled.push({ bead: bead.id, rig: rig.name, context, dueAt });
  around.emit("scheduler_enqueue", "gt", { bead: bead.id, rig: rig.name });
  return say(
    `Warning: could not add tracks dep ${context} → ${bead.id}: issue not found\n✓ Scheduled ${bead.id} → ${rig.name} (context: ${context})\n`,
  );
}

const activeCount = (state: TownState): number => state.polecats.filter(({ session }) => session).length;

/** One round of the daemon: what is due goes to a polecat, as long as fewer than the maximum are active. */
export function dispatch(state: TownState, around: Surroundings): void {
  const due = state.scheduled.filter(({ dueAt }) => dueAt <= around.now);
  for (const entry of due) {
    if (activeCount(state) >= state.schedulerMax) return;
    state.scheduled = state.scheduled.filter((candidate) => candidate !== entry);
    handOut(state, entry, around);
  }
}

function handOut(state: TownState, entry: SimScheduled, around: Surroundings): void {
  const bead = state.beads.find(({ id }) => id === entry.bead);
  const rig = findRig(state, entry.rig);
  if (bead?.status !== "open" || rig === undefined) return;
  const allocation = allocate(state, bead, rig, around);
  const payload = { bead: entry.bead, rig: entry.rig };
  if ("refusal" in allocation) {
    state.scheduled.push({ ...entry, dueAt: around.now + state.dispatchAfterMs });
    around.emit("scheduler_dispatch_failed", "gt", { ...payload, reason: allocation.refusal });
    return;
  }
  hook(state, bead, allocation.polecat, around);
  around.emit("scheduler_dispatch", "gt", payload);
}

export function status(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  parseArguments(argv, ["--json"]);
  if (around.doltDown) return doltDown("listing scheduled beads: bd list");
  const beads = state.scheduled.map(({ bead, rig }) => ({
    id: bead,
    title: state.beads.find(({ id }) => id === bead)?.title ?? "",
    status: "open",
    target_rig: rig,
  }));
  return json({
    paused: false,
    queued_total: beads.length,
    queued_ready: beads.length,
    active_polecats: activeCount(state),
    beads: beads.length === 0 ? null : beads,
  });
}
