import { describe, expect, it } from "vitest";
import { nearest } from "../../src/cli/nearest.ts";
import { unknownVariables } from "../../src/cli/unknown-variables.ts";

describe("What was meant", () => {
  it.each([
    ["polcat", "polecat"],
    ["polecta", "polecat"],
    ["Polecat", "polecat"],
    ["rgi", "rig"],
    ["pod", null],
    ["x", null],
    ["", null],
    ["gastown", null],
  ])("by %j is %j", (word, meant) => {
    expect(nearest(word, ["rig", "polecat", "convoy"])).toBe(meant);
  });
});

describe("Variables that look like settings", () => {
  it("are reported where they are none, with what was meant, and no Service's", () => {
    const environment = {
      GASTOWN_POLL_INTERVALL: "3s",
      GASTOWN_NONSENSE: "1",
      GASTOWN_ADOPT: "true",
      GASTOWN_GASTOWN_OPERATOR_SERVICE_HOST: "10.0.0.1",
      GASTOWN_GASTOWN_OPERATOR_PORT_8080_TCP_ADDR: "10.0.0.1",
      GASTOWN_PORT: "tcp://10.0.0.1:8080",
      HOME: "/root",
    };
    expect(unknownVariables(environment)).toEqual([
      "GASTOWN_POLL_INTERVALL is no setting, and changes nothing; did you mean GASTOWN_POLL_INTERVAL?",
      "GASTOWN_NONSENSE is no setting, and changes nothing",
    ]);
  });
});
