/** What keeps gt from a nuke without force, and where it says so. */
import type { Answer } from "../answer.ts";
import { openRequestOf } from "../lookup.ts";
import type { SimPolecat, Surroundings, TownState } from "../state.ts";
import { agentBeadOf } from "./agent-bead.ts";
import { gitStateOf } from "./git-state.ts";
import { inVersion } from "./names.ts";
import { pendingRequest } from "./workstate.ts";

interface NukeChecks {
  /** Why gt refuses; empty where it does not. */
  readonly reasons: (state: TownState, polecat: SimPolecat, around: Surroundings) => readonly string[];
  readonly refusal: (rig: string, name: string, reasons: readonly string[]) => Answer;
  /** Its word about the agent bead, after all else. */
  readonly lastStep: string;
  readonly dryRun: (state: TownState, polecat: SimPolecat | undefined, around: Surroundings) => DryRun;
}

interface DryRun {
  readonly isRefused: boolean;
  /** What it says that it would do with the agent bead. */
  readonly agentBead: "Close" | "Reset";
  readonly checks: readonly string[];
}

export const NO_AGENT_BEAD = "  ○ agent bead not found or already cleaned\n";

export const nukeChecks = (state: TownState): NukeChecks =>
  inVersion<NukeChecks>(state, {
    "1.0.1": { reasons: localWork, refusal: onStdout, lastStep: NO_AGENT_BEAD, dryRun: foretold },
    "1.2.1": { reasons: notedWork, refusal: onStderr, lastStep: "", dryRun: judged },
  });

/** 1.0.1 looks at git and at the queue, and at no hook: in no run it found the agent bead. */
function localWork(state: TownState, polecat: SimPolecat, around: Surroundings): readonly string[] {
  const git = gitStateOf(state, polecat, around);
  return [
    ...(git.uncommitted_files.length > 0 ? [`has ${git.uncommitted_files.length} uncommitted file(s)`] : []),
    ...(git.unpushed_commits > 0 ? [`has ${git.unpushed_commits} unpushed commit(s)`] : []),
    ...(git.stash_count > 0 ? [`has ${git.stash_count} stash(es)`] : []),
    ...openRequest(state, polecat, around),
  ];
}

function openRequest(state: TownState, polecat: SimPolecat, around: Surroundings): readonly string[] {
  const open = around.doltDown ? undefined : openRequestOf(state, polecat);
  return open === undefined ? [] : [`has open MR (${open.id})`];
}

/** 1.2.1 believes the agent bead, and looks at git only where it finds none: clean there hides what came later. */
function notedWork(state: TownState, polecat: SimPolecat, around: Surroundings): readonly string[] {
  if (around.doltDown) {
    const [first] = localWork(state, polecat, around);
    return [...(first === undefined ? [] : [first]), "open_mr_lookup_error: bd list: exit status 1"];
  }
  const { cleanupStatus, hookBead } = agentBeadOf(polecat);
  const isHeld = hookBead !== null && !isClosed(state, hookBead);
  return [
    ...(cleanupStatus === "clean"
      ? []
      : [`cleanup_status=${cleanupStatus === "" ? "<missing>" : cleanupStatus}`]),
    ...(isHeld ? [`has work on hook (${hookBead})`] : []),
    ...pendingRequest(state, polecat, around).map(({ blocker }) => blocker),
    ...openRequest(state, polecat, around),
  ];
}

const isClosed = (state: TownState, bead: string): boolean =>
  state.beads.some(({ id, status }) => id === bead && status === "closed");

function explanation(rig: string, name: string, reasons: readonly string[]): string {
  const bullets = reasons.map((reason) => `    - ${reason}\n`).join("");
  return `Error: Cannot nuke the following polecats:\n\n  ${rig}/${name}:\n${bullets}\nSafety checks failed. Resolve issues before nuking, or use --force.\nOptions:\n  1. Complete work: gt done (from polecat session)\n  2. Push changes: git push (from polecat worktree)\n  3. Escalate: gt mail send mayor/ -s "RECOVERY_NEEDED" -m "..."\n  4. Force nuke (LOSES WORK): gt polecat nuke --force ${rig}/${name}\n\n`;
}

function onStdout(rig: string, name: string, reasons: readonly string[]): Answer {
  const stderr = "Error: blocked: 1 polecat(s) have active work\n";
  return { exitCode: 1, stdout: explanation(rig, name, reasons), stderr };
}

function onStderr(rig: string, name: string, reasons: readonly string[]): Answer {
  const blocked = `Error: blocked: 1 polecat(s) failed nuke safety checks: ${rig}/${name}: ${reasons.join("; ")}\n`;
  return { exitCode: 1, stdout: "", stderr: `${explanation(rig, name, reasons)}${blocked}` };
}

const UNKNOWN_HOOK = "Hook: unknown (no agent bead)";

function gitLine(state: TownState, polecat: SimPolecat | undefined, around: Surroundings): string {
  if (polecat === undefined) return "Git state: unknown (no polecat info)";
  return `Git state: ${gitStateOf(state, polecat, around).clean ? "clean" : "dirty"}`;
}

function requestLine(state: TownState, polecat: SimPolecat | undefined, around: Surroundings): string {
  if (polecat === undefined) return "Open MR: unknown (no branch info)";
  const open = around.doltDown ? undefined : openRequestOf(state, polecat);
  return `Open MR: ${open === undefined ? "none" : `yes (${open.id})`}`;
}

/** The dry run of 1.0.1 tells what it sees, and that it would go ahead all the same. */
function foretold(state: TownState, polecat: SimPolecat | undefined, around: Surroundings): DryRun {
  const checks = [gitLine(state, polecat, around), UNKNOWN_HOOK, requestLine(state, polecat, around)];
  return { isRefused: false, agentBead: "Close", checks };
}

function judged(state: TownState, polecat: SimPolecat | undefined, around: Surroundings): DryRun {
  const isRefused = polecat !== undefined && notedWork(state, polecat, around).length > 0;
  const noted =
    polecat === undefined || around.doltDown
      ? [gitLine(state, polecat, around), UNKNOWN_HOOK]
      : notedLines(state, polecat, around);
  return { isRefused, agentBead: "Reset", checks: [...noted, requestLine(state, polecat, around)] };
}

function notedLines(state: TownState, polecat: SimPolecat, around: Surroundings): readonly string[] {
  const { cleanupStatus, hookBead, activeMr } = agentBeadOf(polecat);
  const [pending] = pendingRequest(state, polecat, around);
  const isStale = hookBead !== null && isClosed(state, hookBead);
  const held = isStale ? `stale (${hookBead}, closed - stale)` : `has work (${hookBead ?? ""})`;
  const request = pending === undefined ? `terminal (${activeMr ?? ""})` : `blocked (${pending.blocker})`;
  return [
    `Cleanup status: ${cleanupStatus === "" ? "<missing>" : cleanupStatus}`,
    `Hook: ${hookBead === null ? "empty" : held}`,
    ...(activeMr === null ? [] : [`Active MR: ${request}`]),
  ];
}
