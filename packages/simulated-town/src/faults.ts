/** Faults on demand: how a test or a person makes the simulated `gt` misbehave, by a file in the town's folder. */
import { renameSync, writeFileSync } from "node:fs";
import type { FaultRule, Faults } from "./fault-rules.ts";
import { townFiles } from "./files.ts";
import { withLock } from "./lock.ts";
import { isMissing, readTownFile } from "./read-file.ts";
import { faultsSchema } from "./schema.ts";

const NONE: Faults = { doltDown: false, rules: [] };

/** @throws TownFileError when a person wrote something else. */
export function readFaults(root: string): Faults {
  try {
    return { ...NONE, ...readTownFile(townFiles(root).faults, faultsSchema) };
  } catch (error) {
    if (isMissing(error)) return NONE;
    throw error;
  }
}

export function setFaults(root: string, faults: Partial<Faults>): void {
  withLock(townFiles(root).lock, () => write(root, { ...NONE, ...faults }));
}

function write(root: string, faults: Faults): void {
  const { faults: file } = townFiles(root);
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, JSON.stringify(faults));
  renameSync(beside, file);
}

/** The first rule that fits the call; one that is limited is used up by it, by one call at a time. */
export function takeFault(root: string, argv: readonly string[]): FaultRule | null {
  const rule = ruleFor(readFaults(root), argv);
  if (rule?.times === undefined) return rule;
  return withLock(townFiles(root).lock, () => {
    const faults = readFaults(root);
    const taken = ruleFor(faults, argv);
    if (taken?.times === undefined) return taken;
    const left = { ...taken, times: taken.times - 1 };
    const rules = faults.rules.flatMap((each) => (each === taken ? (left.times > 0 ? [left] : []) : [each]));
    write(root, { ...faults, rules });
    return taken;
  });
}

function ruleFor({ rules }: Faults, argv: readonly string[]): FaultRule | null {
  return rules.find((candidate) => fits(candidate, argv)) ?? null;
}

function fits({ command, rig }: FaultRule, argv: readonly string[]): boolean {
  if (command !== undefined && !`${argv.join(" ")} `.startsWith(`${command} `)) return false;
  if (rig === undefined) return true;
  return argv.some((word) => word === rig || word === "--all" || word.startsWith(`${rig}/`));
}
