/**
 * JournalWritable: whether the operator keeps its journal. No resource stands for the operator itself, so its Rigs say it:
 * they are of the whole cluster, and somebody looks at them. No machine decides anything from it.
 */
import type { JournalHealth } from "../../host/index.ts";
import { conditions, no, yes, type ActorStatus } from "./conditions.ts";

export function withJournalCondition(
  status: ActorStatus,
  generation: number,
  { trouble }: JournalHealth,
): ActorStatus {
  const verdict = trouble === null ? yes("JournalKept") : no("JournalUnwritable", trouble);
  return {
    ...status,
    conditions: [...status.conditions, ...conditions(generation, { JournalWritable: verdict })],
  };
}
