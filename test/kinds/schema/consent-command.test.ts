import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { consentCommand } from "../../../src/kinds/index.ts";

it("A command that gives a consent is one word of the shell for each of kubectl, whatever a branch is called", () => {
  const consent = "alpha/nux@it's-$(touch x)`id`;&\"#:0123456789abcdef";
  const command = consentCommand({ name: "one", namespace: "town" }, consent);
  const words = execFileSync("sh", ["-c", command.replace("kubectl", String.raw`printf '%s\n'`)]).toString();
  expect(words.trimEnd().split("\n")).toEqual([
    "annotate",
    "--overwrite",
    "-n",
    "town",
    "polecat/one",
    `gastown.gastown.io/force-termination=${consent}`,
  ]);
});
