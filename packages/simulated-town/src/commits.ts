/**
 * What the town's databases leave on the disk: each commit of Dolt appends to the chunk journal of its database, before
 * the call returns. Some reads of gt commit, too, as measured with Dolt 2.2. A quiet town writes nothing.
 */
import { appendFileSync, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import type { Answer } from "./answer.ts";
import { commandName, type Program } from "./engine.ts";
import type { TownState } from "./state.ts";

/** Dolt's chunk journal has this name in every database. */
const CHUNK_JOURNAL = "v".repeat(32);

/** Of gt's; all of bd's that the town knows do. */
const WRITES = new Set([
  "sling",
  "done",
  "close",
  "polecat nuke",
  "convoy create",
  "convoy add",
  "convoy check",
  "mail send",
  "escalate",
  "mq reject",
  "mq post-merge",
  "rig dock",
  "rig undock",
]);

/** What a call commits, in bytes. */
const BYTES_OF_A_WRITE = 16_384;
const BYTES_OF_A_READ = 1_024;

/** Called with the town as it is after the call. */
export function noteCommits(
  root: string,
  state: TownState,
  call: { readonly program: Program; readonly argv: readonly string[]; readonly answer: Answer },
): void {
  const { program, argv, answer } = call;
  if (answer.exitCode !== 0) return;
  const rigs = state.rigs.map(({ name }) => name);
  const named = rigs.filter((rig) => argv.some((word) => word === rig || word.startsWith(`${rig}/`)));
  if (program === "bd" || WRITES.has(commandName(argv))) {
    // A rig's, where one or its bead is named; convoys, mail and the rest are the town's.
    const prefixed = state.rigs.filter(({ prefix }) => argv.some((word) => word.startsWith(`${prefix}-`)));
    const written = new Set([...named, ...prefixed.map(({ name }) => name)]);
    for (const database of written.size === 0 ? ["hq"] : written) commit(root, database, BYTES_OF_A_WRITE);
    return;
  }
  for (const database of committedByRead(state, argv, named)) commit(root, database, BYTES_OF_A_READ);
}

function committedByRead(
  { gtVersion, rigs, polecats }: TownState,
  argv: readonly string[],
  named: readonly string[],
): readonly string[] {
  switch (commandName(argv)) {
    case "health":
    case "vitals": {
      // The database that is first by name.
      const [first] = ["hq", ...rigs.map(({ name }) => name)].sort();
      return first === undefined ? [] : [first];
    }
    case "convoy list":
    case "mail inbox":
      return ["hq"];
    case "mq list":
    case "polecat check-recovery":
      return named;
    case "polecat list": {
      const asked = argv.includes("--all") ? rigs.map(({ name }) => name) : named;
      return gtVersion === "1.0.1"
        ? []
        : asked.filter((rig) => polecats.some((polecat) => polecat.rig === rig));
    }
    default:
      return [];
  }
}

function commit(root: string, database: string, bytes: number): void {
  const folder = path.join(root, ".dolt-data", database, ".dolt", "noms");
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  appendFileSync(path.join(folder, CHUNK_JOURNAL), "x".repeat(bytes));
}
