/** `gt health`, `gt vitals` and `gt status --json --fast`: the town as a whole. */
import { wholeSeconds } from "@gastown/system";
import { json, parseArguments, say, type Answer } from "../answer.ts";
import { polecatsOf, sessionName } from "../lookup.ts";
import type { SimRig, Surroundings, TownState } from "../state.ts";
import { isRunning } from "./rigs.ts";

const DOLT_PORT = 3307;
export const MAX_CONNECTIONS = 1000;

export function version({ gtVersion }: TownState, argv: readonly string[]): Answer {
  parseArguments(argv, []);
  return say(`gt version ${gtVersion} (dev)\n`);
}

/** Exit 0 when the server is down, too. */
export function health(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  parseArguments(argv, ["--json"]);
  const running = {
    running: true,
    pid: 4242,
    port: DOLT_PORT,
    connections: state.doltConnections,
    max_connections: MAX_CONNECTIONS,
    disk_usage_bytes: 2_085_751,
    disk_usage_human: "2.0 MB",
    last_commit_age_seconds: 8.6,
    last_commit_db: state.rigs[0]?.name ?? "hq",
  };
  return json({
    timestamp: wholeSeconds(around.now),
    server: around.doltDown ? { running: false } : running,
    databases: around.doltDown ? null : databases(state),
    backups: { dolt_stale: false, jsonl_stale: false },
    processes: { zombie_count: 0 },
  });
}

function databases(state: TownState): readonly unknown[] {
  return ["hq", ...state.rigs.map(({ prefix }) => prefix)].map((name) => {
    const beads = state.beads.filter(({ id }) => id.startsWith(`${name}-`));
    const open = beads.filter(({ status }) => status !== "closed");
    return {
      name,
      issues: beads.length,
      open_issues: open.length,
      wisps: 0,
      open_wisps: 0,
      commits: beads.length,
    };
  });
}

/** Text only, exit 0 also when the server is down: the counts are dashes then. */
export function vitals(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  parseArguments(argv, []);
  const server = around.doltDown
    ? `  ○ :${DOLT_PORT}  production  not running`
    : `  ● :${DOLT_PORT}  production  PID 4242  2.0 MB  ${state.doltConnections}/${MAX_CONNECTIONS} conn  0s`;
  const stores = [...state.rigs, { name: "hq", prefix: "hq" }];
  const rows = stores.map(({ name, prefix }) => {
    if (around.doltDown) return row(name, "-", "-", "-", "-");
    const beads = state.beads.filter(({ id }) => id.startsWith(`${prefix}-`));
    const closed = beads.filter(({ status }) => status === "closed").length;
    const open = beads.filter(({ status }) => status === "open" || status === "in_progress").length;
    const share = beads.length === 0 ? "-" : `${Math.floor((closed * 100) / beads.length)}%`;
    return row(name, String(beads.length), String(open), String(closed), share);
  });
  const table = [row("Rig", "Total", "Open", "Closed", "%"), ...rows].join("\n");
  return say(
    `Dolt Servers\n${server}\n\nDatabases (${stores.length} registered)\n${table}\n\nBackups\n  Local:  not found\n  JSONL:  not available\n`,
  );
}

function row(rig: string, total: string, open: string, closed: string, share: string): string {
  const cells = [rig.padEnd(12), total.padStart(5), open.padStart(5), closed.padStart(7), share.padStart(5)];
  return `  ${cells.join(" ")}`;
}

/** The hooks of polecats are not in it: gt takes them from agent beads, which a fresh town does not have. */
export function status(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  parseArguments(argv, ["--json", "--fast"]);
  const agent = agentView(around.doltDown);
  const sessions = state.polecats.filter(({ session }) => session).length + state.running.length;
  const dolt = { port: DOLT_PORT, data_dir: `${around.root}/.dolt-data` };
  return json({
    name: "town",
    location: around.root,
    overseer: {
      name: "Gas Town",
      email: "town@example.com",
      username: "town",
      source: "git-config",
      unread_mail: 0,
    },
    daemon: { running: false },
    dolt: around.doltDown ? { running: false, ...dolt } : { running: true, pid: 4242, ...dolt },
    tmux: {
      socket: "town-sim",
      socket_path: "/run/tmux/town-sim",
      running: sessions > 0,
      pid: 4243,
      session_count: sessions,
    },
    agents: [
      agent("mayor", "mayor/", "hq-mayor", "coordinator", false),
      agent("deacon", "deacon/", "hq-deacon", "health-check", false),
    ],
    rigs: state.rigs.map((rig) => rigView(state, rig, agent)),
    summary: {
      rig_count: state.rigs.length,
      polecat_count: state.polecats.length,
      crew_count: 0,
      witness_count: state.rigs.length,
      refinery_count: state.rigs.length,
      active_hooks: 0,
    },
  });
}

type AgentView = (name: string, address: string, session: string, role: string, running: boolean) => unknown;

const agentView =
  (doltDown: boolean): AgentView =>
  (name, address, session, role, running) => ({
    name,
    address,
    session,
    role,
    running,
    acp: false,
    has_work: false,
    ...(!doltDown && { state: role === "polecat" ? "spawning" : "idle" }),
    unread_mail: 0,
    agent_alias: "simulated",
    agent_info: "simulated agent",
  });

function rigView(state: TownState, { name }: SimRig, agent: AgentView): unknown {
  const polecats = polecatsOf(state, name);
  const names = polecats.map((polecat) => polecat.name);
  const own = (who: string, role: string, running: boolean): unknown =>
    agent(who, `${name}/${who}`, sessionName(state, name, who), role, running);
  return {
    name,
    polecats: names.length === 0 ? null : names,
    polecat_count: names.length,
    crews: null,
    crew_count: 0,
    has_witness: true,
    has_refinery: true,
    agents: [
      own("witness", "witness", isRunning(state, name, "witness")),
      own("refinery", "refinery", isRunning(state, name, "refinery")),
      ...polecats.map((polecat) => own(polecat.name, "polecat", polecat.session)),
    ],
  };
}
