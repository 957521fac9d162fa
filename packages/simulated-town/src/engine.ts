/**
 * The engine: one call of `gt` or `bd` against the state of a town. No clock, no chance, no I/O of its own, so that
 * thousands of towns can run in one thread, and the same calls give the same answers.
 */
import { advance } from "./agents.ts";
import { fail, UsageError, type Answer } from "./answer.ts";
import * as beads from "./commands/beads.ts";
import * as convoys from "./commands/convoys.ts";
import { done } from "./commands/done.ts";
import * as mergeQueue from "./commands/merge-queue.ts";
import { nuke } from "./commands/nuke.ts";
import * as people from "./commands/people.ts";
import * as polecats from "./commands/polecats.ts";
import * as parking from "./commands/rig-parking.ts";
import * as rigs from "./commands/rigs.ts";
import * as safety from "./commands/safety.ts";
import * as scheduler from "./commands/scheduler.ts";
import { sling } from "./commands/sling.ts";
import * as town from "./commands/town.ts";
import type { Surroundings, TownState } from "./state.ts";

export type Program = "gt" | "bd";
type CommandOf = (state: TownState, argv: readonly string[], around: Surroundings) => Answer;

const GT: ReadonlyMap<string, CommandOf> = new Map<string, CommandOf>([
  ["version", town.version],
  ["health", town.health],
  ["vitals", town.vitals],
  ["status", town.status],
  ["rig list", rigs.rigList],
  ["rig status", rigs.rigStatus],
  ["rig park", parking.park],
  ["rig unpark", parking.unpark],
  ["rig dock", parking.dock],
  ["rig undock", parking.undock],
  ["witness status", rigs.witnessStatus],
  ["refinery status", rigs.refineryStatus],
  ["refinery queue", mergeQueue.queue],
  ["mq list", mergeQueue.list],
  ["mq status", mergeQueue.status],
  ["mq reject", mergeQueue.reject],
  ["mq post-merge", mergeQueue.postMerge],
  ["scheduler status", scheduler.status],
  ["convoy list", convoys.list],
  ["convoy status", convoys.status],
  ["convoy create", convoys.create],
  ["convoy add", convoys.add],
  ["convoy check", convoys.check],
  ["mail send", people.mailSend],
  ["mail inbox", people.mailInbox],
  ["nudge", people.nudge],
  ["escalate", people.escalate],
  ["polecat list", polecats.list],
  ["polecat status", polecats.status],
  ["polecat stale", polecats.stale],
  ["polecat git-state", safety.gitState],
  ["polecat check-recovery", safety.checkRecovery],
  ["polecat nuke", nuke],
  ["session stop", polecats.stopSession],
  ["peek", polecats.peek],
  ["sling", sling],
  ["done", done],
  ["show", beads.show],
  ["close", beads.gtClose],
]);

const BD: ReadonlyMap<string, CommandOf> = new Map<string, CommandOf>([
  ["close", beads.close],
  ["reopen", beads.reopen],
  ["update", beads.update],
  ["create", beads.create],
]);

const commandsOf = (program: Program): ReadonlyMap<string, CommandOf> => (program === "gt" ? GT : BD);

/** The longest known name at the beginning of an argv, such as `polecat list`; empty where there is none. */
export function commandName(argv: readonly string[], program: Program = "gt"): string {
  const known = commandsOf(program);
  const two = argv.slice(0, 2).join(" ");
  if (known.has(two)) return two;
  const [one = ""] = argv;
  return known.has(one) ? one : "";
}

/** Changes `state` and answers. Agents and the refinery have acted up to `around.now` before it looks. */
export function execute(
  state: TownState,
  program: Program,
  argv: readonly string[],
  around: Surroundings,
): Answer {
  advance(state, around);
  const name = commandName(argv, program);
  const command = commandsOf(program).get(name);
  if (command === undefined) return fail(`unknown command "${argv[0] ?? ""}" for "${program}"`);
  try {
    return command(state, argv.slice(name.split(" ").length), around);
  } catch (error) {
    if (error instanceof UsageError) return fail(error.message);
    throw error;
  }
}

/** What a call answers where no town is: a sling says of its bead that it is not there. */
export function executeOutside(program: Program, argv: readonly string[]): Answer {
  const name = commandName(argv, program);
  if (name === "sling") return fail(`checking bead status: bead '${argv[1] ?? ""}' not found`);
  if (name === "show" || program === "bd") {
    return fail(
      "no beads database found\nHint: run 'bd init' to create a new database\n      or set BEADS_DIR to point to your .beads directory",
    );
  }
  return fail("not in a Gas Town workspace: not in a Gas Town workspace");
}
