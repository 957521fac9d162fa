/** `gt rig park`, `unpark`, `dock` and `undock`: a rig that takes no work until somebody says so. */
import { doltDown, parseArguments, say, type Answer } from "../answer.ts";
import type { SimRig, Surroundings, TownState } from "../state.ts";
import { withRig } from "./rigs.ts";

type Change = (state: TownState, argv: readonly string[], around: Surroundings) => Answer;

const RESTART = (name: string): string =>
  `  Daemon can now auto-restart agents\n  Use 'gt rig start ${name}' to start agents immediately\n`;

/** Its polecats go on; only the rig's own agents stop. It is noted beside the database, and works without it. */
export const park: Change = (state, argv) =>
  withRig(state, argv, (rig) => {
    stopAgents(state, rig);
    rig.status = "parked";
    return say(
      `Parking rig ${rig.name}...\n✓ Rig ${rig.name} parked (local only)\n  Daemon will not auto-restart\n`,
    );
  });

export const unpark: Change = (state, argv) =>
  withRig(state, argv, (rig) => {
    if (rig.status === "parked") delete rig.status;
    return say(`✓ Rig ${rig.name} unparked\n${RESTART(rig.name)}`);
  });

/** Stops the sessions of its polecats, too. */
export const dock: Change = (state, argv, around) =>
  inDatabase(state, argv, around, (rig) => {
    stopAgents(state, rig);
    for (const polecat of state.polecats) if (polecat.rig === rig.name) polecat.session = false;
    rig.status = "docked";
    return say(
      `Docking rig ${rig.name}...\n✓ Rig ${rig.name} docked (global)\n  Label added: status:docked\n  Beads changes persisted via Dolt\n`,
    );
  });

export const undock: Change = (state, argv, around) =>
  inDatabase(state, argv, around, (rig) => {
    if (rig.status === "docked") delete rig.status;
    return say(`✓ Rig ${rig.name} undocked\n  Label removed: status:docked\n${RESTART(rig.name)}`);
  });

function inDatabase(
  state: TownState,
  argv: readonly string[],
  around: Surroundings,
  change: (rig: SimRig) => Answer,
): Answer {
  parseArguments(argv, []);
  return around.doltDown ? doltDown("ensuring rig identity bead: bd show") : withRig(state, argv, change);
}

function stopAgents(state: TownState, { name }: SimRig): void {
  state.running = state.running.filter((agent) => !agent.startsWith(`${name}/`));
}
