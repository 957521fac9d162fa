/** `gt convoy create`, `add`, `check`, `list` and `status`. */
import { wholeSeconds } from "@gastown/system";
import { doltDown, doltDownPlain, fail, json, parseArguments, say, type Answer } from "../answer.ts";
import { randomWord } from "../chance.ts";
import { prefixOf } from "../lookup.ts";
import type { SimConvoy, Surroundings, TownState } from "../state.ts";
import { completionMail, unseenStatus } from "../versions/index.ts";

/** Of a bead in another database gt sees neither title nor status, so that `completed` stays 0. */
function trackedView(state: TownState, id: string): Record<string, string> {
  const bead = prefixOf(id) === "hq" ? state.beads.find((candidate) => candidate.id === id) : undefined;
  return {
    id,
    title: bead?.title ?? "",
    status: bead?.status ?? unseenStatus(state),
    dependency_type: "tracks",
    issue_type: bead === undefined ? "" : "task",
  };
}

function progress(state: TownState, { tracked }: SimConvoy): Record<string, unknown> {
  const views = tracked.map((id) => trackedView(state, id));
  const completed = views.filter(({ status }) => status === "closed").length;
  return { tracked: views, completed, total: tracked.length };
}

/** The newest first. */
export function list(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const { has } = parseArguments(argv, ["--json", "--all"]);
  if (around.doltDown) return doltDown("listing convoys: bd list");
  const listed = state.convoys.filter(({ status }) => has("--all") || status === "open").toReversed();
  return json(
    listed.map((convoy) => {
      const { id, title, status, createdAt } = convoy;
      return { id, title, status, created_at: wholeSeconds(createdAt), ...progress(state, convoy) };
    }),
  );
}

export function status(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const [id = ""] = parseArguments(argv, ["--json"]).positional;
  const convoy = around.doltDown ? undefined : state.convoys.find((candidate) => candidate.id === id);
  if (convoy === undefined) return fail(`convoy '${id}' not found`);
  const { title, status: word } = convoy;
  const about = { id, title, status: word, owned: false, lifecycle: "system-managed" };
  return json({ ...about, ...progress(state, convoy) });
}

/** Not idempotent, and bead ids are not looked at: a convoy for whatever is named. */
export function create(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const notifyDefault = { "--notify": "mayor/" };
  const { positional, value } = parseArguments(argv, ["--owned"], ["--owner", "--merge"], notifyDefault);
  const beads = `${around.root}/.beads`;
  if (around.doltDown) {
    return doltDownPlain(`ensuring custom statuses: configure custom statuses in ${beads}`);
  }
  const [first = "", ...rest] = positional;
  const isId = looksLikeId(state, first);
  const title = isId ? `Tracking ${first}` : first;
  const tracked = isId ? positional : rest;
  if (tracked.length === 0) return fail("at least one issue ID is required");
  const notify = value("--notify");
  const told = { owner: "overseer", ...(notify !== undefined && { notify }) };
  const { id } = openConvoy(state, title, tracked, around.now, told);
  const notified = notify === undefined ? "" : `  Notify:   ${notify}\n`;
  return say(
    `✓ Created convoy 🚚 ${id}\n\n  Name:     ${title}\n  Tracking: ${tracked.length} issues\n  Issues:   ${tracked.join(", ")}\n  Owner:    overseer\n${notified}\n  Convoy auto-closes when all tracked issues complete\n`,
  );
}

/** gt then tracks what was meant for a title. */
function looksLikeId(state: TownState, text: string): boolean {
  return /^[a-z]{2,3}-./.test(text) || state.rigs.some(({ prefix }) => text.startsWith(`${prefix}-`));
}

/** A bead that it tracks already is added once more without any change; whether it exists is not looked at. */
export function add(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const [id = "", ...beads] = parseArguments(argv, []).positional;
  const convoy = around.doltDown ? undefined : state.convoys.find((candidate) => candidate.id === id);
  if (convoy === undefined) return fail(`convoy '${id}' not found`);
  const isReopened = convoy.status === "closed";
  const tracked = [...new Set([...convoy.tracked, ...beads])].toSorted();
  Object.assign(convoy, { status: "open", updatedAt: around.now, tracked });
  const reopened = isReopened ? `↺ Reopened convoy ${id}\n\n` : "";
  return say(
    `${reopened}✓ Added ${beads.length} issue(s) to convoy 🚚 ${id}\n  Issues: ${beads.join(", ")}\n`,
  );
}

/** Of one convoy only; see `closeIfComplete`. */
export function check(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const [id = ""] = parseArguments(argv, []).positional;
  const convoy = around.doltDown ? undefined : state.convoys.find((candidate) => candidate.id === id);
  if (convoy === undefined) return fail(`convoy '${id}' not found`);
  if (convoy.status === "closed") return say(`○ Convoy ${id} is already closed\n`);
  if (closeIfComplete(state, convoy, around.now))
    return say(`✓ Auto-closed convoy 🚚 ${id}: ${convoy.title}\n`);
  const views = convoy.tracked.map((bead) => trackedView(state, bead));
  const open = views.filter(({ status }) => status !== "closed").length;
  const unseen = views.filter(({ status }) => status === "unknown").length;
  return say(
    unseen === 0
      ? `○ Convoy ${id} has ${open} open issue(s) remaining\n`
      : `○ Convoy ${id} has ${unseen} tracked issue(s) with unknown status (cross-rig unreachable)\n`,
  );
}

/** Only a convoy of the town's own beads closes: gt does not see those of rigs across databases. */
export function closeIfComplete(state: TownState, convoy: SimConvoy, now: number): boolean {
  const isDone = convoy.tracked.every((id) => trackedView(state, id)["status"] === "closed");
  if (!isDone) return false;
  Object.assign(convoy, { status: "closed", updatedAt: now });
  for (const mail of completionMail(state, convoy)) {
    state.mail.push({ id: `hq-wisp-${randomWord(state, 3)}`, ...mail, sentAt: now });
  }
  return true;
}

export function openConvoy(
  state: TownState,
  title: string,
  tracked: readonly string[],
  now: number,
  told: { readonly owner?: string; readonly notify?: string } = {},
): SimConvoy {
  const id = `hq-cv-${randomWord(state, 5)}`;
  const since = { createdAt: now, updatedAt: now };
  const convoy: SimConvoy = { id, title, status: "open", ...since, tracked, ...told };
  state.convoys.push(convoy);
  return convoy;
}
