/** Commands of the whole town: rigs, health, queues, convoys, mail. */
import { doltDown, doltDownPlain, fail, json, parseArguments, say, type Answer } from "../answer.ts";
import { randomWord, stamp, type SimConvoy, type Surroundings, type TownState } from "../state.ts";

export function rigList(state: TownState, argv: readonly string[]): Answer {
  parseArguments(argv, ["--json"]);
  return json(
    state.rigs.map(({ name, prefix }) => ({
      name,
      beads_prefix: prefix,
      status: "operational",
      witness: "stopped",
      refinery: "stopped",
      polecats: state.polecats.filter(({ rig }) => rig === name).length,
      crew: 0,
    })),
  );
}

export function health(_state: TownState, argv: readonly string[], around: Surroundings): Answer {
  parseArguments(argv, ["--json"]);
  const server = around.doltDown
    ? { running: false }
    : { running: true, pid: 4242, port: 3307, connections: 1, max_connections: 1000 };
  return json({
    timestamp: stamp(around.now),
    server,
    databases: around.doltDown ? null : [],
    backups: { dolt_stale: false, jsonl_stale: false },
    processes: { zombie_count: 0 },
  });
}

export function mergeQueue(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const [rig = ""] = parseArguments(argv, ["--json"]).positional;
  if (!state.rigs.some(({ name }) => name === rig)) return fail(`rig '${rig}' not found`);
  if (around.doltDown) {
    return doltDown(
      "querying merge queue: bd list --json --status=open --label=gt:merge-request --limit=0 --flat",
    );
  }
  const open = state.mergeRequests.filter((request) => request.rig === rig && request.status === "open");
  if (open.length === 0) return json(null);
  return json(
    open.map(({ id, branch, bead, worker, createdAt }) => ({
      id,
      title: `Merge: ${bead}`,
      description: `branch: ${branch}\ntarget: main\nsource_issue: ${bead}\nrig: ${rig}\nworker: ${worker}\nretry_count: 0`,
      status: "open",
      priority: 2,
      issue_type: "task",
      created_at: stamp(createdAt),
      created_by: `${rig}/polecats/${worker}`,
      updated_at: stamp(createdAt),
      labels: ["gt:merge-request"],
      ephemeral: true,
    })),
  );
}

/** A convoy of rig beads never closes by itself: gt does not see their status across databases. */
function shown({ id, title, status, createdAt, tracked }: SimConvoy): Record<string, unknown> {
  return {
    id,
    title,
    status,
    created_at: stamp(createdAt),
    tracked: tracked.map((bead) => ({
      id: bead,
      title: "",
      status: "",
      dependency_type: "tracks",
      issue_type: "",
    })),
    completed: 0,
    total: tracked.length,
  };
}

export function convoyList(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const { has } = parseArguments(argv, ["--json", "--all"]);
  if (around.doltDown) return doltDown("listing convoys: bd list");
  return json(state.convoys.filter(({ status }) => has("--all") || status === "open").map(shown));
}

export function convoyStatus(state: TownState, argv: readonly string[]): Answer {
  const [id = ""] = parseArguments(argv, ["--json"]).positional;
  const convoy = state.convoys.find((candidate) => candidate.id === id);
  if (convoy === undefined) return fail(`convoy '${id}' not found`);
  const { created_at: _createdAt, ...rest } = shown(convoy);
  return json({ ...rest, owned: false, lifecycle: "system-managed" });
}

/** Not idempotent, and bead ids are not looked at: a convoy for whatever is named. */
export function convoyCreate(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const { positional } = parseArguments(argv, ["--owned"], ["--notify", "--owner", "--merge"]);
  if (around.doltDown) return doltDownPlain("ensuring custom statuses");
  const [title = "", ...tracked] = positional;
  if (tracked.length === 0) return fail("at least one issue ID is required");
  const id = `hq-cv-${randomWord(state, 5)}`;
  state.convoys.push({ id, title, status: "open", createdAt: around.now, tracked });
  return say(
    `✓ Created convoy 🚚 ${id}\n\n  Name:     ${title}\n  Tracking: ${tracked.length} issues\n  Issues:   ${tracked.join(", ")}\n  Owner:    overseer\n\n  Convoy auto-closes when all tracked issues complete\n`,
  );
}

function isRecipient(state: TownState, address: string): boolean {
  if (/^(mayor|deacon|overseer)\/?$/.test(address)) return true;
  const [rig, ...rest] = address.split("/");
  return state.rigs.some(({ name }) => name === rig) && rest.length > 0;
}

export function mailSend(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const { positional, value } = parseArguments(argv, ["--no-notify"], ["-s", "--subject", "-m", "--message"]);
  const [to = ""] = positional;
  if (!isRecipient(state, to)) {
    return fail(`unknown recipient: ${to} (no matching agent or workspace found)`);
  }
  const subject = value("-s") ?? value("--subject") ?? "";
  const body = value("-m") ?? value("--message") ?? "";
  state.mail.push({ id: `hq-wisp-${randomWord(state, 4)}`, to, subject, body, sentAt: around.now });
  return say(`✓ Message sent to ${to}\n  Subject: ${subject}\n`);
}

export function mailInbox(state: TownState, argv: readonly string[]): Answer {
  const [to = ""] = parseArguments(argv, ["--json", "--all", "--unread"]).positional;
  return json(
    state.mail
      .filter((mail) => mail.to === to)
      .map(({ id, subject, body, sentAt }) => ({
        id,
        from: "overseer",
        to,
        subject,
        body,
        timestamp: stamp(sentAt),
        read: false,
        priority: "normal",
        type: "notification",
      })),
  );
}
