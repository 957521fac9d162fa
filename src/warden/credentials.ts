/**
 * The credentials of git: from the mounted Secret into files of this process's own folder, in the form and with the modes
 * that ssh and git ask for. Read anew for each call, so that a Secret that was changed needs no restart.
 */
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { shellWord, errnoOf } from "@gastown/system";
import type { Login, RemoteAddress } from "./remote-address.ts";

export const HOST_KEY_CHECKS = ["yes", "accept-new", "no"] as const;
export type HostKeyCheck = (typeof HOST_KEY_CHECKS)[number];

export interface CredentialSources {
  /**
   * A Secret of type ssh-auth (`ssh-privatekey`, or `identity`) or basic-auth (`username`, `password`), mounted; it may hold
   * `known_hosts` and `ca.crt`, too.
   */
  readonly secretFolder: string | undefined;
  readonly knownHostsFile: string | undefined;
  readonly hostKeyCheck: HostKeyCheck;
  /** Where a host's key is noted that was accepted at its first sight; out of the agent's reach. */
  readonly learnedHostsFile: string;
}

/** Variables and arguments of the calls that ask the remote. */
export interface GitAccess {
  readonly env: Readonly<Record<string, string>>;
  readonly options: readonly string[];
}

const ONLY_OURS = 0o600;

export function prepareAccess(folder: string, sources: CredentialSources, remote: RemoteAddress): GitAccess {
  switch (remote.transport) {
    case "file":
      return { env: {}, options: [] };
    case "ssh":
      return sshAccess(folder, sources);
    case "http":
      return httpAccess(folder, sources, remote);
    default:
      return remote.transport satisfies never;
  }
}

function sshAccess(folder: string, sources: CredentialSources): GitAccess {
  const key = secret(sources, "ssh-privatekey") ?? secret(sources, "identity");
  const lines = [
    "BatchMode yes",
    "IdentitiesOnly yes",
    "IdentityAgent none",
    "ForwardAgent no",
    "ControlMaster no",
    "UpdateHostKeys no",
    "ConnectTimeout 20",
    "ServerAliveInterval 15",
    "ServerAliveCountMax 4",
    `StrictHostKeyChecking ${sources.hostKeyCheck}`,
    "GlobalKnownHostsFile none",
    `UserKnownHostsFile ${hostFiles(folder, sources).map(quoted).join(" ")}`,
  ];
  if (key !== null) {
    // ssh takes no key that others may read, and no key without a newline at its end.
    const file = written(path.join(folder, "identity"), `${key.trimEnd()}\n`);
    lines.push(`IdentityFile ${quoted(file)}`);
  }
  const config = written(path.join(folder, "ssh_config"), `${lines.join("\n")}\n`);
  return { env: { GIT_SSH_COMMAND: `ssh -F ${shellWord(config)}`, GIT_SSH_VARIANT: "ssh" }, options: [] };
}

/** ssh notes what it learns in the first. */
function hostFiles(folder: string, sources: CredentialSources): readonly string[] {
  const own = secret(sources, "known_hosts");
  return [
    sources.learnedHostsFile,
    ...(sources.knownHostsFile === undefined ? [] : [sources.knownHostsFile]),
    ...(own === null ? [] : [written(path.join(folder, "known_hosts"), own)]),
  ];
}

function httpAccess(folder: string, sources: CredentialSources, { url, login }: RemoteAddress): GitAccess {
  const authority = secret(sources, "ca.crt");
  const trusts =
    authority === null ? [] : ["-c", `http.sslCAInfo=${written(path.join(folder, "ca.crt"), authority)}`];
  const known = secretLogin(sources) ?? login;
  if (known === null) return { env: {}, options: trusts };
  // By host, so that no other one gets it after a redirect. After a refusal git takes the line out again.
  const file = written(path.join(folder, "logins"), `${withLogin(url, known)}\n`);
  const helper = `store --file=${shellWord(file)}`;
  return { env: {}, options: [...trusts, "-c", "credential.helper=", "-c", `credential.helper=${helper}`] };
}

function secretLogin(sources: CredentialSources): Login | null {
  const password = secret(sources, "password") ?? secret(sources, "token");
  if (password === null) return null;
  return { username: secret(sources, "username")?.trim() ?? "git", password: password.replace(/\r?\n$/, "") };
}

function withLogin(text: string, { username, password }: Login): string {
  const url = new URL(text);
  return `${url.protocol}//${encodeURIComponent(username)}:${encodeURIComponent(password)}@${url.host}`;
}

/** @returns null where the Secret has no such key. @throws what the system says otherwise. */
function secret({ secretFolder }: CredentialSources, name: string): string | null {
  if (secretFolder === undefined) return null;
  try {
    return readFileSync(path.join(secretFolder, name), "utf8");
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return null;
    throw error;
  }
}

function written(file: string, text: string): string {
  writeFileSync(file, text, { mode: ONLY_OURS });
  chmodSync(file, ONLY_OURS);
  return file;
}

/** In ssh's configuration `%` and `$` begin something; our own folder's path holds neither, a person's may. */
function quoted(file: string): string {
  return `"${file.replaceAll("%", "%%")}"`;
}
