import { describe } from "vitest";
import type { ApiServer, Capability } from "./client.ts";

/** Tests that need a capability; where the server lacks it they are left out, and the reason is said. */
export function describeWith(
  { lacks }: ApiServer,
  capability: Capability,
  title: string,
  tests: () => void,
): void {
  const reason = lacks[capability];
  if (reason !== undefined) console.warn(`Left out: "${title}". ${reason}`);
  describe.skipIf(reason !== undefined)(title, tests);
}
