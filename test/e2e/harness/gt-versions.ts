/** The versions of gt on which a project runs the tests that gt's behaviour bears on. */
import { inject } from "vitest";
import type { GtVersion } from "simulated-town";

declare module "vitest" {
  interface ProvidedContext {
    gtVersions: readonly GtVersion[];
  }
}

export const gtVersions: readonly GtVersion[] = inject("gtVersions");
