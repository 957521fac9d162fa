import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { createScreen } from "../../src/cli/demo-screen.ts";
import { sumUp } from "../../src/cli/demo-summary.ts";

const PROVEN = [["rigs are taken over", "their mode is Manage"]] as const;
const LEFT = {
  townRoot: "/tmp/it's $HOME/town",
  kubeconfigPath: "/tmp/it's $HOME/kubeconfig",
  program: "npx gastown-operator",
  metricsPort: 9090,
};

function shown(left: typeof LEFT | null): string {
  let written = "";
  const screen = createScreen(
    (text) => (written += text),
    false,
    () => 0,
  );
  sumUp(screen, { closed: 5, proven: PROVEN }, left);
  return written;
}

it("A demo that ends says what was shown, and leaves nothing to try", () => {
  const said = shown(null);
  expect(said).toContain("5 beads closed, 1 end refused: its file is safe.");
  expect(said).toMatch(/PASS: 1 things? .*\n {2}rigs are taken over {2}their mode is Manage\n$/);
  expect(said).not.toMatch(/Try it yourself|KUBECONFIG|Metrics/);
});

it("A demo that stays up says what to try, in commands that a shell takes as they stand", () => {
  const said = shown(LEFT);
  expect(said).toContain("Try it yourself");
  expect(said).toMatch(/^ {8}\$ npx gastown-operator sling al-9x2 alpha --wait$/m);
  expect(said).not.toContain("PASS");
  const command = /export KUBECONFIG=.*/.exec(said)?.[0] ?? "";
  expect(execFileSync("sh", ["-c", `${command}\nprintf %s "$KUBECONFIG"`]).toString()).toBe(
    LEFT.kubeconfigPath,
  );
});
