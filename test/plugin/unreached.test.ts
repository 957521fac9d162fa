/** What a person is told where no cluster answers. */
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { stringify } from "yaml";
import { z } from "zod";
import { noteInspector } from "../../src/cli/noted-inspector.ts";
import { CommandLine } from "../cli/command-line.ts";
import { town } from "./given.ts";

it("A server that is no Kubernetes API is reported as one", async () => {
  const server = createServer((_request, response) => response.writeHead(404).end("nothing here\n"));
  onTestFinished(() => void server.close());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const folder = mkdtempSync(path.join(tmpdir(), "gastown-foreign-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const kubeconfig = path.join(folder, "config");
  writeFileSync(
    kubeconfig,
    stringify({
      clusters: [{ name: "it", cluster: { server: `http://127.0.0.1:${port}` } }],
      contexts: [{ name: "it", context: { cluster: "it", user: "it" } }],
      users: [{ name: "it", user: {} }],
      "current-context": "it",
    }),
  );
  const started = new CommandLine(["status", "--kubeconfig", kubeconfig], {}, "kubectl-gastown.ts");
  expect((await started.ended).code).toBe(1);
  expect(started.errors).toBe(
    "Error from server (NotFound): nothing here: no Kubernetes API answers there; check the server of the kubeconfig's cluster\n",
  );
});

describe("Without a server", () => {
  it("each verb says in one line what is wrong, and exits with 1", async () => {
    const world = await town();
    await world.api.stop();
    for (const argv of [["status"], ["stop", "x"], ["why", "x"], ["events"]]) {
      const { code, errors, output } = await world.run(...argv);
      expect({ code, output }, argv.join(" ")).toEqual({ code: 1, output: "" });
      expect(errors).toMatch(
        /^error: nothing listens at https:\/\/127\.0\.0\.1:\d+: check the server of the /,
      );
      expect(errors).toMatch(/`gastown-operator local` .* `export KUBECONFIG=\S+`\n$/);
      expect(errors).not.toContain("ECONNREFUSED");
    }
  });

  it("whose file `local` has left says so, and that it is to be started again", async () => {
    const world = await town();
    noteInspector(world.kubeconfig, null);
    await world.api.stop();
    const { code, errors } = await world.run("status");
    expect(code).toBe(1);
    expect(errors).toMatch(
      /^error: nothing answers at https:\S+ any more: the `gastown-operator local` \(or `demo`\) that served it has ended; start it again/,
    );
    expect(errors).toContain(`\`export KUBECONFIG=${world.kubeconfig}\` stays as it is`);
    noteInspector(world.kubeconfig, "http://127.0.0.1:1/inspector/");
    const inspect = await world.run("inspect");
    expect(inspect.code).toBe(1);
    expect(inspect.errors).toMatch(
      /^error: nothing answers at http:\S+ any more: the `gastown-operator local`/,
    );
  });

  it.each(["status", "inspect"])("nor a kubeconfig, %s leads to `local`", async (verb) => {
    const started = new CommandLine([verb], {}, "kubectl-gastown.ts");
    expect((await started.ended).code).toBe(1);
    expect(started.errors).toMatch(/^error: no cluster is configured: .* `gastown-operator local` /);
    expect(started.errors).toContain("`export KUBECONFIG=~/.gastown-operator/kubeconfig`");
    expect(started.errors.trimEnd().split("\n")).toHaveLength(1);
  });

  it("a context that is not there is reported with those that are", async () => {
    const { code, errors } = await (await town()).run("status", "--context", "prod");
    expect(code).toBe(1);
    expect(errors).toMatch(/^error: the kubeconfig has no context "prod"\. Choose one of: .+\n$/);
  });
});
