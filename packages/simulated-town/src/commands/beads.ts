/** `gt show`, `gt close`, and `bd close`, `bd reopen`, `bd update`, `bd create`. */
import { doltDownJson, fail, json, parseArguments, say, type Answer } from "../answer.ts";
import { randomWord } from "../chance.ts";
import { prefixOf } from "../lookup.ts";
import type { SimBead, Surroundings, TownState } from "../state.ts";
import { fileRequest } from "./filed-request.ts";
import { beadView, convoyIssueView, MAYOR_BEAD, mayorIssueView, requestView } from "./views.ts";

/** All ids are looked up in one database, that of the first one's prefix; the town's own where it has none. */
export function show(state: TownState, argv: readonly string[], { doltDown }: Surroundings): Answer {
  const { positional } = parseArguments(argv, ["--json"]);
  if (doltDown) return doltDownJson();
  const first = prefixOf(positional[0] ?? "");
  const database = state.rigs.some((rig) => rig.prefix === first) ? first : "hq";
  const searched = state.isTownDatabaseAlone === true ? "hq" : database;
  const found: unknown[] = [];
  let complaints = "";
  for (const id of positional) {
    const issue = prefixOf(id) === searched ? issueOf(state, id) : null;
    if (issue === null) complaints += `Error fetching ${id}: no issue found matching "${id}"\n`;
    else found.push(issue);
  }
  if (found.length > 0) return json(found, complaints);
  const stdout = `${JSON.stringify({ error: "no issues found matching the provided IDs" }, null, 2)}\n`;
  return { exitCode: 1, stdout, stderr: complaints };
}

function issueOf(state: TownState, id: string): Readonly<Record<string, unknown>> | null {
  const bead = state.beads.find((candidate) => candidate.id === id);
  if (bead !== undefined) return beadView(bead);
  const request = state.mergeRequests.find((candidate) => candidate.id === id);
  if (request !== undefined) return { ...requestView(request), owner: "town@example.com" };
  const convoy = state.convoys.find((candidate) => candidate.id === id);
  if (convoy !== undefined) return convoyIssueView(convoy);
  return id === MAYOR_BEAD ? mayorIssueView() : null;
}

function setStatus(
  state: TownState,
  argv: readonly string[],
  around: Surroundings,
  change: (bead: SimBead, value: (flag: string) => string | undefined) => void,
): Answer {
  const valued = ["-r", "--reason", "-s", "--status", "-a", "--assignee", "--actor"];
  const { positional, value } = parseArguments(argv, ["--json"], valued);
  if (around.doltDown) return doltDownJson();
  const beads = state.beads.filter(({ id }) => positional.includes(id));
  if (beads.length === 0) return fail(`no issue found matching "${positional[0] ?? ""}"`);
  for (const bead of beads) {
    change(bead, value);
    bead.updatedAt = around.now;
  }
  return json(beads.map((bead) => beadView(bead, true)));
}

export function close(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const { positional, value } = parseArguments(argv, ["--json"], ["-r", "--reason", "--actor"]);
  const [id = ""] = positional;
  const request = state.mergeRequests.find((one) => one.id === id);
  if (request !== undefined && !around.doltDown) {
    const closeReason = value("-r") ?? value("--reason") ?? "Closed";
    Object.assign(request, { status: "closed", closedAt: around.now, closeReason });
    return json([{ ...requestView(request), owner: "town@example.com" }]);
  }
  return setStatus(state, argv, around, (bead, value) => {
    const closeReason = value("-r") ?? value("--reason") ?? "Closed";
    Object.assign(bead, { status: "closed", closedAt: around.now, closeReason });
  });
}

export function reopen(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  return setStatus(state, argv, around, (bead) => {
    Object.assign(bead, { status: "open", assignee: null, closedAt: null, closeReason: null });
  });
}

/** How a person takes a bead: `bd update ID --status in_progress --assignee someone`, or `--claim` for themselves. */
export function update(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  if (argv.includes("--claim")) return claim(state, argv, around);
  return setStatus(state, argv, around, (bead, value) => {
    const assignee = value("-a") ?? value("--assignee");
    bead.status = value("-s") ?? value("--status") ?? bead.status;
    if (assignee !== undefined) bead.assignee = assignee === "" ? null : assignee;
  });
}

/** In one step: who comes second is told who has it. */
function claim(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const { positional, value } = parseArguments(argv, ["--json", "--claim"], ["--actor"]);
  if (around.doltDown) return doltDownJson();
  const [id = ""] = positional;
  const bead = state.beads.find((one) => one.id === id);
  if (bead === undefined) return fail(`no issue found matching "${id}"`);
  const actor = value("--actor") ?? "town";
  if (bead.assignee !== null && bead.assignee !== actor)
    return {
      exitCode: 1,
      stdout: "",
      stderr: `Error claiming ${id}: issue already claimed by ${bead.assignee}\n`,
    };
  Object.assign(bead, { status: "in_progress", assignee: actor, updatedAt: around.now });
  return json([beadView(bead, true)]);
}

export function create(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const { positional, value } = parseArguments(
    argv,
    ["--json", "--ephemeral"],
    ["--id", "--prefix", "-d", "--description", "--title", "--labels", "--priority", "--actor"],
  );
  if (around.doltDown) return doltDownJson();
  if (value("--labels") === "gt:merge-request")
    return fileRequest(
      state,
      { id: value("--id"), text: value("--description") ?? "", by: value("--actor") },
      around,
    );
  const id = value("--id") ?? `${value("--prefix") ?? "hq"}-${randomWord(state, 3)}`;
  const description = value("-d") ?? value("--description") ?? "";
  const bead = { ...newBead(id, positional.join(" "), around.now), description };
  state.beads.push(bead);
  return json(beadView(bead, true));
}

/** `gt close ID`. */
export function gtClose(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const answer = close(state, argv, around);
  const closed = state.beads.find(({ id }) => id === argv[0]);
  if (answer.exitCode !== 0 || closed === undefined) return answer;
  return say(`✓ Closed ${closed.id} — ${closed.title}: ${closed.closeReason ?? ""}\n`);
}

export function newBead(id: string, title: string, now: number): SimBead {
  return {
    id,
    title,
    description: "",
    priority: 2,
    status: "open",
    assignee: null,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    closeReason: null,
    molecule: null,
    comments: [],
    slings: 0,
  };
}
