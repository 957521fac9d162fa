import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import type { EmbeddedApiOptions } from "../src/index.ts";
import { Client } from "./conformance/client.ts";
import { polecatsOf } from "./conformance/given.ts";
import { asServer, startTestApi } from "./embedded.ts";

const polecats = polecatsOf("default");

async function started(options: Partial<EmbeddedApiOptions> = {}) {
  const api = await startTestApi(options);
  const client = new Client(asServer(api));
  onTestFinished(async () => {
    await client.close();
    await api.stop();
  });
  return { api, client, port: Number(new URL(api.url).port) };
}

/** Whether something accepts connections there. */
function isOpen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}

describe("Access to the embedded API", () => {
  it("takes its own token only, in every way of writing it", async () => {
    const { api, client } = await started({ token: "t0ken" });
    expect(api.token).toBe("t0ken");
    expect(await client.get(polecats)).toMatchObject({ code: 200 });
    for (const token of ["", "t0ke", "t0ken2", "T0KEN"])
      expect(await client.get(polecats, {}, { token })).toMatchObject({ code: 401 });
    for (const path of ["/api", "/apis", "/openapi/v3", "/version", "/nothing"])
      expect(await client.get(path, {}, { token: "" })).toMatchObject({ code: 401 });
  });

  it("makes another token at each start", async () => {
    const one = await started();
    const other = await started();
    expect(one.api.token).not.toBe(other.api.token);
    expect(one.api.token.length).toBeGreaterThanOrEqual(32);
  });

  it("says that it is healthy to everybody", async () => {
    const { client } = await started();
    expect(await client.get("/readyz", {}, { token: "" })).toMatchObject({ code: 200, body: "ok" });
  });

  it("listens on the loopback address and on no other", async () => {
    const { port } = await started();
    expect(await isOpen("127.0.0.1", port)).toBe(true);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4");
    for (const { address } of others) expect(await isOpen(address, port)).toBe(false);
  });

  it("is not talked to without trusting its certificate", async () => {
    const { api } = await started();
    const { ca: _, ...untrusting } = asServer(api);
    const client = new Client(untrusting);
    await expect(client.get("/healthz")).rejects.toThrow("fetch failed");
    await client.close();
  });

  it("writes a kubeconfig that only its owner may read, also over an older one", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "kubeconfig-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const kubeconfigPath = path.join(folder, "config");
    await writeFile(kubeconfigPath, "old", { mode: 0o644 });
    const { api } = await started({ kubeconfigPath });
    expect((await stat(kubeconfigPath)).mode & 0o777).toBe(0o600);
    const text = await readFile(kubeconfigPath, "utf8");
    expect(text).toBe(api.kubeconfig());
    expect(parse(text)).toMatchObject({
      "current-context": "embedded-kube",
      clusters: [
        {
          cluster: {
            server: api.url,
            "certificate-authority-data": Buffer.from(api.ca ?? "").toString("base64"),
          },
        },
      ],
      users: [{ user: { token: api.token } }],
      contexts: [{ context: { namespace: "default" } }],
    });
  });

  it("speaks plain HTTP when it is told to, with the token all the same", async () => {
    const { api, client } = await started({ tls: false });
    expect(api.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(api.ca).toBeUndefined();
    expect(api.kubeconfig()).not.toContain("certificate-authority");
    expect(await client.get(polecats)).toMatchObject({ code: 200 });
    expect(await client.get(polecats, {}, { token: "" })).toMatchObject({ code: 401 });
  });

  it("ends watches in good order at stop, and frees the port", async () => {
    const { api, client, port } = await started();
    const watch = await client.watch(polecats);
    api.faults.freeze({ path: "/rigs" });
    const held = client.get("/apis/gastown.gastown.io/v1alpha1/rigs");
    const failing = expect(held).rejects.toThrow();
    await client.get("/healthz");
    await Promise.all([api.stop(), api.stop()]);
    await watch.ended;
    await failing;
    expect(await isOpen("127.0.0.1", port)).toBe(false);
    const again = await started({ port });
    expect(again.port).toBe(port);
  });

  it("ends also while somebody holds a connection on which nothing was ever said", async () => {
    const { api, port } = await started();
    const silent = connect({ host: "127.0.0.1", port });
    await once(silent, "connect");
    const isOver = once(silent, "close");
    silent.on("error", () => undefined);
    await api.stop();
    await isOver;
  });

  it("leaves no server behind when it cannot write the kubeconfig", async () => {
    const { port, api } = await started();
    await api.stop();
    const kubeconfigPath = path.join(import.meta.filename, "config");
    await expect(startTestApi({ port, kubeconfigPath })).rejects.toThrow(/ENOTDIR|EEXIST/);
    expect(await isOpen("127.0.0.1", port)).toBe(false);
  });

  it("refuses a port that is taken", async () => {
    const { port } = await started();
    await expect(startTestApi({ port })).rejects.toThrow(/EADDRINUSE/);
  });

  it.each([
    ["no CustomResourceDefinition", {}],
    ["a rule that does not parse", { rule: "self ==" }],
  ])("refuses to serve %s", async (_, part) => {
    const crd = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "things.test.gastown.io" },
      spec: {
        group: "test.gastown.io",
        names: { kind: "Thing", plural: "things" },
        scope: "Namespaced",
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: "object", "x-kubernetes-validations": [part] } },
          },
        ],
      },
    };
    await expect(startTestApi({ crds: ["rule" in part ? crd : part] })).rejects.toThrow();
  });
});

describe("A body that is nested without end", () => {
  const deep = "[".repeat(1_000_000);

  it.each([
    ["application/json", "POST", `{"spec":${deep}`],
    ["application/yaml", "POST", `spec: ${deep}`],
    ["application/apply-patch+yaml", "PATCH", `spec: ${deep}`],
  ])("is refused as %s, and the next request is served", async (contentType, method, body) => {
    const { client } = await started();
    const target = method === "POST" ? polecats : `${polecats}/one?fieldManager=me`;
    const answer = await client.request(method, target, body, { contentType });
    expect(answer.code).toBe(400);
    expect(JSON.stringify(answer.body)).toContain("nested deeper than");
    expect((await client.get(polecats)).code).toBe(200);
  });
});
