/** Tokens and cost, as an agent's image writes them to a file. What an agent does not know it leaves out. */
import { z } from "zod";

const count = z.int().min(0).nullable().default(null);

export const agentUsageSchema = z.object({
  inputTokens: count,
  outputTokens: count,
  costUsd: z.number().min(0).nullable().default(null),
});

export type AgentUsage = z.infer<typeof agentUsageSchema>;
