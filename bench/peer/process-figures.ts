/** What a process takes, from /proc. */
import { readFileSync } from "node:fs";

/** Seconds since the begin of the process. */
export interface CpuSeconds {
  readonly own: number;
  /** Of its children that have ended, and of theirs. */
  readonly children: number;
}

/** Linux counts these times in hundredths of a second for every program, whatever its clock does. */
const TICKS_A_SECOND = 100;

/** @throws Error where the process is gone. */
export function cpuOf(pid: number): CpuSeconds {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name before stands in parentheses and may hold spaces; utime is the 14th field of all.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const seconds = (index: number): number => Number(fields[index]) / TICKS_A_SECOND;
  return { own: seconds(11) + seconds(12), children: seconds(13) + seconds(14) };
}

/** Hundredths of a second of all cores, since the machine's start. */
export interface MachineTicks {
  readonly all: number;
  readonly idle: number;
}

export function machineTicks(): MachineTicks {
  const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n");
  // user, nice, system, idle, iowait, irq, softirq, steal; what follows is counted in user already.
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number);
  return { all: ticks.reduce((sum, each) => sum + each, 0), idle: (ticks[3] ?? 0) + (ticks[4] ?? 0) };
}

/** @returns the share of all cores that nobody used since then, 0 to 1. */
export function idleSince(before: MachineTicks): number {
  const now = machineTicks();
  return (now.idle - before.idle) / Math.max(1, now.all - before.all);
}

export interface ResidentMiB {
  readonly now: number;
  /** The most that it ever was. */
  readonly peak: number;
}

export function residentOf(pid: number): ResidentMiB {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const mebibytes = (name: string): number => {
    const [, kibibytes] = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status) ?? [];
    return Number(kibibytes) / 1024;
  };
  return { now: mebibytes("VmRSS"), peak: mebibytes("VmHWM") };
}
