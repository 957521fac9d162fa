/** What kstatus, and with it kubectl wait and Argo CD, reads from a status. */
import { expect } from "vitest";
import type { ActorStatus, StatusCondition } from "../../../src/kinds/index.ts";

export type Verdict = "Current" | "InProgress" | "Failed";

export function condition({ conditions }: ActorStatus, type: string): StatusCondition {
  const found = conditions.filter((candidate) => candidate.type === type);
  expect(found, `one condition ${type}`).toHaveLength(1);
  const [only] = found;
  if (only === undefined) throw new Error(type);
  return only;
}

/**
 * Ready, Reconciling and Stalled are there, True or False, for this generation, with a reason of the API's form.
 * Exactly one of the three says where the resource is.
 */
export function kstatus(status: ActorStatus, generation: number): Verdict {
  expect(status["observedGeneration"]).toBe(generation);
  for (const { status: value, reason, observedGeneration } of status.conditions) {
    expect(["True", "False"]).toContain(value);
    expect(reason).toMatch(/^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/);
    expect(observedGeneration).toBe(generation);
  }
  const isTrue = (type: string): boolean => condition(status, type).status === "True";
  const said = { Current: isTrue("Ready"), InProgress: isTrue("Reconciling"), Failed: isTrue("Stalled") };
  const verdicts = (["Current", "InProgress", "Failed"] as const).filter((verdict) => said[verdict]);
  expect(verdicts, JSON.stringify(said)).toHaveLength(1);
  return verdicts[0] ?? "InProgress";
}
