/** What commands print of others' words: a resource's status, a path. */
import { describe, expect, it, onTestFinished } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { asServer, startTestApi, Client, types, polecat, polecatsOf } from "embedded-kube/conformance";
import { CommandLine } from "./command-line.ts";

const polecats = polecatsOf("default");
/** The name of a file, as the agent of a polecat may choose it: another title, and a screen without the text before it. */
const NAME = "notes\u001b]0;owned\u0007\u001b[2J.txt";
const SHOWN = String.raw`notes\u001b]0;owned\u0007\u001b[2J.txt`;

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), "terminal-"));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

describe("What a terminal would obey is shown by", () => {
  it.each([[[]], [["-o", "json"]]])("why %j", async (flags) => {
    const kubeconfigPath = path.join(folder(), "kubeconfig");
    const api = await startTestApi({ kubeconfigPath });
    const client = new Client(asServer(api));
    onTestFinished(async () => {
      await client.close();
      await api.stop();
    });
    await client.post(polecats, polecat("one"));
    const reason = "UncommittedWork";
    const lastTransitionTime = "2026-01-01T00:00:00Z";
    const condition = {
      type: "Ready",
      status: "False",
      reason,
      message: `uncommitted: ${NAME}`,
      lastTransitionTime,
    };
    const status = { phase: "Working", conditions: [condition] };
    expect((await client.patch(`${polecats}/one/status`, types.merge, { status })).code).toBe(200);

    const asked = new CommandLine(["why", "polecat/one", "--kubeconfig", kubeconfigPath, ...flags]);
    expect((await asked.ended).code).toBe(0);
    expect(asked.output).toContain(SHOWN);
    expect(asked.output).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  it("replay, of a path that is not there", async () => {
    const asked = new CommandLine(["replay", `/none/${NAME}`]);
    expect((await asked.ended).code).toBeGreaterThan(0);
    expect(asked.errors).toContain(SHOWN);
  });
});
