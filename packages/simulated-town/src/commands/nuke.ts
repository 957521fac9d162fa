/** `gt polecat nuke`. */
import { fail, parseArguments, say, type Answer } from "../answer.ts";
import { address, findPolecat, findRig, hookOf } from "../lookup.ts";
import type { SimBead, SimPolecat, Surroundings, TownState } from "../state.ts";
import { purgeClosed } from "../merging.ts";
import { NO_AGENT_BEAD, nukeChecks } from "../versions/index.ts";

export function nuke(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const { positional, has } = parseArguments(argv, ["--force", "--dry-run", "-f"]);
  const [rig, name] = address(positional[0]);
  const prefix = findRig(state, rig)?.prefix;
  if (prefix === undefined) return fail(`rig '${rig}' not found`);
  const polecat = findPolecat(state, rig, name);
  if (has("--dry-run")) return dryRun(state, polecat, { rig, name, prefix }, around);
  const isForced = has("--force") || has("-f");
  const checks = nukeChecks(state);
  const reasons = polecat === undefined || isForced ? [] : checks.reasons(state, polecat, around);
  if (reasons.length > 0) return checks.refusal(rig, name, reasons);
  const hasTmux = state.polecats.some(({ session }) => session);
  const orphans = hasTmux ? "" : "  ○ orphan cleanup check failed: tmux not available: exit status 1\n";
  const isGone = polecat === undefined;
  const done = `${isGone ? NO_AGENT_BEAD : checks.lastStep}\n✓ Nuked 1 polecat(s).\n${orphans}`;
  const heading = isForced ? `⚠ Nuking ${rig}/${name} (--force)...\n` : `Nuking ${rig}/${name}...\n`;
  const steps = isGone ? "  ○ worktree already gone\n" : remove(state, polecat, around);
  return say(`${heading}${steps}${done}`, purgeClosed(state, rig));
}

/** @returns its lines. The bead goes back to `open`, and the polecat's name to the next sling. */
function remove(state: TownState, polecat: SimPolecat, around: Surroundings): string {
  const { rig, name, branch } = polecat;
  const bead = around.doltDown ? undefined : hookOf(state, polecat);
  const killed = polecat.session ? "  ✓ killed session\n" : "";
  const detached = bead === undefined ? "" : detachFailure(bead);
  if (!around.doltDown) giveBack(state, polecat, around.now);
  state.polecats = state.polecats.filter((candidate) => candidate !== polecat);
  around.worktrees.remove(rig, name);
  return `${killed}${detached}  ✓ pushed branch ${branch} before nuke\n  ✓ deleted worktree\n  ✓ deleted local branch ${branch}\n  ○ remote branch preserved for refinery merge\n`;
}

function giveBack(state: TownState, polecat: SimPolecat, now: number): void {
  for (let bead = hookOf(state, polecat); bead !== undefined; bead = hookOf(state, polecat)) {
    Object.assign(bead, { status: "open", assignee: null, updatedAt: now });
  }
}

/** gt looks for the wisp in the wrong folder, says so, and goes on. */
function detachFailure({ id, description, molecule }: SimBead): string {
  if (molecule === null) return "";
  return `  ⚠ molecule detach failed for ${molecule.id}: updating pinned bead: bd update ${id} --description=${description}: Error: no beads database found\nHint: run 'bd init' to create a new database\n      or set BEADS_DIR to point to your .beads directory\n`;
}

function dryRun(
  state: TownState,
  polecat: SimPolecat | undefined,
  { rig, name, prefix }: { rig: string; name: string; prefix: string },
  around: Surroundings,
): Answer {
  const { isRefused, agentBead, checks } = nukeChecks(state).dryRun(state, polecat, around);
  const [would, without] = isRefused ? ["Would refuse to nuke", " without --force"] : ["Would nuke", ""];
  const count = isRefused ? "1 of 1" : "1";
  const lines = checks.map((check) => `    - ${check}`).join("\n");
  return say(
    `${would} ${rig}/${name}${without}:\n  - Kill session: gt-${rig}-${name}\n  - Delete worktree: ${around.root}/${rig}/polecats/${name}\n  - Delete branch (if exists)\n  - ${agentBead} agent bead: ${prefix}-${rig}-polecat-${name}\n\n  Safety checks:\n${lines}\n\n\n${isRefused ? "⚠" : "ℹ"} ${would} ${count} polecat(s)${without}.\n`,
  );
}
