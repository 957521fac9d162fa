/** `gt polecat …`, `gt session stop` and `gt peek`. */
import { fail, json, parseArguments, say, type Answer } from "../answer.ts";
import { findPolecat, hookOf, type SimPolecat, type Surroundings, type TownState } from "../state.ts";

/** The rig and name of `RIG/NAME`. */
function address(text = ""): readonly [string, string] {
  const [rig = "", name = ""] = text.split("/");
  return [rig, name];
}

function entry(state: TownState, polecat: SimPolecat, doltDown: boolean): Record<string, unknown> {
  const issue = doltDown ? undefined : hookOf(state, polecat)?.id;
  const idle = issue === undefined && !polecat.session;
  const word = doltDown
    ? "stalled"
    : issue !== undefined && !polecat.session
      ? "stalled"
      : idle
        ? "idle"
        : "working";
  return {
    rig: polecat.rig,
    name: polecat.name,
    state: word,
    ...(issue !== undefined && { issue }),
    session_running: polecat.session,
  };
}

export function list(state: TownState, argv: readonly string[], { doltDown }: Surroundings): Answer {
  const { positional, has } = parseArguments(argv, ["--json", "--all"]);
  const [rig] = positional;
  if (rig !== undefined && !state.rigs.some(({ name }) => name === rig))
    return fail(`rig '${rig}' not found`);
  if (rig === undefined && !has("--all")) return fail("rig or --all required");
  const polecats = state.polecats.filter((polecat) => has("--all") || polecat.rig === rig);
  return json(polecats.map((polecat) => entry(state, polecat, doltDown)));
}

/** Runs `tell` with the polecat that the call names, or fails as gt does. */
function withPolecat(
  state: TownState,
  argv: readonly string[],
  tell: (polecat: SimPolecat) => Answer,
): Answer {
  const { positional } = parseArguments(argv, ["--json"]);
  const [rig, name] = address(positional[0]);
  const polecat = findPolecat(state, rig, name);
  return polecat === undefined ? fail(`polecat '${name}' not found in rig '${rig}'`) : tell(polecat);
}

function sessionId(state: TownState, { rig, name }: SimPolecat): string {
  return `${state.rigs.find((candidate) => candidate.name === rig)?.prefix ?? rig}-${name}`;
}

export function status(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  return withPolecat(state, argv, (polecat) => {
    const { rig, name, branch, session, createdAt } = polecat;
    const shown = entry(state, polecat, around.doltDown);
    const isIdle = session && shown["issue"] === undefined && !around.doltDown;
    const time = new Date(createdAt).toISOString().slice(0, 19).replace("T", " ");
    return json({
      ...shown,
      ...(isIdle && { state: "idle" }),
      clone_path: `${around.root}/${rig}/polecats/${name}/${rig}`,
      branch,
      session_running: session,
      session_id: sessionId(state, polecat),
      ...(session && { windows: 1, created_at: time, last_activity: time }),
    });
  });
}

interface GitState {
  readonly clean: boolean;
  readonly uncommitted_files: readonly string[];
  readonly unpushed_commits: number;
  readonly stash_count: number;
}

function gitStateOf(polecat: SimPolecat, { worktrees }: Surroundings): GitState {
  const files = worktrees.uncommitted(polecat.rig, polecat.name);
  return {
    clean: files.length === 0 && polecat.unpushed === 0 && polecat.stashes === 0,
    uncommitted_files: files,
    unpushed_commits: polecat.unpushed,
    stash_count: polecat.stashes,
  };
}

export function gitState(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  return withPolecat(state, argv, (polecat) => json(gitStateOf(polecat, around)));
}

/** With Dolt down it says SAFE_TO_NUKE of whatever has a clean worktree, as the real one does. */
export function checkRecovery(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  return withPolecat(state, argv, (polecat) => {
    const git = gitStateOf(polecat, around);
    const { rig, name, branch } = polecat;
    const issue = around.doltDown ? undefined : hookOf(state, polecat)?.id;
    const common = { rig, polecat: name };
    const tail = { branch, ...(issue !== undefined && { issue }) };
    const cleanup =
      git.uncommitted_files.length > 0
        ? "has_uncommitted"
        : git.stash_count > 0
          ? "has_stash"
          : "has_unpushed";
    if (!git.clean) {
      return json({
        ...common,
        cleanup_status: cleanup,
        needs_recovery: true,
        verdict: "NEEDS_RECOVERY",
        ...tail,
      });
    }
    const submitted = state.mergeRequests.some((request) => request.branch === branch);
    const isSafe = around.doltDown || submitted;
    return json({
      ...common,
      cleanup_status: "clean",
      needs_recovery: !isSafe,
      verdict: isSafe ? "SAFE_TO_NUKE" : "NEEDS_MQ_SUBMIT",
      ...tail,
      mq_status: around.doltDown ? "unknown" : submitted ? "submitted" : "not_submitted",
    });
  });
}

export function nuke(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const { positional, has } = parseArguments(argv, ["--force", "--dry-run", "-f"]);
  const [rig, name] = address(positional[0]);
  const polecat = findPolecat(state, rig, name);
  const reasons =
    polecat === undefined || has("--force") || has("-f") ? [] : refusals(state, polecat, around);
  if (reasons.length > 0) return refuse(rig, name, reasons);
  const done = `\n✓ Nuked 1 polecat(s).\n`;
  if (polecat === undefined) return say(`Nuking ${rig}/${name}...\n  ○ worktree already gone\n${done}`);
  if (has("--dry-run")) return say(`Would nuke ${rig}/${name}:\n`);
  const bead = hookOf(state, polecat);
  if (bead !== undefined) Object.assign(bead, { status: "open", assignee: null, updatedAt: around.now });
  state.polecats = state.polecats.filter((candidate) => candidate !== polecat);
  around.worktrees.remove(rig, name);
  const killed = polecat.session ? "  ✓ killed session\n" : "";
  return say(
    `Nuking ${rig}/${name}...\n${killed}  ✓ pushed branch ${polecat.branch} before nuke\n  ✓ deleted worktree\n  ✓ deleted local branch ${polecat.branch}\n  ○ remote branch preserved for refinery merge\n  ○ agent bead not found or already cleaned\n${done}`,
    "Purged closed ephemeral beads: No closed ephemeral beads to purge\n",
  );
}

function refusals(state: TownState, polecat: SimPolecat, around: Surroundings): readonly string[] {
  const git = gitStateOf(polecat, around);
  const open = around.doltDown
    ? undefined
    : state.mergeRequests.find(({ branch, status }) => branch === polecat.branch && status === "open");
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

export function stopSession(state: TownState, argv: readonly string[]): Answer {
  const { positional } = parseArguments(argv, ["--force", "-f"]);
  const [rig, name] = address(positional[0]);
  const polecat = findPolecat(state, rig, name);
  const heading = `Stopping session for ${rig}/${name}...\n`;
  if (polecat?.session !== true) return fail("stopping session: session not found", heading);
  polecat.session = false;
  return say(`${heading}✓ Session stopped.\n`);
}

export function peek(state: TownState, argv: readonly string[]): Answer {
  const { positional } = parseArguments(argv, [], ["-n"]);
  const [rig, name] = address(positional[0]);
  const polecat = findPolecat(state, rig, name);
  if (polecat?.session !== true) return fail("session not found");
  const bead = hookOf(state, polecat);
  return say(`simulated agent\n❯ ${bead === undefined ? "waiting for work" : `working on ${bead.id}`}\n`);
}
