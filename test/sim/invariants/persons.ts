/** Invariant 9: the operator deletes no resource whose spec a person has written. */
import { ADOPTED_LABEL } from "../../../src/kinds/index.ts";
import type { MemoryObject } from "../../operator/memory-store.ts";

/** @returns what the operator's request has lost, in words, or null. A finalizer that it takes away is no such loss. */
export function personsLoss(
  method: string,
  before: MemoryObject | undefined,
  after: MemoryObject | undefined,
): string | null {
  if (method !== "DELETE" || before === undefined || isView(before)) return null;
  const isLost =
    after === undefined || after.metadata.deletionTimestamp !== before.metadata.deletionTimestamp;
  if (!isLost) return null;
  return `${before.metadata.name}, whose spec a person has written: ${JSON.stringify(before.spec)}`;
}

/** An adopted one as the operator made it: nobody has edited its spec. */
function isView({ metadata: { generation, labels } }: MemoryObject): boolean {
  return labels?.[ADOPTED_LABEL] === "true" && generation === 1;
}
