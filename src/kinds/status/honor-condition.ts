/**
 * SpecHonored: whether something comes of all that a spec asks for. It is said from the resource alone, for what does
 * nothing is no part of any machine's decisions.
 */
import { conditions, no, yes, type ActorStatus, type Verdict } from "./conditions.ts";

/** Fields that are set in vain, with the cause that they have in common. */
interface InVain {
  readonly reason: string;
  readonly fields: readonly string[];
  readonly message: string;
}

export function withHonorCondition(
  status: ActorStatus,
  generation: number,
  found: readonly InVain[],
): ActorStatus {
  const verdict = verdictOn(found);
  return {
    ...status,
    conditions: [...status.conditions, ...conditions(generation, { SpecHonored: verdict })],
  };
}

function verdictOn(found: readonly InVain[]): Verdict {
  const [first] = found;
  if (first === undefined) return yes("FieldsHonored");
  return no(first.reason, found.map(({ fields, message }) => `${fields.join(", ")}: ${message}`).join("; "));
}
