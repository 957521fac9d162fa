/** `gt rig list`, `rig status`, `witness status` and `refinery status`. */
import { fail, json, parseArguments, say, type Answer } from "../answer.ts";
import { findRig, hookOf, polecatsOf, sessionName } from "../lookup.ts";
import type { SimRig, Surroundings, TownState } from "../state.ts";

type RigAgent = "witness" | "refinery";

export function isRunning(state: TownState, rig: string, agent: RigAgent): boolean {
  return state.running.includes(`${rig}/${agent}`);
}

const word = (state: TownState, rig: string, agent: RigAgent): string =>
  isRunning(state, rig, agent) ? "running" : "stopped";

type RigStatus = "operational" | "parked" | "docked";

/** That a rig is docked is in the database; that it is parked, beside it. */
const statusOf = (
  { status = "operational" }: { readonly status?: RigStatus },
  { doltDown }: Surroundings,
): RigStatus => (status === "docked" && doltDown ? "operational" : status);

export function rigList(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  parseArguments(argv, ["--json"]);
  // Text with --json, too.
  if (state.rigs.length === 0)
    return say("No rigs configured.\n\nAdd one with: gt rig add <name> <git-url>\n");
  return json(
    state.rigs.map(({ name, prefix, crew = [], ...rig }) => ({
      name,
      beads_prefix: prefix,
      status: statusOf(rig, around),
      witness: word(state, name, "witness"),
      refinery: word(state, name, "refinery"),
      polecats: polecatsOf(state, name).length,
      crew: crew.length,
    })),
  );
}

/** Runs `tell` with the rig that the call names, or fails as gt does. */
export function withRig(state: TownState, argv: readonly string[], tell: (rig: SimRig) => Answer): Answer {
  const [name = ""] = parseArguments(argv, ["--json"]).positional;
  const rig = findRig(state, name);
  return rig === undefined ? fail(`rig '${name}' not found`) : tell(rig);
}

const STATUS_WORDS: Readonly<Record<RigStatus, string>> = {
  operational: "OPERATIONAL",
  parked: "PARKED (local)",
  docked: "DOCKED (global - synced)",
};

/** Text only: the real one has no `--json`. It says `working` of a dead session with a bead on its hook, too. */
export function rigStatus(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  return withRig(state, argv, ({ name, prefix, crew = [], ...rig }) => {
    const agent = (which: RigAgent): string =>
      `${isRunning(state, name, which) ? "●" : "○"} ${word(state, name, which)}`;
    const polecats = polecatsOf(state, name).map((polecat) => {
      const bead = around.doltDown ? undefined : hookOf(state, polecat);
      return bead === undefined
        ? `  ○ ${polecat.name}: idle\n`
        : `  ● ${polecat.name}: working → ${bead.id}\n`;
    });
    const count = polecats.length === 0 ? "none" : String(polecats.length);
    return say(
      `${name}\n  Status: ${STATUS_WORDS[statusOf(rig, around)]}\n  Path: ${around.root}/${name}\n  Beads prefix: ${prefix}-\n\nWitness\n  ${agent("witness")}\n\nRefinery\n  ${agent("refinery")}\n\nPolecats (${count})\n${polecats.join("")}\nCrew (${crew.length === 0 ? "none" : crew.length})\n`,
    );
  });
}

export function witnessStatus(state: TownState, argv: readonly string[]): Answer {
  return withRig(state, argv, ({ name }) =>
    json({
      running: isRunning(state, name, "witness"),
      rig_name: name,
      session: sessionName(state, name, "witness"),
      monitored_polecats: polecatsOf(state, name).map((polecat) => polecat.name),
    }),
  );
}

export function refineryStatus(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  return withRig(state, argv, ({ name }) => {
    const queue = state.mergeRequests.filter(({ rig, status }) => rig === name && status === "open");
    return json({
      running: isRunning(state, name, "refinery"),
      rig_name: name,
      session: sessionName(state, name, "refinery"),
      queue_length: around.doltDown ? 0 : queue.length,
    });
  });
}
