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
  const wish = { sling: { message: said } };
  const polecat = "/apis/g/v1/namespaces/default/polecats/nux";
  const status = {
    conditions: [{ message: said }],
    snapshot: { context: { wish, obstacle: { message: said } } },
  };
  for (const [path, body] of [
    [`${polecat}/status`, { status }],
    [polecat, { spec: wish }],
    ["/apis/events.k8s.io/v1/namespaces/default/events", { note: said }],
  ] as const) {
    await redactedApi(api).request("PATCH", path, z.null(), { body });
  }
  const told = "git push to https://[redacted]@git.example.com failed, DB_PASS=[redacted]";
  expect(Object.fromEntries(written)).toEqual({
    [`${polecat}/status`]: {
      status: {
        conditions: [{ message: told }],
        snapshot: { context: { wish, obstacle: { message: told } } },
      },
    },
    [polecat]: { spec: wish },
    "/apis/events.k8s.io/v1/namespaces/default/events": { note: told },
  });
});
