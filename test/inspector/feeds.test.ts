import { expect, it } from "vitest";
import { createAudience } from "../../src/inspector/index.ts";
import { refOf, polecatKind } from "../host/kinds.ts";

it("A listener that throws harms neither the other listeners nor the operator that tells them", () => {
  const problems: unknown[] = [];
  const heard: string[] = [];
  const audience = createAudience((problem) => problems.push(problem));
  const broken = new Error("this view cannot be drawn");
  audience.subscribe({
    onTransition: () => undefined,
    onStop() {
      throw broken;
    },
  });
  audience.subscribe({ onTransition: () => undefined, onStop: ({ name }) => heard.push(name) });
  audience.onStop(refOf(polecatKind, "nux"));
  expect(heard).toEqual(["nux"]);
  expect(problems).toEqual([broken]);
});
