import { expect, it } from "vitest";
import { isPolecatAddress } from "../../machines/addresses.ts";
import { shortAddress, wholeAddress } from "../../machines/index.ts";

it("A polecat's whole address never means a crew member, and the short one may", () => {
  expect(wholeAddress("alpha", "nux")).toBe("alpha/polecats/nux");
  expect(shortAddress("alpha", "nux")).toBe("alpha/nux");
  expect(["alpha/polecats/nux", "alpha/nux", "alpha/crew/nux"].map(isPolecatAddress)).toEqual([
    true,
    false,
    false,
  ]);
});
