import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { expect, it, onTestFinished } from "vitest";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { API_VERSION } from "../../src/kinds/index.ts";
import { connect, createKubeApi } from "../../src/kube/index.ts";
import { startTestApi } from "embedded-kube/conformance";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const ROOT = path.join(import.meta.dirname, "../..");

const kubeconfigSchema = z.looseObject({
  contexts: z.tuple([z.looseObject({ context: z.looseObject({}) })]),
});

interface Asked {
  /** Of the kubeconfig's context. */
  readonly namespace: string | undefined;
  readonly argv: readonly string[];
  readonly program?: "main.ts" | "kubectl-gastown.ts";
}

/** An API server with `polecat one` in team-a and default, and the program asked about it. */
async function ask({
  namespace,
  argv,
  program = "main.ts",
}: Asked): Promise<{ stdout: string; stderr: string; exitCode?: number }> {
  const folder = mkdtempSync(path.join(tmpdir(), "why-command-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const server = await startTestApi();
  onTestFinished(() => server.stop());
  const file = path.join(folder, "config");
  const config = kubeconfigSchema.parse(parse(server.kubeconfig()));
  const [{ context, ...named }] = config.contexts;
  const { namespace: _given, ...rest } = context;
  const changed = { ...named, context: { ...rest, ...(namespace !== undefined && { namespace }) } };
  writeFileSync(file, stringify({ ...config, contexts: [changed] }));
  const connection = connect({ kubeconfig: file }, () => Date.now());
  onTestFinished(() => connection.close());
  const api = createKubeApi(connection);
  const create = (collection: string, body: object): Promise<unknown> =>
    api.request("POST", collection, z.unknown(), { body });
  const teamA = { apiVersion: "v1", kind: "Namespace", metadata: { name: "team-a" } };
  await create("/api/v1/namespaces", teamA);
  for (const [place, beadID] of [
    ["team-a", "al-1"],
    ["default", "al-2"],
  ] as const) {
    await create(`/apis/${API_VERSION}/namespaces/${place}/polecats`, {
      apiVersion: API_VERSION,
      kind: "Polecat",
      metadata: { name: "one", namespace: place },
      spec: { rig: "alpha", desiredState: "Working", beadID },
    });
  }
  await create(`/apis/${API_VERSION}/rigs`, {
    apiVersion: API_VERSION,
    kind: "Rig",
    metadata: { name: "alpha" },
    spec: { gitURL: "https://example.org/a.git", localPath: "/town/alpha" },
  });
  const node = path.join(ROOT, "node_modules/.bin/node");
  return execa(
    node,
    [path.join(ROOT, program === "main.ts" ? "src" : "src/programs", program), "why", ...argv],
    {
      env: { PATH: process.env["PATH"] ?? "", HOME: folder, KUBECONFIG: file },
      extendEnv: false,
      reject: false,
      timeout: WAIT_DEADLINE_MS,
    },
  );
}

it.each<[string, Asked, string]>([
  ["of the kubeconfig's context", { namespace: "team-a", argv: ["polecat/one"] }, "team-a"],
  ["default where the context names none", { namespace: undefined, argv: ["polecat/one"] }, "default"],
  ["that is asked for", { namespace: "team-a", argv: ["pc/one", "-n", "default"] }, "default"],
  ["of the name", { namespace: "default", argv: ["team-a/one"], program: "kubectl-gastown.ts" }, "team-a"],
])("why looks in the namespace %s, on a real API over HTTP", async (_which, asked, place) => {
  const { stdout, stderr, exitCode } = await ask(asked);
  expect(stderr).toBe("");
  expect(stdout).toMatch(new RegExp(`^polecat ${place}/one is none`));
  expect(stdout).toContain("no operator has written its status yet");
  expect(stdout).toContain("check that the operator runs and watches its namespace");
  expect(exitCode).toBe(0);
});

it("why names the namespace where it has looked in vain, and exits with 1", async () => {
  const { stderr, exitCode } = await ask({ namespace: "team-b", argv: ["polecat/one"] });
  expect(stderr).toMatch(
    /polecats\.gastown\.gastown\.io "one" not found in namespace team-b: there is one in namespace (default|team-a) \(-n \1\)/,
  );
  expect(exitCode).toBe(1);
});

it.each(["main.ts", "kubectl-gastown.ts"] as const)(
  "why is data for programs, of a polecat where no kind is named: %s",
  async (program) => {
    const [json, yaml] = await Promise.all(
      ["json", "yaml"].map((format) => ask({ namespace: "default", argv: ["one", "-o", format], program })),
    );
    const told: unknown = JSON.parse(json?.stdout ?? "");
    expect(told).toMatchObject({
      subject: "polecat default/one",
      reason: "NotObserved",
      waitsFor: "an operator that watches it",
      townRead: "never",
      todo: [
        { text: expect.stringContaining("the town was never read") as string, command: null },
        { text: expect.stringContaining("its newest spec has not been seen yet") as string, command: null },
      ],
    });
    expect(parse(yaml?.stdout ?? "")).toEqual(told);
  },
);

it.each<[string, RegExp]>([
  ["on", /polecats\.gastown\.gastown\.io "on" not found in namespace default; did you mean one\?/],
  ["alhpa", /"alhpa" not found in namespace default; did you mean rig\/alpha\?/],
  ["alpha", /"alpha" not found in namespace default; did you mean rig\/alpha\?/],
  ["polcat/one", /"one" not found in namespace polcat; did you mean polecat\/one\?/],
  ["rg/alpha", /"alpha" not found in namespace rg; did you mean rig\/alpha\?/],
])("why says what was meant by %s", async (name, said) => {
  const { stderr, exitCode } = await ask({ namespace: "default", argv: [name] });
  expect(stderr).toMatch(said);
  expect(exitCode).toBe(1);
});
