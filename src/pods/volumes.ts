/** The volumes of a polecat's pod, and which container sees which: the git key never reaches the agent. */
import type { PlannedFiles, PodPlan } from "./plan.ts";
import type { Mount, Volume } from "./pod-object.ts";

export const WORKSPACE = "/workspace";
export const WORKTREE = `${WORKSPACE}/work`;
export const AGENT_FILES = `${WORKSPACE}/agent`;
export const GIT_SECRET = "/secrets/git";
export const KNOWN_HOSTS = "/secrets/hosts/known_hosts";
export const AGENT_HOME = "/home/agent";

/** Readable for the pod's group: its containers run as no one's owner. */
const READABLE = 0o440;

export function podVolumes({ git, agent, claim }: PodPlan): readonly Volume[] {
  return [
    {
      name: "workspace",
      ...(claim === null ? { emptyDir: {} } : { persistentVolumeClaim: { claimName: claim } }),
    },
    { name: "vault", emptyDir: {} },
    { name: "tmp", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } },
    { name: "agent-tmp", emptyDir: {} },
    { name: "agent-home", emptyDir: {} },
    { name: "git", secret: { secretName: git.secret, defaultMode: READABLE } },
    ...(git.knownHosts === null
      ? []
      : [{ name: "hosts", configMap: { name: git.knownHosts, defaultMode: READABLE } }]),
    ...agent.files.map(filesVolume),
  ];
}

function filesVolume({ kind, name }: PlannedFiles, index: number): Volume {
  const volume = { name: `files-${index}` };
  return kind === "Secret"
    ? { ...volume, secret: { secretName: name, defaultMode: READABLE } }
    : { ...volume, configMap: { name, defaultMode: READABLE } };
}

/** Of `clone` and the warden. */
export function wardenMounts({ git }: PodPlan): readonly Mount[] {
  return [
    { name: "workspace", mountPath: WORKSPACE },
    { name: "vault", mountPath: "/vault" },
    { name: "tmp", mountPath: "/tmp" },
    { name: "git", mountPath: GIT_SECRET, readOnly: true },
    ...(git.knownHosts === null
      ? []
      : [{ name: "hosts", mountPath: "/secrets/hosts", readOnly: true } as const]),
  ];
}

export function agentMounts({ agent }: PodPlan): readonly Mount[] {
  return [
    { name: "workspace", mountPath: WORKSPACE },
    { name: "agent-tmp", mountPath: "/tmp" },
    { name: "agent-home", mountPath: AGENT_HOME },
    ...agent.files.map(({ at }, index): Mount => ({
      name: `files-${index}`,
      mountPath: at,
      readOnly: true,
    })),
  ];
}
