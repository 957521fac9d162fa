/** The parts of a Polecat's spec that bear on executionMode kubernetes only. */
import { z } from "zod";

const ref = () => z.object({ name: z.string().max(253) });

const quantities = () =>
  z.record(z.string(), z.union([z.int(), z.string()]).meta({ "x-kubernetes-int-or-string": true }));

export const resourcesSchema = z
  .object({ requests: quantities().optional(), limits: quantities().optional() })
  .describe("Resources of the agent's pod. Bears on executionMode kubernetes only.");

export const agentConfigSchema = z
  .object({
    provider: z.string().max(253).optional(),
    model: z.string().max(253).optional(),
    modelProvider: z
      .object({ endpoint: z.string().max(2048).optional(), apiKeySecretRef: ref().optional() })
      .meta({ "x-kubernetes-preserve-unknown-fields": true })
      .optional(),
    image: z.string().max(1024).optional(),
    command: z.array(z.string()).max(64).optional(),
    args: z.array(z.string()).max(256).optional(),
    configMapRef: ref().optional(),
    env: z
      .array(z.object({ name: z.string() }).meta({ "x-kubernetes-preserve-unknown-fields": true }))
      .max(256)
      .optional(),
  })
  .describe("How the agent runs. Bears on executionMode kubernetes only.");

export const kubernetesSchema = z
  .object({
    gitRepository: z.string().min(1).max(2048),
    gitBranch: z.string().max(255).optional(),
    workBranch: z.string().max(255).optional(),
    gitSecretRef: ref().optional(),
    claudeCredsSecretRef: ref().optional(),
    apiKeySecretRef: ref()
      .extend({ key: z.string().max(253).optional() })
      .optional(),
    image: z.string().max(1024).optional(),
    resources: resourcesSchema.optional(),
    activeDeadlineSeconds: z.int().min(1).optional(),
    sshKnownHostsConfigMapRef: ref().optional(),
    sshStrictHostKeyChecking: z.string().max(32).optional(),
  })
  .describe("Bears on executionMode kubernetes only.");
