import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { KubeConfigError, connect, createKubeApi, findTarget } from "../../src/kube/index.ts";
import { Proxy } from "../envtest/index.ts";
import { startTlsServer } from "./tls-server.ts";

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "gastown-kube-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function serverKnowing(isKnown: (authorization: string) => boolean) {
  const server = await startTlsServer(isKnown);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

/** A kubeconfig is YAML, and JSON is YAML. */
async function writeKubeconfig(server: string, user: unknown, cluster: object = {}): Promise<string> {
  const path = join(await temporaryFolder(), "config");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "here",
    contexts: [{ name: "here", context: { cluster: "here", user: "me" } }],
    clusters: [{ name: "here", cluster: { server, ...cluster } }],
    users: [{ name: "me", user }],
  };
  await writeFile(path, JSON.stringify(config));
  return path;
}

function clientFor(kubeconfig: string) {
  const connection = connect({ kubeconfig }, Date.now);
  onTestFinished(() => connection.close());
  return createKubeApi(connection);
}

/** A server, a way to it that can forget connections, and a client. */
async function clientBehindProxy() {
  const server = await serverKnowing(() => true);
  const proxy = await Proxy.start(server.port);
  onTestFinished(() => proxy.stop());
  const trust = { "certificate-authority-data": base64(server.ca) };
  const api = clientFor(await writeKubeconfig(`https://127.0.0.1:${proxy.port}`, { token: "secret" }, trust));
  return { api, proxy };
}

