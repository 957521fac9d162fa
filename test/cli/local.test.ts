/** `local` for whoever has no town yet: what it says, what `status` says beside it, and after it. */
import path from "node:path";
import { expect, it } from "vitest";
import { until } from "../e2e/harness/until.ts";
import { CommandLine } from "./command-line.ts";

it("local without gt and a town says so behind its banner, and what to do; so do others beside it and after it", async () => {
  const local = new CommandLine(["local", "--town-root", "/no/town", "--gt-path", "/no/gt"]);
  await until("it says what is missing", () => local.output.includes("a simulated town"));
  const [, behind = ""] = local.output.split("Ctrl-C ends it; gt goes on.\n");
  const [lack = ""] = behind.split("{", 1);
  expect(lack.split("\n").filter((line) => line.length > 80)).toEqual([]);
  const said = lack.replaceAll(/\s+/g, " ");
  expect(said).toContain("There is no town to show yet: /no/gt is not there, and /no/town is not there. ");
  expect(said).toContain("Install gt (https://github.com/steveyegge/gastown), or start this again with ");
  expect(said).toContain("Make a town with `gt install /no/town`, or ");

  const kubeconfig = path.join(local.folder, ".gastown-operator/kubeconfig");
  const beside = new CommandLine(["status"], { KUBECONFIG: kubeconfig });
  expect((await beside.ended).code).toBe(0);
  expect(beside.output).toMatch(/^The town was never read\./);

  local.child.kill("SIGINT");
  expect(await local.ended).toEqual({ code: 0, signal: null });
  const after = new CommandLine(["status"], { KUBECONFIG: kubeconfig });
  expect((await after.ended).code).toBe(1);
  expect(after.errors).toMatch(/any more: the `gastown-operator local` .* has ended; start it again/);
  expect(after.errors.trimEnd().split("\n")).toHaveLength(1);
});
