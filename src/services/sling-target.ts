/** Where a bead is slung: onto the resource's own polecat, onto an idle one that nobody drives, or onto a fresh one. */
import type { SlingInput } from "../../machines/index.ts";
import type { GitState, PolecatEntry } from "../gt/index.ts";
import type { ServicePorts } from "./ports.ts";

/** `polecat` null lets gt spawn (or reuse) one. */
export interface Target {
  readonly polecat: string | null;
}

interface Refusal {
  readonly reason: string;
  readonly message: string;
}

type Ports = Pick<ServicePorts, "gt" | "claims" | "maxPolecats">;

export async function chooseTarget(
  ports: Ports,
  input: SlingInput,
  polecats: readonly PolecatEntry[],
): Promise<Target | Refusal> {
  const own = polecats.find(({ name }) => name === input.polecat);
  if (own?.issue === null && own.sessionRunning) return { polecat: own.name };
  const idle = polecats.filter(
    ({ name, issue }) => issue === null && ports.claims.driverOfPolecat(input.rig, name) === null,
  );
  const awake = await firstClean(
    ports,
    input.rig,
    idle.filter(({ sessionRunning }) => sessionRunning),
  );
  if (awake !== null) return { polecat: awake };
  return freshTarget(ports, input, polecats);
}

async function firstClean(
  { gt }: Ports,
  rig: string,
  polecats: readonly PolecatEntry[],
): Promise<string | null> {
  for (const { name } of polecats) {
    if (localWork(await gt.gitState(rig, name)) === null) return name;
  }
  return null;
}

/**
 * `gt sling BEAD RIG` takes an idle polecat without a session before it spawns one, and repairs its worktree by force
 * when its branch cannot be changed: what is only local there would be lost.
 */
async function freshTarget(
  { gt, maxPolecats }: Ports,
  { rig }: SlingInput,
  polecats: readonly PolecatEntry[],
): Promise<Target | Refusal> {
  const asleep = polecats.filter(({ issue, sessionRunning }) => issue === null && !sessionRunning);
  for (const { name } of asleep) {
    const work = localWork(await gt.gitState(rig, name));
    if (work === null) continue;
    return {
      reason: "IdlePolecatHasWork",
      message: `gt would reuse idle polecat ${rig}/${name}, which has ${work}: save that work, or nuke the polecat`,
    };
  }
  const max = maxPolecats(rig);
  if (asleep.length === 0 && polecats.length >= max) {
    return {
      reason: "NoCapacity",
      message: `rig ${rig} has ${polecats.length} polecats, and maxPolecats is ${max}`,
    };
  }
  return { polecat: null };
}

/** Work that exists in this worktree only, in words; null when there is none. */
export function localWork({ clean, uncommittedFiles, unpushedCommits, stashCount }: GitState): string | null {
  if (uncommittedFiles.length > 0) return `uncommitted files: ${uncommittedFiles.join(", ")}`;
  if (unpushedCommits > 0) return `${unpushedCommits} unpushed commits`;
  if (stashCount > 0) return `${stashCount} stashes`;
  return clean ? null : "changes that gt does not name";
}
