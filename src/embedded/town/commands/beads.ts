/** `gt show`, `gt close`, and `bd close`, `bd reopen`, `bd create`. */
import { doltDownJson, fail, json, parseArguments, say, type Answer } from "../answer.ts";
import { randomWord, stamp, type SimBead, type Surroundings, type TownState } from "../state.ts";

function shown(bead: SimBead): Record<string, unknown> {
  return {
    id: bead.id,
    title: bead.title,
    status: bead.status,
    priority: 2,
    issue_type: "task",
    ...(bead.assignee !== null && { assignee: bead.assignee }),
    owner: "town@example.com",
    created_at: stamp(bead.createdAt),
    created_by: "Gas Town",
    updated_at: stamp(bead.updatedAt),
    ...(bead.closedAt !== null && { closed_at: stamp(bead.closedAt) }),
    ...(bead.closeReason !== null && { close_reason: bead.closeReason }),
  };
}

/** All ids are looked up in the database of the first one's prefix: those of other rigs are "not found". */
export function show(state: TownState, argv: readonly string[], { doltDown }: Surroundings): Answer {
  const { positional } = parseArguments(argv, ["--json"]);
  if (doltDown) return doltDownJson();
  const prefix = positional[0]?.split("-")[0] ?? "";
  if (prefix !== "hq" && !state.rigs.some((rig) => rig.prefix === prefix)) {
    return fail("no beads database found\nHint: run 'bd init' to create a new database");
  }
  const found: SimBead[] = [];
  let complaints = "";
  for (const id of positional) {
    const bead = id.startsWith(`${prefix}-`)
      ? state.beads.find((candidate) => candidate.id === id)
      : undefined;
    if (bead === undefined) complaints += `Error fetching ${id}: no issue found matching "${id}"\n`;
    else found.push(bead);
  }
  if (found.length > 0) return json(found.map(shown), complaints);
  const stdout = `${JSON.stringify({ error: "no issues found matching the provided IDs" }, null, 2)}\n`;
  return { exitCode: 1, stdout, stderr: complaints };
}

function setStatus(
  state: TownState,
  argv: readonly string[],
  around: Surroundings,
  change: (bead: SimBead, reason: string) => void,
): Answer {
  const { positional, value } = parseArguments(argv, ["--json"], ["-r", "--reason"]);
  if (around.doltDown) return doltDownJson();
  const beads = state.beads.filter(({ id }) => positional.includes(id));
  if (beads.length === 0) return fail(`no issue found matching "${positional[0] ?? ""}"`);
  for (const bead of beads) {
    change(bead, value("-r") ?? value("--reason") ?? "Closed");
    bead.updatedAt = around.now;
  }
  return json(beads.map(shown));
}

export function close(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  return setStatus(state, argv, around, (bead, reason) => {
    Object.assign(bead, { status: "closed", closedAt: around.now, closeReason: reason });
  });
}

export function reopen(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  return setStatus(state, argv, around, (bead) => {
    Object.assign(bead, { status: "open", assignee: null, closedAt: null, closeReason: null });
  });
}

export function create(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const { positional, value } = parseArguments(argv, ["--json"], ["--id", "--prefix"]);
  if (around.doltDown) return doltDownJson();
  const bead = newBead(
    value("--id") ?? `${value("--prefix") ?? "hq"}-${randomWord(state, 3)}`,
    positional.join(" "),
    around.now,
  );
  state.beads.push(bead);
  return json(shown(bead));
}

/** `gt close ID`. */
export function gtClose(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const answer = close(state, argv, around);
  const [id = ""] = argv;
  return answer.exitCode === 0 ? say(`✓ Closed ${id}: Closed\n`) : answer;
}

export function newBead(id: string, title: string, now: number): SimBead {
  return {
    id,
    title,
    status: "open",
    assignee: null,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    closeReason: null,
    slings: 0,
  };
}
