/** Invariant 9: the operator deletes no resource whose spec a person has written. */
import type { MemoryObject } from "../../operator/memory-store.ts";
import { isView } from "../objects.ts";

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
