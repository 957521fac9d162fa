/** `gt polecat list`, `status`, `stale`, `gt session stop` and `gt peek`. */
import { fail, json, parseArguments, say, type Answer } from "../answer.ts";
import { address, findPolecat, findRig, hookOf, polecatsOf, sessionName } from "../lookup.ts";
import type { SimPolecat, Surroundings, TownState } from "../state.ts";
import { issueOf, listEntry, statusWord } from "../versions/index.ts";

export function list(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const { positional, has } = parseArguments(argv, ["--json", "--all"]);
  const [rig] = positional;
  if (rig !== undefined && findRig(state, rig) === undefined) return fail(`rig '${rig}' not found`);
  if (rig === undefined && !has("--all")) return fail("rig or --all required");
  const rigs = rig === undefined || has("--all") ? state.rigs.map(({ name }) => name) : [rig];
  const polecats = rigs.flatMap((name) => polecatsOf(state, name));
  return json(polecats.map((polecat) => listEntry(state, polecat, around)));
}

/** Runs `tell` with the polecat that the call names, or fails as gt does. */
export function withPolecat(
  state: TownState,
  argv: readonly string[],
  tell: (polecat: SimPolecat) => Answer,
  switches: readonly string[] = ["--json"],
): Answer {
  const { positional } = parseArguments(argv, switches);
  const [rig, name] = address(positional[0]);
  const polecat = findPolecat(state, rig, name);
  return polecat === undefined ? fail(`polecat '${name}' not found in rig '${rig}'`) : tell(polecat);
}

export function status(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  return withPolecat(state, argv, (polecat) => {
    const { rig, name, branch, session, createdAt } = polecat;
    const time = new Date(createdAt).toISOString().slice(0, 19).replace("T", " ");
    return json({
      rig,
      name,
      state: statusWord(state, polecat, around),
      ...issueOf(state, polecat, around),
      clone_path: `${around.root}/${rig}/polecats/${name}/${rig}`,
      branch,
      session_running: session,
      session_id: sessionName(state, rig, name),
      ...(session && { windows: 1, created_at: time, last_activity: time }),
    });
  });
}

/** A sentence stands before the JSON, as with the real one. */
export function stale(state: TownState, argv: readonly string[], { worktrees }: Surroundings): Answer {
  const [rig = ""] = parseArguments(argv, ["--json"]).positional;
  if (findRig(state, rig) === undefined) return fail(`rig '${rig}' not found`);
  const found = polecatsOf(state, rig).map(({ name, session }) => {
    const isDirty = worktrees.uncommitted(rig, name).length > 0;
    return {
      Name: name,
      CommitsBehind: 0,
      HasActiveSession: session,
      HasUncommittedWork: isDirty,
      AgentState: "",
      IsStale: !isDirty && !session,
      Reason: isDirty ? "has uncommitted work" : session ? "session active" : "no session",
    };
  });
  const heading = `Detecting stale polecats in ${rig} (threshold: 20 commits behind main)...\n\n`;
  return say(`${heading}${JSON.stringify(found)}\n`);
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

/** The last lines of the agent's terminal: its prompt, and what people nudged it with. */
export function peek(state: TownState, argv: readonly string[]): Answer {
  const { positional, value } = parseArguments(argv, [], ["-n", "--lines"]);
  const [rig, name] = address(positional[0]);
  const polecat = findPolecat(state, rig, name);
  if (polecat?.session !== true) return fail("capturing output: session not found");
  const bead = hookOf(state, polecat);
  const work = bead === undefined ? "waiting for work" : `Work slung: ${bead.id}. Start working on it now`;
  const nudges = state.nudges.filter(({ to }) => to === `${rig}/${name}`).map(({ text }) => `❯ ${text}`);
  const lines = ["simulated agent", `❯ ${work}`, ...nudges];
  const last = Number(value("-n") ?? value("--lines") ?? 100);
  return say(`${lines.slice(-last).join("\n")}\n`);
}
