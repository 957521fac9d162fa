/** A polecat's pod: the volumes of its containers, and `clone` and the warden on them, in this process. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { onTestFinished } from "vitest";
import { redactText } from "../../src/host/index.ts";
import { reportIn, type CloneReport, type WardenReport } from "../../src/pod-reports/index.ts";
import {
  cloneWorktree,
  openOwnFolder,
  openParts,
  parseAddress,
  watchWorktree,
  writeMessage,
  type CloneSettings,
  type WardenSettings,
} from "../../src/warden/index.ts";
import { messageOf } from "../../src/pod-reports/message.ts";
import { createFakeClock, type FakeClock } from "../host/fake-clock.ts";
import { emptyFolder, git } from "./git.ts";

export const START = Date.parse("2026-05-01T12:00:00Z");
export const INTERVAL_MS = 60_000;
export const BRANCH = "polecat/nux";

export interface PodOptions extends Partial<Omit<CloneSettings & WardenSettings, "remote">> {
  readonly url: string;
  /** The volumes of another pod, as a PVC gives them to the next one. */
  readonly volumes?: string;
  /** The clock's first moment. */
  readonly start?: number;
}

export interface Pod {
  readonly volumes: string;
  readonly worktree: string;
  readonly vault: string;
  readonly clock: FakeClock;
  /** What was logged. */
  readonly logged: string[];
  /** Runs git in the worktree, as the agent does. */
  git(...argv: readonly string[]): string;
  clone(): Promise<CloneReport>;
  /** Begins, ends at once, and says so. */
  save(): Promise<WardenReport>;
  watch(): Watched;
  message(): CloneReport | WardenReport | null;
}

export interface Watched {
  /** Lets an interval pass. @returns the report of the look after it. */
  nextLook(): Promise<WardenReport>;
  /** The same, without waiting for its end. */
  beginLook(): Promise<void>;
  /** When the next look is due. */
  nextDeadline(): Promise<number>;
  report(): WardenReport | null;
  port(): Promise<number>;
  /** As SIGTERM does. */
  end(): void;
  readonly ended: Promise<WardenReport>;
}

export function createPod({
  url,
  volumes = emptyFolder(),
  start: first = START,
  ...changed
}: PodOptions): Pod {
  const clock = createFakeClock(first);
  const logged: string[] = [];
  const remote = parseAddress(url);
  if (remote === null) throw new Error(`${url} is no address`);
  const messageFile = path.join(volumes, "termination-log");
  const settings: CloneSettings & WardenSettings = {
    remote,
    vault: path.join(volumes, "vault"),
    secretFolder: undefined,
    knownHostsFile: undefined,
    hostKeyCheck: "yes",
    remoteTimeoutMs: 120_000,
    polecat: "nux",
    branch: BRANCH,
    baseBranch: undefined,
    attempt: 1,
    worktree: path.join(volumes, "work"),
    retryForMs: 0,
    intervalMs: INTERVAL_MS,
    graceMs: 100_000,
    stuckThresholdMs: 900_000,
    largeBytes: 50 * 1024 * 1024,
    vaultGrowthBytes: 1024 * 1024 * 1024,
    httpAddress: "127.0.0.1:0",
    messageFile,
    agentFolder: undefined,
    agent: "custom",
    ...changed,
  };
  const ports = {
    environment: process.env,
    now: clock.now,
    elapsed: () => clock.now() - first,
    setTimer: clock.setTimer,
    redact: redactText,
    log: (_level: string, words: string) => void logged.push(words),
  };
  const open = () => {
    const own = openOwnFolder(emptyFolder());
    return openParts(settings, ports, own);
  };
  const start = (stop: AbortSignal, onListening?: (port: number) => void): Promise<WardenReport> =>
    watchWorktree(settings, { ...ports, stop, ...(onListening !== undefined && { onListening }) }, open());
  const message = () => reportIn(readFileSync(messageFile, "utf8"));
  return {
    volumes,
    worktree: settings.worktree,
    vault: settings.vault,
    clock,
    logged,
    git: (...argv) => git(settings.worktree, ...argv),
    async clone() {
      const report = await cloneWorktree(settings, ports, open());
      writeMessage(messageFile, messageOf(report));
      return report;
    },
    async save() {
      const ended = start(AbortSignal.abort());
      return moving(clock, ended);
    },
    watch: () => watched(clock, start),
    message,
  };
}

/** Retries wait for the clock, which moves while they do. */
async function moving<Value>(clock: FakeClock, ended: Promise<Value>): Promise<Value> {
  const over = ended.then(
    () => true,
    () => true,
  );
  const soon = (): Promise<false> => new Promise((resolve) => setTimeout(resolve, 20, false));
  while (!(await Promise.race([over, soon()]))) {
    // Of the timers that are set, the grace period's is the last.
    const [next, ...others] = clock.deadlines();
    if (next !== undefined && others.length > 0) clock.advance(next - clock.now());
  }
  return ended;
}

function watched(
  clock: FakeClock,
  start: (stop: AbortSignal, onListening: (port: number) => void) => Promise<WardenReport>,
): Watched {
  const stop = new AbortController();
  const listening = Promise.withResolvers<number>();
  const ended = start(stop.signal, listening.resolve);
  ended.catch(listening.reject);
  listening.promise.catch(() => undefined);
  onTestFinished(async () => {
    stop.abort();
    await moving(clock, ended).catch(() => undefined);
  });
  let last: WardenReport | null = null;
  const read = async (): Promise<WardenReport | null> => {
    const response = await fetch(`http://127.0.0.1:${await listening.promise}/report`);
    const found = reportIn(await response.text());
    return found?.kind === "warden" ? found : null;
  };
  // The timer of the next look is set once the last one has ended.
  const nextDeadline = async (): Promise<number> => {
    for (;;) {
      const [deadline] = clock.deadlines();
      if (deadline !== undefined) return deadline;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const beginLook = async (): Promise<void> => {
    await nextDeadline();
    last = await read();
    clock.advance(INTERVAL_MS);
  };
  return {
    nextDeadline,
    beginLook,
    async nextLook() {
      await beginLook();
      const before = last;
      for (;;) {
        await nextDeadline();
        const report = await read();
        if (report !== null && report.at !== before?.at) return (last = report);
      }
    },
    report: () => last,
    port: () => listening.promise,
    end: () => stop.abort(),
    ended: (async () => {
      await new Promise((resolve) => stop.signal.addEventListener("abort", resolve, { once: true }));
      return moving(clock, ended);
    })(),
  };
}
