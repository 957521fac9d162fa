import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { findTarget } from "../../src/kube/index.ts";
import { proxyFor } from "../../src/kube/kubeconfig/proxy.ts";

const account = "var/run/secrets/kubernetes.io/serviceaccount";
const inPod = { KUBERNETES_SERVICE_HOST: "fd00::1", KUBERNETES_SERVICE_PORT: "443" };

/** A folder that is a pod's file system and its user's home. */
async function pod(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "find-target-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const all = { [`${account}/token`]: "secret", [`${account}/namespace`]: "town\n", ...files };
  for (const [name, content] of Object.entries(all)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

const kubeconfig = JSON.stringify({
  "current-context": "here",
  contexts: [{ name: "here", context: { cluster: "here", namespace: "mine" } }],
  clusters: [{ name: "here", cluster: { server: "https://10.0.0.1" } }],
});

describe("in a pod", () => {
  it("the service account's cluster is found, with an IPv6 address in brackets and its namespace", async () => {
    const podRoot = await pod({});

    expect(findTarget({ environment: { ...inPod, HOME: podRoot }, podRoot })).toMatchObject({
      server: "https://[fd00::1]:443",
      namespace: "town",
      user: { login: { by: "token", file: join(podRoot, account, "token") } },
    });
  });

  it("a kubeconfig in the home folder goes before the service account, as with kubectl", async () => {
    const podRoot = await pod({ ".kube/config": kubeconfig });

    expect(findTarget({ environment: { ...inPod, HOME: podRoot }, podRoot })).toMatchObject({
      server: "https://10.0.0.1",
      namespace: "mine",
    });
  });

  it.each(["none", "empty"])("a KUBECONFIG that is %s leaves the service account", async (name) => {
    const podRoot = await pod({ empty: "" });
    const environment = { ...inPod, HOME: podRoot, KUBECONFIG: join(podRoot, name) };

    const target = findTarget({ kubeconfig: environment.KUBECONFIG, environment, podRoot });

    expect(target.server).toBe("https://[fd00::1]:443");
  });

  it("a --kubeconfig that is missing is refused: somebody asked for it by name", async () => {
    const podRoot = await pod({});
    const given = { kubeconfig: join(podRoot, "none"), environment: { ...inPod, HOME: podRoot }, podRoot };

    expect(() => findTarget(given)).toThrow(/no file at .*none/);
  });

  it("a service account without an address of the API server is no pod", async () => {
    const podRoot = await pod({});

    expect(() => findTarget({ environment: { HOME: podRoot }, podRoot })).toThrow(/no cluster is configured/);
  });
});

describe("NO_PROXY", () => {
  // Each row as golang.org/x/net/http/httpproxy answers.
  it.each([
    ["https://api.example.org:6443", "example.org", false],
    ["https://example.org:6443", "example.org", false],
    ["https://badexample.org:6443", "example.org", true],
    ["https://example.org:6443", ".example.org", true],
    ["https://api.example.org", ".example.org", false],
    ["https://api.example.org", "*.example.org", false],
    ["https://example.org", "*.example.org", true],
    ["https://API.example.org", "foo, api.EXAMPLE.org ", false],
    ["https://api.example.org", "example.org:443", false],
    ["https://api.example.org:6443", "example.org:443", true],
    ["https://10.1.2.3:6443", "10.0.0.0/8", false],
    ["https://11.1.2.3:6443", "10.0.0.0/8", true],
    ["https://10.1.2.3:6443", "10.1.2.3", false],
    ["https://10.1.2.3:6443", "10.1.2.3:443", true],
    ["https://10.1.2.3:6443", "10.1.2.3:6443", false],
    ["https://[fd00::1]:6443", "fd00::/8", false],
    ["https://[fd00::1]:6443", "fd00:0::1", false],
    ["https://[fd00::1]:6443", "[fd00::1]:6443", false],
    ["https://[fd00::1]:6443", "[fd00::1]:443", true],
    ["https://[fd00::2]:6443", "fd00::1", true],
    ["https://api.example.org", "*", false],
    ["https://api.example.org", "", true],
    ["https://api.example.org", "10.0.0.0/99,:443,/,", true],
    ["https://localhost:6443", "", false],
    ["https://127.9.9.9:6443", "", false],
    ["https://[::1]:6443", "", false],
  ])("for %s, %s: goes through the proxy %s", (server, noProxy, isProxied) => {
    const environment = { HTTPS_PROXY: "proxy.example.org:3128", NO_PROXY: noProxy };

    expect(proxyFor(new URL(server), undefined, environment)?.href).toBe(
      isProxied ? "http://proxy.example.org:3128/" : undefined,
    );
  });

  it("is not asked where the kubeconfig names a proxy", () => {
    const proxy = proxyFor(new URL("https://api.example.org"), "socks5://10.0.0.1:1080", { NO_PROXY: "*" });

    expect(proxy?.href).toBe("socks5://10.0.0.1:1080");
  });

  it("of a proxy that nobody can go through is no help: the variable is named, without its password", () => {
    const environment = { HTTPS_PROXY: "ftp://me:secret@10.0.0.1" };

    expect(() => proxyFor(new URL("https://api.example.org"), undefined, environment)).toThrow(
      /^the variable HTTPS_PROXY is "ftp:\/\/10\.0\.0\.1": it takes/,
    );
  });
});
