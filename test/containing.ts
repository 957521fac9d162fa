import { expect } from "vitest";

/** Part of a message; typed, so that a matcher is no `any`. */
export const containing = (part: string): unknown => expect.stringContaining(part);
