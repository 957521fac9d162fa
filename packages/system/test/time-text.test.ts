import { expect, it } from "vitest";
import { microTime, wholeSeconds } from "../src/index.ts";

const AT = Date.UTC(2026, 4, 1, 12, 0, 7, 89);

it("Kubernetes and gt are told times in UTC, in whole seconds, cut and not rounded", () => {
  expect(wholeSeconds(AT)).toBe("2026-05-01T12:00:07Z");
  expect(wholeSeconds(AT + 900)).toBe("2026-05-01T12:00:07Z");
  expect(wholeSeconds(0)).toBe("1970-01-01T00:00:00Z");
});

it("A MicroTime has six decimals, which kube-apiserver insists on", () => {
  expect(microTime(AT)).toBe("2026-05-01T12:00:07.089000Z");
  expect(microTime(0)).toBe("1970-01-01T00:00:00.000000Z");
});
