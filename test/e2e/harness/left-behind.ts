/** Processes that still run in a world's folder: calls of gt that hang, and what they have forked. */
import { readdirSync, readlinkSync } from "node:fs";

/**
 * Pids whose working directory is in `folder`. gt runs in the town's folder, and what it forks stays there.
 * Empty where there is no /proc.
 */
export function processesIn(folder: string): readonly number[] {
  return entries("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => isWithin(workingDirectory(pid), folder))
    .map(Number);
}

/** Ends them for good. */
export function endProcessesIn(folder: string): void {
  for (const pid of processesIn(folder)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has just ended by itself.
    }
  }
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function workingDirectory(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
}

function isWithin(place: string, folder: string): boolean {
  return place === folder || place.startsWith(`${folder}/`);
}
