/** From a Polecat and its Rig, as they are at this moment, to the pod of an attempt. */
import type { Blocker } from "../../../machines/index.ts";
import {
  accessVariables,
  agentCommand,
  AGENTS,
  instructionsFor,
  type AgentName,
} from "../../agents/index.ts";
import { objectionTo, type Polecat, type RigOfPods } from "../../kinds/index.ts";
import {
  AGENT_HOME,
  AGENT_SHARED,
  literal,
  type PlannedAgent,
  type PlannedFiles,
  type PlannedVariable,
  type PodPlan,
} from "../../pods/index.ts";
import type { PlannedWork } from "../../services/index.ts";

/** Where the agent finds the files of `agentConfig.configMapRef`. */
const AGENT_CONFIG = "/etc/agent";

export interface PlanSettings {
  /** Of `clone` and the warden. */
  readonly operatorImage: string;
  readonly stuckThresholdMs: number;
}

type Spec = Polecat["spec"];
type Kubernetes = NonNullable<Spec["kubernetes"]>;

/** What the Rig does not list is refused here once more: its list, or the spec, may have changed since the machine asked. */
export function podPlan(
  { metadata, spec }: Polecat,
  rig: RigOfPods,
  work: PlannedWork,
  settings: PlanSettings,
): PodPlan | { readonly refused: Blocker } {
  const { namespace = "default", name, uid } = metadata;
  const objection = objectionTo({ namespace, spec }, rig);
  if (objection !== null) return { refused: objection };
  const { kubernetes } = spec;
  const image = kubernetes?.image ?? spec.agentConfig?.image;
  if (kubernetes === undefined || image === undefined) {
    return { refused: { reason: "PodSpecMissing", message: "spec.kubernetes or its image is missing" } };
  }
  return {
    polecat: { namespace, name, uid },
    rig: spec.rig,
    bead: work.bead,
    attempt: work.attempt,
    git: gitOf(kubernetes, work.bead),
    agent: { ...agentOf(spec, kubernetes, work), image },
    deadlineSeconds: kubernetes.activeDeadlineSeconds,
    stuckSeconds: Math.ceil(settings.stuckThresholdMs / 1000),
    operatorImage: settings.operatorImage,
    claim: null,
    runtimeClass: rig.pods?.runtimeClassName ?? null,
    nodeSelector: rig.pods?.nodeSelector ?? {},
    mayBeMoved: false,
  };
}

function workBranch({ workBranch: named }: Kubernetes, bead: string): string {
  return named ?? `feature/${bead}`;
}

function gitOf(kubernetes: Kubernetes, bead: string): PodPlan["git"] {
  return {
    repository: kubernetes.gitRepository,
    baseBranch: kubernetes.gitBranch,
    workBranch: workBranch(kubernetes, bead),
    secret: kubernetes.gitSecretRef.name,
    knownHosts: kubernetes.sshKnownHostsConfigMapRef?.name ?? null,
    hostKeys: kubernetes.sshStrictHostKeyChecking,
  };
}

function agentOf(spec: Spec, kubernetes: Kubernetes, work: PlannedWork): Omit<PlannedAgent, "image"> {
  const { agent, agentConfig } = spec;
  const command = agentCommand({
    agent,
    model: agentConfig?.model ?? null,
    command: agentConfig?.command ?? [],
    args: agentConfig?.args ?? [],
    folder: AGENT_SHARED,
  });
  const { requests, limits } = kubernetes.resources ?? spec.resources ?? {};
  return {
    name: agent,
    command,
    // Without a command the image's own runs, and these are its arguments.
    args: command === null ? (agentConfig?.args ?? []) : [],
    env: [...ownVariables(spec, kubernetes, work), ...access(spec, kubernetes), ...furtherVariables(spec)],
    files: filesOf(agent, spec, kubernetes),
    resources: { ...(requests && { requests }), ...(limits && { limits }) },
  };
}

function ownVariables({ agent, sling }: Spec, kubernetes: Kubernetes, work: PlannedWork): PlannedVariable[] {
  const { bead, title, description } = work;
  const further = [sling?.args, sling?.message].filter((text) => text !== undefined);
  const told = instructionsFor({
    ...{ bead, title, description, further },
    branch: workBranch(kubernetes, bead),
  });
  return Object.entries({ ...AGENTS[agent].variables, ...told }).map(([name, value]) => ({
    name,
    value: literal(value),
  }));
}

/** As they are: what Kubernetes puts into the place of `$(NAME)` is the spec's own. */
function furtherVariables({ agentConfig }: Spec): PlannedVariable[] {
  return (agentConfig?.env ?? []).map(({ name, value, valueFrom }) => ({
    name,
    ...(value !== undefined && { value }),
    ...(valueFrom !== undefined && { valueFrom }),
  }));
}

/** Where the model is, and its key: by name, for the value is in a Secret that nobody here reads. */
function access({ agent, agentConfig }: Spec, { apiKeySecretRef }: Kubernetes): PlannedVariable[] {
  const names = accessVariables(agent, agentConfig?.provider ?? "anthropic");
  const { endpoint, apiKeySecretRef: ofProvider } = agentConfig?.modelProvider ?? {};
  const key = apiKeySecretRef ?? ofProvider;
  return [
    ...(names.key === null || key === undefined
      ? []
      : [{ name: names.key, valueFrom: { secretKeyRef: { name: key.name, key: key.key } } }]),
    ...(names.endpoint === null || endpoint === undefined
      ? []
      : [{ name: names.endpoint, value: literal(endpoint) }]),
  ];
}

function filesOf(agent: AgentName, { agentConfig }: Spec, kubernetes: Kubernetes): PlannedFiles[] {
  const { loginFolder } = AGENTS[agent];
  const login = kubernetes.claudeCredsSecretRef?.name;
  const config = agentConfig?.configMapRef?.name;
  return [
    ...(login === undefined || loginFolder === null
      ? []
      : [{ kind: "Secret", name: login, at: `${AGENT_HOME}/${loginFolder}` } as const]),
    ...(config === undefined ? [] : [{ kind: "ConfigMap", name: config, at: AGENT_CONFIG } as const]),
  ];
}
