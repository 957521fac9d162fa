/** An API and the ways to it: fronts, proxies, certificates. What `https://cluster.internal.invalid:6443` is, only proxies know. */
import type { IncomingMessage } from "node:http";
import { createServer } from "node:net";
import { generate } from "selfsigned";
import type { EmbeddedApiWithFaults } from "embedded-kube/testing";
import { startTestApi } from "embedded-kube/conformance";
import { createAuthority, servingCertificate, type Certificate } from "../../envtest/certificates.ts";
import { hasCertificate, startFront } from "./front.ts";
import { listening, type Listening } from "./listening.ts";
import { startHttpProxy, startSocksProxy } from "./proxies.ts";

export const PREFIX = "/k8s/clusters/c-1";
export const hiddenServer = "https://cluster.internal.invalid:6443";

export interface World extends AsyncDisposable {
  readonly api: EmbeddedApiWithFaults;
  /** What to trust, PEM: the API's, that of the fronts and of the https proxy. */
  readonly ca: string;
  readonly client: Certificate;
  readonly ports: Readonly<
    Record<"certificates" | "prefix" | "ipv6" | "password" | "jane" | "open" | "plain" | "none", number>
  >;
  readonly proxies: Readonly<Record<"http" | "https" | "socks" | "login", number>>;
}

export async function startWorld(): Promise<World> {
  const api = await startTestApi();
  const authority = await createAuthority("fronts");
  const tls = { ...(await servingCertificate(authority)), ca: authority.cert };
  const open: Listening[] = [];
  const add = async (starting: Promise<Listening>): Promise<number> => {
    const started = await starting;
    open.push(started);
    return started.port;
  };
  const byToken = ({ headers }: IncomingMessage) => headers.authorization === `Bearer ${api.token}`;
  const basic = `Basic ${Buffer.from("me:pass").toString("base64")}`;
  const ports = {
    certificates: await add(startFront(api, { tls, isLetIn: hasCertificate })),
    prefix: await add(startFront(api, { tls, isLetIn: byToken, prefix: PREFIX })),
    ipv6: await add(startFront(api, { tls, isLetIn: byToken, host: "::1" })),
    password: await add(startFront(api, { tls, isLetIn: ({ headers }) => headers.authorization === basic })),
    jane: await add(startFront(api, { tls, isLetIn: ({ rawHeaders }) => isJane(rawHeaders) })),
    open: await add(startFront(api, { isLetIn: () => true })),
    plain: await add(startFront(api, { isLetIn: byToken })),
    none: await freePort(),
  };
  const apiPort = Number(new URL(api.url).port);
  const names = (host: string) =>
    host === "cluster.internal.invalid" ? apiPort : host === "open.internal.invalid" ? ports.open : undefined;
  const proxies = {
    http: await add(startHttpProxy(names)),
    https: await add(startHttpProxy(names, { tls })),
    socks: await add(startSocksProxy(names)),
    login: await add(startHttpProxy(names, { login: "me:p@ss" })),
  };
  return {
    api,
    ca: `${api.ca ?? ""}\n${authority.cert}`,
    client: await clientCertificate(authority),
    ports,
    proxies,
    async [Symbol.asyncDispose]() {
      for (const one of open) await one[Symbol.asyncDispose]();
      await api.stop();
    },
  };
}

/** Who acts as jane of two groups, with a token all the same. */
function isJane(rawHeaders: readonly string[]): boolean {
  const pairs = rawHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [[name.toLowerCase(), rawHeaders[at + 1]]] : [],
  );
  const values = (wanted: string) => pairs.filter(([name]) => name === wanted).map(([, value]) => value);
  return (
    values("impersonate-user").join() === "jane" &&
    values("impersonate-group")
      .flatMap((value) => value?.split(/, */) ?? [])
      .join() === "dev,ops" &&
    values("impersonate-extra-example.org%2fteam").join() === "red"
  );
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  await using taken = await listening(createServer());
  return taken.port;
}

async function clientCertificate(ca: Certificate): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: "commonName", value: "me" }], {
    keySize: 2048,
    algorithm: "sha256",
    ca,
    extensions: [{ name: "extKeyUsage", clientAuth: true }],
  });
  return { key, cert };
}
