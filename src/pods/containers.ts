/** The containers of a polecat's pod. Everything in them is an argument or a variable: no shell reads a spec. */
import type { PlannedResources, PlannedVariable, PodPlan } from "./plan.ts";
import type { Container, HttpProbe } from "./pod-object.ts";
import {
  AGENT_FILES,
  AGENT_HOME,
  agentMounts,
  GIT_SECRET,
  KNOWN_HOSTS,
  wardenMounts,
  WORKTREE,
} from "./volumes.ts";

export const CLONE = "clone";
export const WARDEN = "warden";
export const AGENT = "agent";

/** The kubelet asks at the pod's address, so the agent's image needs nothing for it. */
const PROBES_PORT = 8081;

const LOCKED = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
} as const;

const SMALL: PlannedResources = {
  requests: { cpu: "20m", memory: "96Mi" },
  limits: { memory: "1Gi" },
};

export function cloneContainer(plan: PodPlan): Container {
  const { polecat, git, attempt } = plan;
  const args = [
    CLONE,
    ...["--polecat", polecat.name],
    ...["--branch", git.workBranch],
    ...["--base-branch", git.baseBranch],
    ...["--attempt", String(attempt)],
    ...["--worktree", WORKTREE],
    ...["--agent-files", AGENT_FILES],
  ];
  return { ...ofOperator(plan, CLONE), args };
}

export function wardenContainer(plan: PodPlan): Container {
  const args = [
    WARDEN,
    ...["--agent-files", AGENT_FILES],
    ...["--agent", plan.agent.name],
    ...["--stuck-threshold", `${plan.stuckSeconds}s`],
  ];
  return {
    ...ofOperator(plan, WARDEN),
    args,
    restartPolicy: "Always",
    startupProbe: probe("/healthz", { periodSeconds: 1, failureThreshold: 60 }),
    livenessProbe: probe("/healthz", { periodSeconds: 20, failureThreshold: 6 }),
    readinessProbe: probe("/readyz", { periodSeconds: 10, failureThreshold: 3 }),
  };
}

export function agentContainer(plan: PodPlan): Container {
  const { image, command, args, env, resources } = plan.agent;
  return {
    name: AGENT,
    image,
    ...(command !== null && { command }),
    ...(args.length > 0 && { args }),
    workingDir: WORKTREE,
    env: [...agentVariables(plan), ...env],
    resources,
    volumeMounts: agentMounts(plan),
    securityContext: LOCKED,
    readinessProbe: probe("/agent", { periodSeconds: 10, failureThreshold: 3 }),
  };
}

/** Later ones of the same name win: what the spec says of them counts. */
function agentVariables({ polecat, rig, bead, attempt, git }: PodPlan): readonly PlannedVariable[] {
  return [
    { name: "HOME", value: AGENT_HOME },
    { name: "GASTOWN_POLECAT", value: literal(polecat.name) },
    { name: "GASTOWN_RIG", value: literal(rig) },
    { name: "GASTOWN_BEAD", value: literal(bead) },
    { name: "GASTOWN_ATTEMPT", value: String(attempt) },
    { name: "GASTOWN_WORK_BRANCH", value: git.workBranch },
    { name: "GASTOWN_AGENT_FILES", value: AGENT_FILES },
  ];
}

function ofOperator(plan: PodPlan, name: string): Container {
  const { git, operatorImage } = plan;
  const env = [
    { name: "GASTOWN_REMOTE", value: literal(git.repository) },
    { name: "GASTOWN_GIT_ACCESS", value: GIT_SECRET },
    { name: "GASTOWN_HOST_KEYS", value: git.hostKeys },
    ...(git.knownHosts === null ? [] : [{ name: "GASTOWN_KNOWN_HOSTS", value: KNOWN_HOSTS }]),
  ];
  return {
    name,
    image: operatorImage,
    env,
    resources: SMALL,
    volumeMounts: wardenMounts(plan),
    securityContext: LOCKED,
  };
}

/** Kubernetes would put a variable in the place of `$(NAME)`. */
export function literal(text: string): string {
  return text.replaceAll("$", "$$$$");
}

function probe(
  path: string,
  { periodSeconds, failureThreshold }: Pick<HttpProbe, "periodSeconds" | "failureThreshold">,
): HttpProbe {
  return { httpGet: { path, port: PROBES_PORT }, periodSeconds, timeoutSeconds: 5, failureThreshold };
}
