/**
 * The engine: one call of `gt` or `bd` against the state of a town. No clock, no chance, no I/O of its own, so that
 * thousands of towns can run in one thread, and the same calls give the same answers.
 */
import { advance } from "./agents.ts";
import { fail, UsageError, type Answer } from "./answer.ts";
import * as beads from "./commands/beads.ts";
import * as polecats from "./commands/polecats.ts";
import { sling } from "./commands/sling.ts";
import * as town from "./commands/town.ts";
import type { Surroundings, TownState } from "./state.ts";

type CommandOf = (state: TownState, argv: readonly string[], around: Surroundings) => Answer;

const GT: Readonly<Record<string, CommandOf>> = {
  "rig list": town.rigList,
  health: town.health,
  "mq list": town.mergeQueue,
  "convoy list": town.convoyList,
  "convoy status": town.convoyStatus,
  "convoy create": town.convoyCreate,
  "mail send": town.mailSend,
  "mail inbox": town.mailInbox,
  "polecat list": polecats.list,
  "polecat status": polecats.status,
  "polecat git-state": polecats.gitState,
  "polecat check-recovery": polecats.checkRecovery,
  "polecat nuke": polecats.nuke,
  "session stop": polecats.stopSession,
  peek: polecats.peek,
  sling,
  show: beads.show,
  close: beads.gtClose,
};

const BD: Readonly<Record<string, CommandOf>> = {
  close: beads.close,
  reopen: beads.reopen,
  create: beads.create,
};

/** The longest known name at the beginning of an argv, such as `polecat list`; empty where there is none. */
export function commandName(argv: readonly string[], program: "gt" | "bd" = "gt"): string {
  const commands = program === "gt" ? GT : BD;
  const two = argv.slice(0, 2).join(" ");
  if (two in commands) return two;
  const [one = ""] = argv;
  return one in commands ? one : "";
}

/** Changes `state` and answers. Agents and the refinery have acted up to `around.now` before it looks. */
export function execute(
  state: TownState,
  program: "gt" | "bd",
  argv: readonly string[],
  around: Surroundings,
): Answer {
  advance(state, around);
  const name = commandName(argv, program);
  const command = (program === "gt" ? GT : BD)[name];
  if (command === undefined) return fail(`unknown command "${argv[0] ?? ""}" for "${program}"`);
  try {
    return command(state, argv.slice(name.split(" ").length), around);
  } catch (error) {
    if (error instanceof UsageError) return fail(error.message);
    throw error;
  }
}
