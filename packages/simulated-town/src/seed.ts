/** Seeds: towns to begin from. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { shellWord } from "@gastown/system";
import { newBead } from "./commands/beads.ts";
import { COMPILE_CACHE, townFiles } from "./files.ts";
import { save } from "./store.ts";
import type { AgentPlan, SimRig, TownState } from "./state.ts";
import { DEFAULT_GT_VERSION, type GtVersion } from "./versions/names.ts";

export interface TownSeed {
  /** Which gt the town has; 1.0.1 by default. */
  readonly gtVersion?: GtVersion;
  readonly rigs: readonly SimRig[];
  /** Ids of open beads. */
  readonly beads: readonly string[];
  readonly plans?: Readonly<Record<string, AgentPlan>>;
  readonly defaultPlan?: AgentPlan;
  /** ms by command; `""` is the rest. */
  readonly latency?: Readonly<Record<string, number>>;
  readonly schedulerMax?: number;
  /** False: the town takes more polecats than gt does; true by default. */
  readonly isLimited?: boolean;
  /** How long a bead waits for the daemon where `schedulerMax` is above 0. */
  readonly dispatchAfterMs?: number;
  readonly random?: number;
}

export const ALPHA: SimRig = {
  name: "alpha",
  prefix: "al",
  names: ["furiosa", "nux", "slit", "rictus", "dementus", "capable", "toast", "dag", "cheedo", "valkyrie"],
};
export const BETA: SimRig = {
  name: "beta",
  prefix: "be",
  names: ["rust", "chrome", "nitro", "guzzle", "shiny", "fury"],
};

export function townState(seed: TownSeed, now: number): TownState {
  return {
    gtVersion: seed.gtVersion ?? DEFAULT_GT_VERSION,
    rigs: seed.rigs.map((rig) => ({ ...rig })),
    beads: seed.beads.map((id) => newBead(id, `task ${id}`, now)),
    polecats: [],
    convoys: [],
    mergeRequests: [],
    mail: [],
    nudges: [],
    running: [],
    plans: { ...seed.plans },
    defaultPlan: seed.defaultPlan ?? { behaviour: "never", afterMs: 0 },
    schedulerMax: seed.schedulerMax ?? 0,
    dispatchAfterMs: seed.dispatchAfterMs ?? 60_000,
    scheduled: [],
    slinging: [],
    ...(seed.isLimited === undefined ? {} : { isLimited: seed.isLimited }),
    doltConnections: 1,
    latency: { "": 0, ...seed.latency },
    random: seed.random ?? 1,
  };
}

export interface Launcher {
  /** The Node that runs the simulated gt. */
  readonly nodePath: string;
  /** Arguments before gt's own: the file with the program. */
  readonly entry: string;
}

/** Makes the town's folder with its rigs, its state, and `bin/gt` and `bin/bd`. @returns the path of `gt`. */
export function seedTown(root: string, seed: TownSeed, launcher: Launcher, now: number): string {
  const files = townFiles(root);
  for (const { name } of seed.rigs) mkdirSync(path.join(root, name), { recursive: true });
  mkdirSync(files.bin, { recursive: true });
  // By this file gt knows a town.
  mkdirSync(path.join(root, "mayor"), { recursive: true });
  writeFileSync(
    path.join(root, "mayor", "town.json"),
    `${JSON.stringify({ type: "town", name: "simulated" })}\n`,
  );
  // Which repository a rig has, gt keeps here and tells in no answer.
  const rigs = seed.rigs.map(
    ({ name }) => [name, { git_url: `https://git.example.com/town/${name}.git` }] as const,
  );
  writeFileSync(
    path.join(root, "mayor", "rigs.json"),
    JSON.stringify({ version: 1, rigs: Object.fromEntries(rigs) }),
  );
  save(root, townState(seed, now));
  writeFileSync(files.events, "", { flag: "a" });
  for (const program of ["gt", "bd"]) {
    const file = path.join(files.bin, program);
    writeFileSync(file, script(launcher, program, path.join(files.bin, ".compiled")));
    chmodSync(file, 0o755);
  }
  return path.join(files.bin, "gt");
}

/** Node keeps what it compiled in the town's folder: without that, most of a call's time is loading the program. */
function script({ nodePath, entry }: Launcher, program: string, compiled: string): string {
  const words = [nodePath, entry, program].map(shellWord).join(" ");
  return `#!/bin/sh\n${COMPILE_CACHE}=${shellWord(compiled)} exec ${words} "$@"\n`;
}
