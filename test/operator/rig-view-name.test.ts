import { describe, expect, it } from "vitest";
import { isRigViewName, rigViewName } from "../../src/operator/rig-view-name.ts";

const DNS = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const GT_NAMES = ["alpha", "Alpha", "Web_App", "web-app", "web", "0123456789", "_", "ключ", "x".repeat(200)];
const TOWNS = [undefined, "east", "app", "East", "eu.west", "0123456789", "t".repeat(63)];

describe("The name of a rig's view", () => {
  it("is the rig's own where Kubernetes takes it, with the town behind it where there is one", () => {
    expect(rigViewName(undefined, "alpha")).toBe("alpha");
    expect(rigViewName("east", "alpha")).toBe("alpha-east");
  });

  it("is valid in Kubernetes, and of one rig of one town alone, whatever these are called", () => {
    const all = GT_NAMES.flatMap((gtName) =>
      TOWNS.flatMap((town) => [1, 2, 3].map((nth) => rigViewName(town, gtName, nth))),
    );
    expect(new Set(all).size).toBe(all.length);
    for (const name of all) expect(name).toMatch(DNS);
  });

  it("is known again, and that of another rig is not", () => {
    for (const nth of [1, 2, 3, 9]) {
      expect(isRigViewName(rigViewName("east", "Web_App", nth), "east", "Web_App")).toBe(true);
    }
    expect(isRigViewName("mine", undefined, "alpha")).toBe(false);
    expect(isRigViewName("alpha", "east", "alpha")).toBe(false);
  });
});