const ask = (api: ReturnType<typeof createKubeApi>) => api.request("GET", "/version", z.object({}));
const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("a connection over TLS", () => {
  it("is used again by later requests", async () => {
    const server = await serverKnowing((authorization) => authorization === "Bearer secret");
    const trust = { "certificate-authority-data": base64(server.ca) };
    const api = clientFor(
      await writeKubeconfig(`https://127.0.0.1:${server.port}`, { token: "secret" }, trust),
    );

    for (let times = 0; times < 20; times += 1) await ask(api);

    // A request that comes before its forerunner's connection is free again opens a second one.
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  it("that got no answer in time takes the others with it: they may be dead too", async () => {
    const { api, proxy } = await clientBehindProxy();
    await Promise.all([ask(api), ask(api), ask(api)]);
    expect(proxy.forget()).toBe(3);

    await expect(api.request("GET", "/version", z.object({}), { timeoutMs: 50 })).rejects.toThrow(
      /within 50/,
    );

    await expect(ask(api)).resolves.toEqual({});
  });

  it("to a server that is not trusted says what to set", async () => {
    const server = await serverKnowing(() => true);
    const api = clientFor(await writeKubeconfig(`https://127.0.0.1:${server.port}`, { token: "secret" }));

    await expect(ask(api)).rejects.toThrow(/certificate-authority/);
    expect(server.seen).toEqual([]);
  });

  it("logs in with name and password", async () => {
    const server = await serverKnowing((authorization) => authorization === `Basic ${base64("me:pass")}`);
    const trust = { "certificate-authority-data": base64(server.ca) };
    const user = { username: "me", password: "pass" };
    const api = clientFor(await writeKubeconfig(`https://127.0.0.1:${server.port}`, user, trust));

    await expect(ask(api)).resolves.toEqual({});
  });
});

describe("credentials that rotate", () => {
  it("of a pod's service account are read again when the server no longer takes them", async () => {
    let valid = "first";
    const server = await serverKnowing((authorization) => authorization === `Bearer ${valid}`);
    const podRoot = await temporaryFolder();
    const account = join(podRoot, "var/run/secrets/kubernetes.io/serviceaccount");
    await mkdir(account, { recursive: true });
    await writeFile(join(account, "ca.crt"), server.ca);
    await writeFile(join(account, "token"), "first\n");
    const environment = {
      HOME: podRoot,
      KUBERNETES_SERVICE_HOST: "127.0.0.1",
      KUBERNETES_SERVICE_PORT: String(server.port),
    };
    const connection = connect({ podRoot, environment }, Date.now);
    onTestFinished(() => connection.close());
    const api = createKubeApi(connection);

    await ask(api);
    valid = "second";
    await writeFile(join(account, "token"), "second\n");
    await ask(api);

    expect(server.seen).toEqual(["Bearer first", "Bearer second"]);
  });

  it("of an exec plugin are asked for once by requests at the same time", async () => {
    const server = await serverKnowing((authorization) => authorization === "Bearer from-plugin");
    const calls = join(await temporaryFolder(), "calls");
    const credential = {
      apiVersion: "client.authentication.k8s.io/v1",
      kind: "ExecCredential",
      status: { token: "from-plugin" },
    };
    const script = `require("fs").appendFileSync(${JSON.stringify(calls)}, "x"); console.log(${JSON.stringify(JSON.stringify(credential))})`;
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1",
      interactiveMode: "Never",
      command: process.execPath,
      args: ["-e", script],
    };
    const trust = { "certificate-authority-data": base64(server.ca) };
    const api = clientFor(await writeKubeconfig(`https://127.0.0.1:${server.port}`, { exec }, trust));

    await Promise.all([ask(api), ask(api), ask(api)]);
    await ask(api);

    expect(await readFile(calls, "utf8")).toBe("x");
  });

  it("that a plugin cannot give say whose they are", async () => {
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1",
      interactiveMode: "Never",
      command: process.execPath,
      args: ["-e", "process.exit(3)"],
    };
    const api = clientFor(await writeKubeconfig("https://127.0.0.1:9", { exec }));

    await expect(ask(api)).rejects.toThrow(
      /no credentials for https:\/\/127\.0\.0\.1:9.*kubeconfig's context/,
    );
  });

  it("that a plugin does not come back with do not hold up a request for longer than its deadline", async () => {
    const script = `setTimeout(() => undefined, 3_000)`;
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1",
      interactiveMode: "Never",
      command: process.execPath,
      args: ["-e", script],
    };
    const api = clientFor(await writeKubeconfig("https://127.0.0.1:9", { exec }));

    const asking = api.request("GET", "/version", z.object({}), { timeoutMs: 50 });

    await expect(asking).rejects.toThrow(/within 50 ms/);
  });

  it("are read again when the server has another authority, and half a file is not taken", async () => {
    const [old, server] = [await serverKnowing(() => true), await serverKnowing(() => true)];
    const trust = { "certificate-authority-data": base64(old.ca) };
    const path = await writeKubeconfig(`https://127.0.0.1:${server.port}`, { token: "secret" }, trust);
    let now = 0;
    const connection = connect({ kubeconfig: path }, () => now);
    onTestFinished(() => connection.close());
    const api = createKubeApi(connection);
    const whole = (await readFile(path, "utf8")).replace(base64(old.ca), base64(server.ca));

    await writeFile(path, whole.slice(0, whole.length / 2));
    await expect(ask(api)).rejects.toThrow(/not trusted/);
    await writeFile(path, whole);
    now += 5_000;

    await expect(ask(api)).resolves.toEqual({});
  });

  it("that stay refused are reported as 401, after one more try", async () => {
    const server = await serverKnowing(() => false);
    const trust = { "certificate-authority-data": base64(server.ca) };
    const api = clientFor(await writeKubeconfig(`https://127.0.0.1:${server.port}`, { token: "old" }, trust));

    await expect(ask(api)).rejects.toMatchObject({ code: 401 });
    await expect(ask(api)).rejects.toThrow(/Log in again/);
    expect(server.seen).toHaveLength(3);
  });
});

describe("finding the cluster", () => {
  it("skips the missing ones of several files", async () => {
    const path = await writeKubeconfig("http://127.0.0.1:8001", {});
    const kubeconfig = [join(dirname(path), "missing"), path].join(delimiter);

    expect(findTarget({ kubeconfig }).server).toBe("http://127.0.0.1:8001");
  });

  it.each([
    [
      "a file that is missing",
      async () => ({ kubeconfig: join(await temporaryFolder(), "none") }),
      /no file at .*Point KUBECONFIG/,
    ],
    [
      "a context that is unknown",
      async () => ({ kubeconfig: await writeKubeconfig("https://127.0.0.1:1", {}), context: "there" }),
      /no context "there". Choose one of: here/,
    ],
  ])("refuses %s, saying what to do", async (_what, source, message) => {
    const given = await source();

    expect(() => findTarget(given)).toThrow(KubeConfigError);
    expect(() => findTarget(given)).toThrow(message);
  });
});
