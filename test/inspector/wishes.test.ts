import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { wishesOf } from "../../inspector-ui/src/actor/wishes.ts";
import type { Cell } from "../../src/inspector/cell.ts";

it("What a person copies from the page holds a bead's id as it is, and runs nothing that is in it", () => {
  const bead = "al-1'; echo gone; '$(id)!";
  const cell = { ref: { kind: "polecat", namespace: "town", name: "one", uid: "1" }, bead } as Cell;
  const command = wishesOf(cell).find(({ title }) => title === "Work on a bead")?.command ?? "";
  const words = execFileSync("sh", ["-c", command.replace("kubectl", String.raw`printf '%s\0'`)]).toString();
  expect(words.split("\0").slice(0, -1)).toEqual([
    ...["patch", "polecat", "one", "-n", "town", "--type", "merge", "-p"],
    JSON.stringify({ spec: { desiredState: "Working", beadID: bead } }),
  ]);
});
