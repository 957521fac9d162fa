/** `gt done`, as an agent or a person says it in a polecat's worktree: the work goes to the merge queue. */
import { completeWork, noteDone } from "../agents.ts";
import { doltDown, fail, parseArguments, say, type Answer } from "../answer.ts";
import { hookOf } from "../lookup.ts";
import { purgeClosed, submit } from "../merging.ts";
import type { SimPolecat, Surroundings, TownState } from "../state.ts";

/** The formula's wisp ends with the work. */
const WISPS_OF_A_WORK = 1;

export function done(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  parseArguments(argv, []);
  const polecat = polecatAt(state, around);
  if (polecat === undefined) return fail("gt done: not in a polecat worktree");
  if (around.doltDown) return doltDown("finding hooked work: bd list");
  const bead = hookOf(state, polecat);
  if (bead === undefined) return fail("no work on the hook");
  const { mergeAfterMs } = state.plans[bead.id] ?? state.defaultPlan;
  const mergesAt = mergeAfterMs === undefined ? null : around.now + mergeAfterMs;
  const { id } = submit(state, polecat, bead, around.now, mergesAt);
  noteDone(state, polecat, bead);
  completeWork(state, polecat, bead, around.now, around);
  return say(
    `Pushing branch to remote...\n✓ Branch pushed to origin\n✓ Work submitted to merge queue (verified)\n  MR ID: ${id}\n  Source: ${polecat.branch}\n  Target: main\n  Issue: ${bead.id}\n  Worker: ${polecat.name}\n  Priority: P2\n\nThe Refinery will process your merge request.\n\nNotifying Witness...\n✓ Witness notified of COMPLETED (via nudge)\n✓ Sandbox preserved for reuse (persistent polecat)\n→ Syncing worktree to main...\n✓ Polecat transitioned to IDLE — ready for new work\n`,
    purgeClosed(state, polecat.rig, WISPS_OF_A_WORK),
  );
}

function polecatAt(state: TownState, { root, cwd }: Surroundings): SimPolecat | undefined {
  return state.polecats.find(({ rig, name }) => `${cwd}/`.startsWith(`${root}/${rig}/polecats/${name}/`));
}
