/** Faults on demand: how a test or a person makes the simulated `gt` misbehave, by a file in the town's folder. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { townFiles } from "./files.ts";

export interface FaultRule {
  readonly kind:
    "hang" | "forkAndHoldStdout" | "garbage" | "hugeOutput" | "slow" | "crashBefore" | "crashAfter" | "exit";
  /** Only calls that begin with this, such as `polecat list`; all without it. */
  readonly command?: string;
  /** Only calls that speak of this rig; `--all` speaks of every rig. */
  readonly rig?: string;
  /** Only so many calls; all without it. */
  times?: number;
  /** For `slow`. */
  readonly ms?: number;
  /** For `exit`. */
  readonly exitCode?: number;
  readonly stderr?: string;
}

export interface Faults {
  /** The town's database is down: most reads look empty, as the real one's do. */
  readonly doltDown: boolean;
  readonly rules: readonly FaultRule[];
}

const NONE: Faults = { doltDown: false, rules: [] };

export function readFaults(root: string): Faults {
  const { faults } = townFiles(root);
  if (!existsSync(faults)) return NONE;
  const read = JSON.parse(readFileSync(faults, "utf8")) as Partial<Faults>;
  return { ...NONE, ...read };
}

export function setFaults(root: string, faults: Partial<Faults>): void {
  const { faults: file } = townFiles(root);
  writeFileSync(`${file}.new`, JSON.stringify({ ...NONE, ...faults }));
  renameSync(`${file}.new`, file);
}

/** The first rule that fits the call; one that is limited is used up by it. */
export function takeFault(root: string, argv: readonly string[]): FaultRule | null {
  const faults = readFaults(root);
  const rule = faults.rules.find((candidate) => fits(candidate, argv));
  if (rule === undefined) return null;
  if (rule.times !== undefined) {
    rule.times -= 1;
    setFaults(root, { ...faults, rules: faults.rules.filter(({ times }) => times !== 0) });
  }
  return rule;
}

function fits({ command, rig }: FaultRule, argv: readonly string[]): boolean {
  if (command !== undefined && !`${argv.join(" ")} `.startsWith(`${command} `)) return false;
  if (rig === undefined) return true;
  return argv.some((word) => word === rig || word === "--all" || word.startsWith(`${rig}/`));
}
