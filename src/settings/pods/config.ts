/** The configuration of `clone` and of `warden`, from their flags and variables. */
import path from "node:path";
import { AGENT_NAMES, type AgentName } from "../../agents/index.ts";
import { camelCase, ConfigError, type Environment, type Flags, type Setting } from "../index.ts";
import {
  BRANCH_NAME,
  durationBetween,
  type Grammar,
  LONGEST_WAIT_MS,
  parseDuration,
  parseSize,
  POLECAT_NAME,
} from "../../grammar/index.ts";
import { CLONE_SETTINGS, WARDEN_SETTINGS } from "./settings.ts";
import {
  HOST_KEY_CHECKS,
  isBranchName,
  parseAddress,
  type CloneSettings,
  type HostKeyCheck,
  type PodSettings,
  type WardenSettings,
} from "../../warden/index.ts";

type Text = (setting: Setting) => string | undefined;

const DAY_MS = 86_400_000;

/** @throws ConfigError with one line that names the flag and what it takes. */
export function readCloneConfig(
  flags: Flags,
  environment: Environment,
): CloneSettings & { readonly messageFile: string } {
  const text = textIn(flags, environment);
  const { polecat, branch, baseBranch, attempt, worktree, retryFor, agentFiles } = CLONE_SETTINGS;
  const base = text(baseBranch);
  return {
    ...shared(text),
    polecat: named(polecat, text(polecat), POLECAT_NAME),
    branch: named(branch, text(branch), BRANCH_NAME),
    baseBranch: base === undefined ? undefined : named(baseBranch, base, BRANCH_NAME),
    attempt: wholeNumber(attempt, text(attempt)),
    worktree: folder(worktree, text(worktree)),
    agentFolder: folderIfAny(agentFiles, text(agentFiles)),
    retryForMs: duration(retryFor, text(retryFor), 0),
    messageFile: folder(CLONE_SETTINGS.terminationMessage, text(CLONE_SETTINGS.terminationMessage)),
  };
}

/** @throws ConfigError with one line that names the flag and what it takes. */
export function readWardenConfig(flags: Flags, environment: Environment): WardenSettings {
  const text = textIn(flags, environment);
  const { interval, grace, stuckThreshold, largeFile, vaultGrowth, httpAddress, agentFiles, agent } =
    WARDEN_SETTINGS;
  return {
    ...shared(text),
    intervalMs: duration(interval, text(interval), 100),
    graceMs: duration(grace, text(grace), 1_000),
    stuckThresholdMs: duration(stuckThreshold, text(stuckThreshold), 1_000, LONGEST_WAIT_MS),
    largeBytes: size(largeFile, text(largeFile)),
    vaultGrowthBytes: size(vaultGrowth, text(vaultGrowth)),
    httpAddress: address(httpAddress, text(httpAddress)),
    messageFile: folder(WARDEN_SETTINGS.terminationMessage, text(WARDEN_SETTINGS.terminationMessage)),
    agentFolder: folderIfAny(agentFiles, text(agentFiles)),
    agent: agentNamed(agent, text(agent)),
  };
}

function textIn(flags: Flags, environment: Environment): Text {
  return ({ flag, variable, fallback }) => {
    const value = flags[camelCase(flag)] ?? environment[variable] ?? fallback;
    return typeof value === "string" && value !== "" ? value : undefined;
  };
}

function shared(text: Text): PodSettings {
  const { remote, vault, gitAccess, knownHosts, hostKeys, remoteTimeout } = CLONE_SETTINGS;
  const parsed = parseAddress(text(remote) ?? "");
  // The value may hold a password, so it is not repeated.
  if (parsed === null)
    throw new ConfigError(
      `--remote (GASTOWN_REMOTE) takes a repository such as git@host:owner/name.git or https://host/owner/name.git`,
    );
  const [secret, hosts] = [text(gitAccess), text(knownHosts)];
  return {
    remote: parsed,
    vault: folder(vault, text(vault)),
    secretFolder: secret === undefined ? undefined : folder(gitAccess, secret),
    knownHostsFile: hosts === undefined ? undefined : folder(knownHosts, hosts),
    hostKeyCheck: hostKeyCheck(text(hostKeys)),
    remoteTimeoutMs: duration(remoteTimeout, text(remoteTimeout), 1_000),
  };
}

function refuse({ flag, variable }: Setting, value: string | undefined, accepted: string): never {
  throw new ConfigError(`--${flag} (${variable}) is ${JSON.stringify(value ?? "")}: it takes ${accepted}`);
}

function named(setting: Setting, value: string | undefined, { pattern, most, what }: Grammar): string {
  const isOne = value !== undefined && value.length <= most && pattern.test(value) && isBranchName(value);
  return isOne ? value : refuse(setting, value, what);
}

function wholeNumber(setting: Setting, value: string | undefined): number {
  return /^[1-9]\d{0,8}$/.test(value ?? "") ? Number(value) : refuse(setting, value, "a number such as 1");
}

/** A line of git's own files holds it. */
function folder(setting: Setting, value: string | undefined): string {
  const isOne = value !== undefined && path.isAbsolute(value) && !/["\p{Cc}]/u.test(value);
  return isOne ? path.normalize(value) : refuse(setting, value, "an absolute path such as /workspace/work");
}

function folderIfAny(setting: Setting, value: string | undefined): string | undefined {
  return value === undefined ? undefined : folder(setting, value);
}

function agentNamed(setting: Setting, value: string | undefined): AgentName {
  const found = AGENT_NAMES.find((name) => name === value);
  return found ?? refuse(setting, value, AGENT_NAMES.join(", "));
}

function duration(setting: Setting, value: string | undefined, least: number, most = DAY_MS): number {
  const ms = parseDuration(value ?? "");
  return ms !== null && ms >= least && ms <= most ? ms : refuse(setting, value, durationBetween(least, most));
}

function size(setting: Setting, value: string | undefined): number {
  const bytes = parseSize(value ?? "");
  return bytes !== null && bytes > 0 ? bytes : refuse(setting, value, "a size such as 50Mi");
}

function address(setting: Setting, value: string | undefined): string {
  const port = /^(?:\[[^\]]+\]|[^:]*):(\d{1,5})$/.exec(value ?? "")?.[1];
  const isOne = value !== undefined && port !== undefined && Number(port) <= 65_535;
  return isOne ? value : refuse(setting, value, "an address such as :8081 or 127.0.0.1:8081");
}

function hostKeyCheck(value: string | undefined): HostKeyCheck {
  const found = HOST_KEY_CHECKS.find((check) => check === value);
  return found ?? refuse(CLONE_SETTINGS.hostKeys, value, HOST_KEY_CHECKS.join(", "));
}
