/** The settings of what runs in a polecat's pod: flags and variables of `clone` and of `warden`. */
import type { Setting } from "../index.ts";

/** Both need these. */
const SHARED = {
  remote: {
    flag: "remote",
    variable: "GASTOWN_REMOTE",
    argument: "<url>",
    about: "the repository, by ssh, https or file; a login in it is told nowhere",
  },
  vault: {
    flag: "vault",
    variable: "GASTOWN_VAULT",
    argument: "<path>",
    about: "folder that both of these containers have, and the agent's has not",
    fallback: "/vault",
  },
  gitAccess: {
    flag: "git-access",
    variable: "GASTOWN_GIT_ACCESS",
    argument: "<path>",
    about: "folder of the mounted Secret: ssh-privatekey, or username and password; known_hosts, ca.crt",
  },
  knownHosts: {
    flag: "known-hosts",
    variable: "GASTOWN_KNOWN_HOSTS",
    argument: "<path>",
    about: "file with the keys of git servers",
  },
  hostKeys: {
    flag: "host-keys",
    variable: "GASTOWN_HOST_KEYS",
    argument: "<yes|accept-new|no>",
    about: "whether an unknown git server is refused, learnt or trusted",
    fallback: "yes",
  },
  remoteTimeout: {
    flag: "remote-timeout",
    variable: "GASTOWN_REMOTE_TIMEOUT",
    argument: "<duration>",
    about: "deadline of one call that asks the remote; a large repository takes its time",
    fallback: "10m",
  },
  agentFiles: {
    flag: "agent-files",
    variable: "GASTOWN_AGENT_FILES",
    argument: "<path>",
    about: "folder that the agent's container has, too: clone puts the script there that runs the agent",
  },
  terminationMessage: {
    flag: "termination-message",
    variable: "GASTOWN_TERMINATION_MESSAGE",
    argument: "<path>",
    about: "file of the report, one line of JSON of 4 KiB at most",
    fallback: "/dev/termination-log",
  },
} satisfies Record<string, Setting>;

export const CLONE_SETTINGS = {
  ...SHARED,
  polecat: {
    flag: "polecat",
    variable: "GASTOWN_POLECAT",
    argument: "<name>",
    about: "whose work it is: its checkpoints are at refs/checkpoints/polecat/NAME",
  },
  branch: {
    flag: "branch",
    variable: "GASTOWN_WORK_BRANCH",
    argument: "<name>",
    about: "the work branch; begun from the base where the remote has none",
  },
  baseBranch: {
    flag: "base-branch",
    variable: "GASTOWN_BASE_BRANCH",
    argument: "<name>",
    about: "what the work branch begins from; the remote's HEAD without it",
  },
  attempt: {
    flag: "attempt",
    variable: "GASTOWN_ATTEMPT",
    argument: "<number>",
    about: "which attempt at the work this pod is; a later one has the checkpoint's ref",
    fallback: "1",
  },
  worktree: {
    flag: "worktree",
    variable: "GASTOWN_WORKTREE",
    argument: "<path>",
    about: "folder to make, below a volume's root: the agent's git refuses one that is not its user's",
    fallback: "/workspace/work",
  },
  retryFor: {
    flag: "retry-for",
    variable: "GASTOWN_RETRY_FOR",
    argument: "<duration>",
    about: "how long a remote that does not answer is asked again",
    fallback: "5m",
  },
} satisfies Record<string, Setting>;

export const WARDEN_SETTINGS = {
  ...SHARED,
  interval: {
    flag: "interval",
    variable: "GASTOWN_CHECKPOINT_INTERVAL",
    argument: "<duration>",
    about: "how often a worktree that changes is saved: what a kill can cost",
    fallback: "1m",
  },
  grace: {
    flag: "grace",
    variable: "GASTOWN_GRACE",
    argument: "<duration>",
    about: "how long it tries to send all after SIGTERM; less than the pod's terminationGracePeriodSeconds",
    fallback: "100s",
  },
  stuckThreshold: {
    flag: "stuck-threshold",
    variable: "GASTOWN_STUCK_THRESHOLD",
    argument: "<duration>",
    about: "how long the agent may give no sign of life before /agent answers 503",
    fallback: "15m",
  },
  largeFile: {
    flag: "large-file",
    variable: "GASTOWN_LARGE_FILE",
    argument: "<size>",
    about: "files from this size on are sent after all else, and left out where the remote refuses them",
    fallback: "50Mi",
  },
  vaultGrowth: {
    flag: "vault-growth",
    variable: "GASTOWN_VAULT_GROWTH",
    argument: "<size>",
    about: "by how much the vault may grow before old versions of files are removed from it",
    fallback: "1Gi",
  },
  httpAddress: {
    flag: "http-address",
    variable: "GASTOWN_HTTP_ADDRESS",
    argument: "<address>",
    about: "where the kubelet's probes are answered: /healthz, /readyz, /agent; and /report",
    fallback: ":8081",
  },
  agent: {
    flag: "agent",
    variable: "GASTOWN_AGENT",
    argument: "<claude-code|opencode|codex|aider|custom>",
    about: "whose output it is that tokens and cost are read from",
    fallback: "custom",
  },
} satisfies Record<string, Setting>;
