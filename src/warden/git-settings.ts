/**
 * The environment and the settings of git's own calls. The agent may write whatever it likes into its repository, and much
 * of git's configuration is a command to run or a file to read; so no call of this room has the agent's repository as its
 * own (`vault.ts`, `reader.ts`), no configuration of the machine is read, and what is set here is all there is.
 */

/** The volumes of a pod belong to root and to the pod's group. */
const ANY_OWNER: readonly [string, string] = ["safe.directory", "*"];

/**
 * Files beside the objects say what is in them, and those of the agent's repository may say something else. The reader has
 * these in its own configuration, too: of another process's environment git takes no settings along to it.
 */
export const BESIDE_OBJECTS: readonly (readonly [string, string])[] = [
  ["core.commitGraph", "false"],
  ["core.multiPackIndex", "false"],
  ["pack.useBitmaps", "false"],
];

/** Of every call. */
const SETTINGS: readonly (readonly [string, string])[] = [
  ["core.hooksPath", "/dev/null"],
  ["core.fsmonitor", "false"],
  ["core.untrackedCache", "false"],
  ["core.attributesFile", "/dev/null"],
  ["core.excludesFile", "/dev/null"],
  ...BESIDE_OBJECTS,
  ["fetch.writeCommitGraph", "false"],
  // Nothing is collected: what is in the vault may be the last copy.
  ["gc.auto", "0"],
  ["maintenance.auto", "false"],
  // Names with a backslash are names here; `isForbidden` leaves out those that git may not have.
  ["core.protectNTFS", "false"],
  ["core.protectHFS", "false"],
  ["commit.gpgSign", "false"],
  ["push.gpgSign", "false"],
  ["submodule.recurse", "false"],
  ["fetch.recurseSubmodules", "false"],
  ["push.recurseSubmodules", "no"],
  ["push.followTags", "false"],
  ["advice.pushUpdateRejected", "false"],
  ANY_OWNER,
  // A sidecar has little memory: large files are streamed, and never compared with others.
  ["core.bigFileThreshold", "16m"],
  ["pack.threads", "1"],
  ["pack.windowMemory", "64m"],
  ["pack.deltaCacheSize", "16m"],
  ["core.packedGitLimit", "128m"],
];

const PROTOCOLS = "file:http:https:ssh";

/** What git and ssh need of the container's own environment: to be found, to trust certificates, to find a proxy. */
const PASSED_ON =
  /^(?:PATH|TMPDIR|SSL_CERT_FILE|SSL_CERT_DIR|GIT_SSL_CAINFO|(?:https?|all|no)_proxy|(?:HTTPS?|ALL|NO)_PROXY)$/;

export interface GitHome {
  /** A folder of this process alone. */
  readonly folder: string;
  /** A configuration file with `settingsText`. */
  readonly settingsFile: string;
}

export function gitEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  { folder, settingsFile }: GitHome,
): Readonly<Record<string, string>> {
  const passed = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && PASSED_ON.test(name) ? [[name, value] as const] : [],
  );
  return {
    ...Object.fromEntries(passed),
    HOME: folder,
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: settingsFile,
    GIT_ATTR_NOSYSTEM: "1",
    // git makes what it writes in the vault for itself only.
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "",
    SSH_ASKPASS: "",
    SSH_ASKPASS_REQUIRE: "never",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: PROTOCOLS,
    ...overrides(SETTINGS),
  };
}

/**
 * For the process that git starts for a repository on the same machine, which takes none of the environment's settings. Nothing
 * but this: a remote that is a folder is served as its own configuration and hooks say.
 */
export function settingsText(): string {
  const [name, value] = ANY_OWNER;
  return `[${name.replace(".directory", "")}]\n\tdirectory = ${value}\n`;
}

/** In the environment a setting goes before those of any file, that of the repository included. */
function overrides(settings: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ["GIT_CONFIG_COUNT", String(settings.length)],
    ...settings.flatMap(([name, value], at) => [
      [`GIT_CONFIG_KEY_${at}`, name],
      [`GIT_CONFIG_VALUE_${at}`, value],
    ]),
  ]) as Readonly<Record<string, string>>;
}
