import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { Credentials } from "../../src/kube/kubeconfig/index.ts";
import type { Login } from "../../src/kube/kubeconfig/target.ts";

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "credentials-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function credentialsOf(login: Login, now: () => number = Date.now) {
  const credentials = new Credentials({ login, certificate: undefined, impersonation: {} }, {}, now);
  return async () => (await credentials.ask()).headers["authorization"];
}

it("of a plugin are asked for again when they have expired, and not before", async () => {
  const calls = join(await temporaryFolder(), "calls");
  // Each call gives the next number, valid until the 10th, 20th, … second.
  const script = `
    const { appendFileSync, statSync } = require("fs");
    appendFileSync(${JSON.stringify(calls)}, "x");
    const count = statSync(${JSON.stringify(calls)}).size;
    const status = { token: "t" + count, expirationTimestamp: new Date(count * 10_000).toISOString().replace(".000", "") };
    console.log(JSON.stringify({ apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status }));`;
  const plugin = {
    command: process.execPath,
    args: ["-e", script],
    env: {},
    apiVersion: "client.authentication.k8s.io/v1",
    installHint: undefined,
    cluster: undefined,
  };
  let now = 0;
  const authorization = credentialsOf({ by: "plugin", plugin }, () => now);

  const seen = [];
  for (now of [0, 9_999, 10_001, 19_999, 20_001]) seen.push(await authorization());

  expect(seen).toEqual(["Bearer t1", "Bearer t1", "Bearer t2", "Bearer t2", "Bearer t3"]);
  expect(await readFile(calls, "utf8")).toBe("xxx");
});

it("of a plugin may be a certificate, which is shown to the server", async () => {
  const status = { clientCertificateData: "CERT", clientKeyData: "KEY" };
  const answer = { apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status };
  const plugin = {
    command: process.execPath,
    args: ["-e", `console.log(${JSON.stringify(JSON.stringify(answer))})`],
    env: {},
    apiVersion: answer.apiVersion,
    installHint: undefined,
    cluster: undefined,
  };
  const login = { by: "plugin", plugin } as const;
  const credentials = new Credentials({ login, certificate: undefined, impersonation: {} }, {}, Date.now);

  expect(await credentials.ask()).toEqual({ headers: {}, certificate: { cert: "CERT", key: "KEY" } });
});

it("of a token file are its content at the moment, and stay while it is away", async () => {
  const file = join(await temporaryFolder(), "token");
  await writeFile(file, "first\n");
  const authorization = credentialsOf({ by: "token", token: undefined, file });

  expect(await authorization()).toBe("Bearer first");
  await writeFile(file, "second\n");
  expect(await authorization()).toBe("Bearer second");
  await rm(file);
  expect(await authorization()).toBe("Bearer second");
});

it("of the auth-provider oidc are its id-token while that is valid", async () => {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString("base64url");
  const idToken = `${part({ alg: "none" })}.${part({ exp: Date.now() / 1_000 + 3_600 })}.x`;

  const authorization = credentialsOf({ by: "oidc", config: { "id-token": idToken } });

  expect(await authorization()).toBe(`Bearer ${idToken}`);
});
