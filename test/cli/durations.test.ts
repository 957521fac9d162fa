import { expect, it } from "vitest";
import { LONGEST_WAIT_MS, parseDuration } from "../../src/grammar/index.ts";

it("A duration that no date can hold is ten years", () => {
  for (const text of ["9999999999999999999999999h", `${"9".repeat(400)}h`]) {
    const ms = parseDuration(text);
    expect(ms).toBe(LONGEST_WAIT_MS);
    expect(() => new Date(Date.now() + (ms ?? 0)).toISOString()).not.toThrow();
  }
});
