/** The parts of a Polecat's spec that bear on executionMode kubernetes only. */
import { z } from "zod";
import { quantity } from "../schema/quantity.ts";
import { branchName, reference, text } from "../schema/fields.ts";

/** Ends a description, so that nobody wonders why a field changes nothing in the town. */
export const KUBERNETES_ONLY = "Bears on executionMode kubernetes only.";

const quantities = (about: string) => z.record(z.string(), quantity()).describe(about);

export const resourcesSchema = z
  .object({
    requests: quantities("What the container is promised, such as cpu: 500m.").optional(),
    limits: quantities("What the container may not exceed, such as memory: 4Gi.").optional(),
    claims: z
      .array(
        z.object({
          name: z.string().describe("Name of the pod's claim."),
          request: z.string().optional().describe("The one request of the claim that is used."),
        }),
      )
      .meta({ "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"] })
      .optional()
      .describe("Resource claims of the pod that the container uses."),
  })
  .describe(`Compute resources of the agent's container. ${KUBERNETES_ONLY}`);

const secretKey = (about: string) =>
  z
    .object({
      name: z.string().min(1).max(253).describe("Name of the Secret."),
      key: z.string().min(1).max(253).describe("Key in the Secret."),
    })
    .describe(about);

const environmentVariable = z
  .object({
    name: z.string().describe("Name of the variable."),
    value: z.string().optional().describe("Its value."),
    valueFrom: z
      .record(z.string(), z.unknown())
      .meta({ "x-kubernetes-preserve-unknown-fields": true })
      .optional()
      .describe("Where its value comes from, as in a container of a pod."),
  })
  .describe("An environment variable, as in a container of a pod.");

export const agentConfigSchema = z
  .object({
    provider: z
      .enum(["litellm", "anthropic", "openai", "ollama"])
      .default("litellm")
      .describe("Provider of the model. Default litellm."),
    model: text(253).optional().describe("Name of the model."),
    modelProvider: z
      .object({
        endpoint: text(2048).optional().describe("Base URL of the provider's API."),
        apiKeySecretRef: secretKey("Where the provider's API key is.").optional(),
      })
      .optional()
      .describe("Where the model is reached."),
    image: text(1024).optional().describe("Container image of the agent."),
    command: z.array(text(4096)).max(64).optional().describe("Command that replaces the image's own."),
    args: z.array(text(4096)).max(256).optional().describe("Further arguments of the command."),
    configMapRef: reference("ConfigMap with the agent's configuration.").optional(),
    env: z.array(environmentVariable).max(256).optional().describe("Further environment variables."),
  })
  .describe(`How the agent runs. ${KUBERNETES_ONLY}`);

export const kubernetesSchema = z
  .object({
    gitRepository: z
      .string()
      .max(2048)
      .regex(/^(git@|ssh:\/\/|https?:\/\/)[^\x00]+$/)
      .describe("The repository to clone, over SSH or HTTPS."),
    gitBranch: branchName().default("main").describe("Branch to check out. Default main."),
    workBranch: branchName().optional().describe("Branch to work on. Default feature/ with the bead's id."),
    gitSecretRef: reference("Secret with the SSH key for git."),
    claudeCredsSecretRef: reference("Secret with the contents of ~/.claude.").optional(),
    apiKeySecretRef: secretKey("Where the API key is, instead of claudeCredsSecretRef.").optional(),
    image: text(1024).optional().describe("Container image of the agent."),
    resources: resourcesSchema.optional(),
    activeDeadlineSeconds: z
      .int()
      .min(1)
      .default(3600)
      .describe("After how many seconds the pod is ended, whatever it does. Default 3600."),
    sshKnownHostsConfigMapRef: reference(
      "ConfigMap whose key known_hosts names the git servers' keys.",
    ).optional(),
    sshStrictHostKeyChecking: z
      .enum(["yes", "accept-new", "no"])
      .default("yes")
      .describe(
        "Whether an unknown git server is refused (yes, the default), learnt (accept-new) or trusted (no).",
      ),
  })
  .describe(`Where the agent's pod gets its code and credentials. ${KUBERNETES_ONLY}`);
