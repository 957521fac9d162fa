/**
 * The warden: opens its parts, makes its rounds, and tells what it found: to the kubelet's probes while it runs, and in its
 * termination message at any end.
 */
import { messageOf, type WardenReport } from "../pod-reports/index.ts";
import { errnoOf, troubleWith } from "@gastown/system";
import path from "node:path";
import { AGENTS, type AgentName } from "../agents/index.ts";
import { AgentFiles } from "./agent-files.ts";
import { CheckpointMaker } from "./checkpoint.ts";
import { FilesLook } from "./files-look.ts";
import { LifeSigns } from "./life-signs.ts";
import { Looker, type LookResult } from "./look.ts";
import { writeMessage } from "./message-file.ts";
import type { Opened, PodPorts, PodSettings } from "./pod-settings.ts";
import { startProbes } from "./probes.ts";
import { openReader } from "./reader.ts";
import { makeRounds } from "./rounds.ts";
import { Scanner } from "./scan.ts";
import { formatOf, removeLeftovers } from "./vault.ts";
import { VaultUpkeep } from "./vault-upkeep.ts";
import { readState, writeState, type VaultState } from "./vault-state.ts";

export interface WardenSettings extends PodSettings {
  readonly intervalMs: number;
  readonly graceMs: number;
  readonly stuckThresholdMs: number;
  readonly largeBytes: number;
  /** By how much the vault may grow before what is old in it is removed. */
  readonly vaultGrowthBytes: number;
  /** Where the kubelet's probes are answered. */
  readonly httpAddress: string;
  readonly messageFile: string;
  /** Undefined: the agent's image tells nothing by files. */
  readonly agentFolder: string | undefined;
  /** Whose output it is that tokens and cost are read from. */
  readonly agent: AgentName;
}

/** It cannot begin, and says why. */
export class WardenError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "WardenError";
  }
}

export interface WardenPorts extends PodPorts {
  /** Aborts when the container is to end. */
  readonly stop: AbortSignal;
  /** Hears of the port at which probes are answered. */
  readonly onListening?: (port: number) => void;
}

/** @returns what it said last. @throws WardenError */
export async function watchWorktree(
  settings: WardenSettings,
  ports: WardenPorts,
  opened: Opened,
): Promise<WardenReport> {
  const { agentFolder, agent, httpAddress, intervalMs, graceMs, stuckThresholdMs } = settings;
  const looker = await openLooker(settings, ports, opened);
  const signs = new LifeSigns(stuckThresholdMs, ports.elapsed);
  const agentFiles = new AgentFiles(agentFolder, AGENTS[agent]);
  const told: { report: WardenReport | null } = { report: null };
  const tell = (result: LookResult): void => {
    if (result.hasChanged) signs.changed();
    signs.output(agentFiles.outputMark());
    const report = { ...result.report, agent: agentFiles.news() };
    logChange(ports, told.report, report);
    told.report = report;
    say(settings, ports, report);
  };
  const probes = await startProbes(httpAddress, {
    report: () => told.report,
    agent() {
      signs.output(agentFiles.outputMark());
      const quiet = Math.floor(signs.quietMs() / 1_000);
      return { isAlive: signs.isAlive(), words: `no file and no output has changed for ${quiet} s` };
    },
  });
  try {
    ports.onListening?.(probes.port);
    const look = (signal: AbortSignal): Promise<LookResult> => looker.look(signal);
    const { setTimer, stop } = ports;
    await makeRounds({ look, tell, intervalMs, graceMs, setTimer, stop });
  } finally {
    await probes.close();
  }
  if (told.report === null) throw new WardenError("it ended without a look");
  return told.report;
}

async function openLooker(
  { largeBytes, vaultGrowthBytes }: WardenSettings,
  { now }: PodPorts,
  { vault, git, remote }: Opened,
): Promise<Looker> {
  let state = stateOf(vault.stateFile);
  const change = (changed: Partial<VaultState>): void => {
    state = { ...state, ...changed };
    writeState(vault.stateFile, state);
  };
  removeLeftovers(vault.repository);
  const reader = await openReader(vault, git, path.join(vault.folder, "reader.git"), state.worktree);
  const { polecat, attempt, writer, branch } = state;
  const scanner = new Scanner(vault.git, await formatOf(vault), now);
  return new Looker({
    ...{ vault, reader, remote, now, largeBytes, change },
    state: () => state,
    upkeep: new VaultUpkeep(vault, vaultGrowthBytes),
    files: new FilesLook(vault.git, reader, scanner, vault.folder),
    maker: new CheckpointMaker(
      vault.git,
      path.join(vault.folder, "index"),
      { polecat, attempt, writer, branch },
      now,
    ),
  });
}

function stateOf(file: string): VaultState {
  let state: VaultState | null;
  try {
    state = readState(file);
  } catch (cause) {
    throw new WardenError(`${file} cannot be read: ${String(cause)}`, { cause });
  }
  if (state?.stage !== "done")
    throw new WardenError(`${file} is not there: clone has to end first, with the same vault`);
  return state;
}

/** A container without the file, or with a full disk, still has its probes. */
function say({ messageFile }: WardenSettings, { log }: PodPorts, report: WardenReport): void {
  try {
    writeMessage(messageFile, messageOf(report));
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    log("warn", `the termination message: ${troubleWith(messageFile, error)}`);
  }
}

function logChange({ log }: PodPorts, before: WardenReport | null, now: WardenReport): void {
  const { checkpoint, problem, onlyLocal, onlyLocalCount } = now;
  if (checkpoint !== null && checkpoint.commit !== before?.checkpoint?.commit)
    log("info", `checkpoint ${checkpoint.commit} is at ${checkpoint.ref}`);
  if (problem !== null && problem !== before?.problem) log("warn", problem);
  if (onlyLocalCount > 0 && before?.onlyLocal.join() !== onlyLocal.join())
    log("warn", `only in this pod: ${onlyLocal.slice(0, 5).join("; ")}`);
  if (onlyLocalCount === 0 && (before?.onlyLocalCount ?? 1) > 0)
    log("info", "all of the work is on the remote");
}
