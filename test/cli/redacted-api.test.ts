import { expect, it } from "vitest";
import { z } from "zod";
import { redactedApi } from "../../src/cli/redacted-api.ts";
import type { KubeApi } from "../../src/kube/index.ts";

it("Statuses and Events are written without credentials; what people wrote themselves is left as it is", async () => {
  const written = new Map<string, unknown>();
  const api: KubeApi = {
    request(_method, path, schema, options) {
      written.set(path, options?.body);
      return Promise.resolve(schema.parse(null));
    },
    stream: () => Promise.reject(new Error("nothing is watched here")),
  };
  const said = "git push to https://bot:hunter2@git.example.com failed, DB_PASS=hunter2";
  const desired = { sling: { message: said } };
  const polecat = "/apis/g/v1/namespaces/default/polecats/nux";
  const status = {
    conditions: [{ message: said }],
    snapshot: { context: { desired, blocker: { message: said } } },
  };
  for (const [path, body] of [
    [`${polecat}/status`, { status }],
    [polecat, { spec: desired }],
    ["/apis/events.k8s.io/v1/namespaces/default/events", { note: said }],
  ] as const) {
    await redactedApi(api).request("PATCH", path, z.null(), { body });
  }
  const told = "git push to https://[redacted]@git.example.com failed, DB_PASS=[redacted]";
  expect(Object.fromEntries(written)).toEqual({
    [`${polecat}/status`]: {
      status: {
        conditions: [{ message: told }],
        snapshot: { context: { desired, blocker: { message: told } } },
      },
    },
    [polecat]: { spec: desired },
    "/apis/events.k8s.io/v1/namespaces/default/events": { note: told },
  });
});

async function writtenTo(path: string, body: unknown): Promise<unknown> {
  let written: unknown;
  const api: KubeApi = {
    request(_method, _path, schema, options) {
      written = options?.body;
      return Promise.resolve(schema.parse(null));
    },
    stream: () => Promise.reject(new Error("nothing is watched here")),
  };
  await redactedApi(api).request("PATCH", path, z.null(), { body });
  return written;
}

const TOKEN = ["ghp", "16C7e42F292c6912E7710c838347Ae178B4a"].join("_");

it("A resource that is named like a token is written by its own name, and so are the Events about it", async () => {
  const address = { apiVersion: "g/v1", kind: "Polecat", metadata: { name: TOKEN, uid: "u" } };
  const status = { phase: "Idle" };
  expect(await writtenTo("/apis/g/v1/polecats/x/status", { ...address, status })).toEqual({
    ...address,
    status,
  });
  const event = { metadata: { name: `${TOKEN}.1` }, regarding: { name: TOKEN } };
  expect(
    await writtenTo("/apis/events.k8s.io/v1/namespaces/default/events", { ...event, note: TOKEN }),
  ).toEqual({ ...event, note: "[redacted]" });
});

it("The snapshot, one line of JSON, comes back with what is desired as it was, and with no credential", async () => {
  const desired = { sling: { message: `use ${TOKEN}` } };
  const context = { desired, blocker: { message: `fatal:\n${TOKEN}` } };
  const written = await writtenTo("/apis/g/v1/polecats/nux/status", {
    status: { snapshot: JSON.stringify({ version: 9, context }) },
  });
  const { status } = z.object({ status: z.object({ snapshot: z.string() }) }).parse(written);
  expect(JSON.parse(status.snapshot)).toEqual({
    version: 9,
    context: { desired, blocker: { message: "fatal:\n[redacted]" } },
  });
});

it("A consent is shown as it must be given, also where the branch ends like the name of a secret", async () => {
  const terminationProof = {
    incarnation: "alpha/nux@rotate-token",
    consent: "alpha/nux@rotate-token:1f0c9e6a5b7d4e21,93ab04c2d7781f5e",
  };
  const status = { terminationProof };
  expect(await writtenTo("/apis/g/v1/polecats/nux/status", { status })).toEqual({ status });
});
