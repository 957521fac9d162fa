/** What `clone` and the warden share: the settings of a remote and a vault, the adapters, and what is opened from them. */
import path from "node:path";
import type { SetTimer } from "@gastown/system";
import { prepareAccess, type HostKeyCheck } from "./credentials.ts";
import { createGit, type Git } from "./git.ts";
import { gitEnvironment } from "./git-settings.ts";
import type { OwnFolder } from "./own-folder.ts";
import type { RemoteAddress } from "./remote-address.ts";
import { createRemote, type Remote } from "./remote.ts";
import { vaultAt, type Vault } from "./vault.ts";

export interface PodSettings {
  readonly remote: RemoteAddress;
  /** A folder that the agent's container does not have. */
  readonly vault: string;
  readonly secretFolder: string | undefined;
  readonly knownHostsFile: string | undefined;
  readonly hostKeyCheck: HostKeyCheck;
  /** For one call that asks the remote. */
  readonly remoteTimeoutMs: number;
}

export interface PodPorts {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Epoch ms. */
  readonly now: () => number;
  /** Milliseconds since any moment, never backwards. */
  readonly elapsed: () => number;
  readonly setTimer: SetTimer;
  /** A text without credentials. */
  readonly redact: (text: string) => string;
  readonly log: (level: "info" | "warn", words: string) => void;
}

export interface Opened {
  readonly address: RemoteAddress;
  /** Without a repository. */
  readonly git: Git;
  readonly vault: Vault;
  readonly remote: Remote;
}

export function openParts(settings: PodSettings, ports: PodPorts, own: OwnFolder): Opened {
  const { remote: address, vault: vaultFolder, remoteTimeoutMs: deadlineMs, ...sources } = settings;
  const git = createGit(gitEnvironment(ports.environment, own), ports.redact);
  const vault = vaultAt(path.resolve(vaultFolder), git);
  const access = () =>
    prepareAccess(own.folder, { ...sources, learnedHostsFile: vault.learnedHostsFile }, address);
  const remote = createRemote({ git: vault.git, address, access, deadlineMs });
  return { address, git, vault, remote };
}
