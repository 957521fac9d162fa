/** `gt polecat nuke`: refuses what is local only, and nothing else: a bead on the hook does not stop it. */
import { fail, parseArguments, say, type Answer } from "../answer.ts";
import { address, findPolecat, findRig, hookOf, openRequestOf } from "../lookup.ts";
import type { SimBead, SimPolecat, Surroundings, TownState } from "../state.ts";
import { purgeClosed } from "../merging.ts";
import { gitStateOf } from "./safety.ts";

export function nuke(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const { positional, has } = parseArguments(argv, ["--force", "--dry-run", "-f"]);
  const [rig, name] = address(positional[0]);
  const prefix = findRig(state, rig)?.prefix;
  if (prefix === undefined) return fail(`rig '${rig}' not found`);
  const polecat = findPolecat(state, rig, name);
  if (has("--dry-run")) return dryRun(state, polecat, { rig, name, prefix }, around);
  const isForced = has("--force") || has("-f");
  const reasons = polecat === undefined || isForced ? [] : refusals(state, polecat, around);
  if (reasons.length > 0) return refuse(rig, name, reasons);
  const hasTmux = state.polecats.some(({ session }) => session);
  const orphans = hasTmux ? "" : "  ○ orphan cleanup check failed: tmux not available: exit status 1\n";
  const done = `  ○ agent bead not found or already cleaned\n\n✓ Nuked 1 polecat(s).\n${orphans}`;
  const steps = polecat === undefined ? "  ○ worktree already gone\n" : remove(state, polecat, around);
  return say(`Nuking ${rig}/${name}...\n${steps}${done}`, purgeClosed(state, rig));
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
  const git = polecat && (gitStateOf(polecat, around).clean ? "clean" : "dirty");
  const request = polecat && !around.doltDown ? openRequestOf(state, polecat) : undefined;
  const open = request === undefined ? "none" : `yes (${request.id})`;
  const checks = [
    `    - Git state: ${git ?? "unknown (no polecat info)"}`,
    "    - Hook: unknown (no agent bead)",
    `    - Open MR: ${polecat === undefined ? "unknown (no branch info)" : open}`,
  ];
  return say(
    `Would nuke ${rig}/${name}:\n  - Kill session: gt-${rig}-${name}\n  - Delete worktree: ${around.root}/${rig}/polecats/${name}\n  - Delete branch (if exists)\n  - Close agent bead: ${prefix}-${rig}-polecat-${name}\n\n  Safety checks:\n${checks.join("\n")}\n\n\nℹ Would nuke 1 polecat(s).\n`,
  );
}

function refusals(state: TownState, polecat: SimPolecat, around: Surroundings): readonly string[] {
  const git = gitStateOf(polecat, around);
  const open = around.doltDown ? undefined : openRequestOf(state, polecat);
  return [
    ...(git.uncommitted_files.length > 0 ? [`has ${git.uncommitted_files.length} uncommitted file(s)`] : []),
    ...(git.unpushed_commits > 0 ? [`has ${git.unpushed_commits} unpushed commit(s)`] : []),
    ...(git.stash_count > 0 ? [`has ${git.stash_count} stash(es)`] : []),
    ...(open === undefined ? [] : [`has open MR (${open.id})`]),
  ];
}

function refuse(rig: string, name: string, reasons: readonly string[]): Answer {
  const bullets = reasons.map((reason) => `    - ${reason}\n`).join("");
  return {
    exitCode: 1,
    stdout: `Error: Cannot nuke the following polecats:\n\n  ${rig}/${name}:\n${bullets}\nSafety checks failed. Resolve issues before nuking, or use --force.\nOptions:\n  1. Complete work: gt done (from polecat session)\n  2. Push changes: git push (from polecat worktree)\n  3. Escalate: gt mail send mayor/ -s "RECOVERY_NEEDED" -m "..."\n  4. Force nuke (LOSES WORK): gt polecat nuke --force ${rig}/${name}\n\n`,
    stderr: "Error: blocked: 1 polecat(s) have active work\n",
  };
}
