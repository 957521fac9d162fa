import { apiCluster, base64, kubeconfig, one, token, type Case } from "./case.ts";
import { PREFIX, hiddenServer, type World } from "./world.ts";

/** The cluster that only proxies find. */
const hidden = (world: World, more: object = {}): object => ({
  ...apiCluster(world),
  server: hiddenServer,
  "tls-server-name": "localhost",
  ...more,
});

const proxied =
  (scheme: string, port: (world: World) => number, login = "") =>
  (world: World) =>
    one(
      kubeconfig(
        hidden(world, { "proxy-url": `${scheme}://${login}127.0.0.1:${port(world)}` }),
        token(world),
      ),
    );

const fromEnvironment = (env: (world: World) => Record<string, string>) => (world: World) =>
  one(kubeconfig(hidden(world), token(world)), env(world));

const front =
  (scheme: string, at: (world: World) => string, user: (world: World) => object) => (world: World) =>
    one(kubeconfig({ ...apiCluster(world), server: `${scheme}${at(world)}` }, user(world)));

const unknownName = /name of the server is unknown|DNS does not answer/;

export const networkCases: readonly Case[] = [
  {
    name: "HTTPS_PROXY",
    given: fromEnvironment(({ proxies }) => ({ HTTPS_PROXY: `http://127.0.0.1:${proxies.http}` })),
    verdict: "works",
  },
  {
    name: "https_proxy in small letters, without a scheme",
    given: fromEnvironment(({ proxies }) => ({ https_proxy: `127.0.0.1:${proxies.http}` })),
    verdict: "works",
  },
  {
    name: "HTTPS_PROXY that is a SOCKS proxy",
    given: fromEnvironment(({ proxies }) => ({ HTTPS_PROXY: `socks5://127.0.0.1:${proxies.socks}` })),
    verdict: "works",
  },
  {
    name: "HTTP_PROXY only, for an https server",
    given: fromEnvironment(({ proxies }) => ({ HTTP_PROXY: `http://127.0.0.1:${proxies.http}` })),
    verdict: unknownName,
  },
  {
    name: "NO_PROXY that excepts the server",
    given: fromEnvironment(({ proxies }) => ({
      HTTPS_PROXY: `http://127.0.0.1:${proxies.http}`,
      NO_PROXY: "10.0.0.0/8,.internal.invalid",
    })),
    verdict: unknownName,
  },
  {
    name: "NO_PROXY for another port of the server",
    given: fromEnvironment(({ proxies }) => ({
      HTTPS_PROXY: `http://127.0.0.1:${proxies.http}`,
      no_proxy: "cluster.internal.invalid:443",
    })),
    verdict: "works",
  },
  {
    name: "a dead HTTPS_PROXY and a server on the loopback",
    given: (world) =>
      one(kubeconfig(apiCluster(world), token(world)), {
        HTTPS_PROXY: `http://127.0.0.1:${world.ports.none}`,
      }),
    verdict: "works",
  },
  {
    name: "proxy-url before a dead HTTPS_PROXY",
    given: (world) => ({
      ...proxied("http", ({ proxies }) => proxies.http)(world),
      env: { HTTPS_PROXY: `http://127.0.0.1:${world.ports.none}` },
    }),
    verdict: "works",
  },
  { name: "proxy-url http", given: proxied("http", ({ proxies }) => proxies.http), verdict: "works" },
  { name: "proxy-url https", given: proxied("https", ({ proxies }) => proxies.https), verdict: "works" },
  { name: "proxy-url socks5", given: proxied("socks5", ({ proxies }) => proxies.socks), verdict: "works" },
  {
    name: "proxy-url socks4",
    given: proxied("socks4", ({ proxies }) => proxies.socks),
    verdict: /proxy-url .*"socks4:.*http:\/\/, https:\/\/ or socks5:\/\//,
  },
  {
    name: "a proxy with a password",
    given: proxied("http", ({ proxies }) => proxies.login, "me:p%40ss@"),
    verdict: "works",
  },
  {
    name: "a proxy that wants a password",
    given: proxied("http", ({ proxies }) => proxies.login),
    verdict: /proxy .*wants a user and a password/,
  },
  {
    name: "an http proxy where nothing listens",
    given: proxied("http", ({ ports }) => ports.none),
    verdict: /proxy http:.*nothing listens there: check proxy-url/,
  },
  {
    name: "a SOCKS proxy where nothing listens",
    given: proxied("socks5", ({ ports }) => ports.none),
    verdict: /proxy socks5:.*nothing listens there: check proxy-url/,
  },
  {
    name: "a proxy that does not know the server",
    given: (world) =>
      one(
        kubeconfig(
          hidden(world, {
            server: "https://elsewhere.invalid:6443",
            "proxy-url": `http://127.0.0.1:${world.proxies.http}`,
          }),
          token(world),
        ),
      ),
    verdict: /proxy .*answered 502/,
  },
  {
    name: "a SOCKS proxy that does not know the server",
    given: (world) =>
      one(
        kubeconfig(
          hidden(world, {
            server: "https://elsewhere.invalid:6443",
            "proxy-url": `socks5://127.0.0.1:${world.proxies.socks}`,
          }),
          token(world),
        ),
      ),
    verdict: /proxy socks5:.*(rejected|HostUnreachable)/i,
  },
  {
    name: "an http server by HTTP_PROXY",
    given: (world) =>
      one(kubeconfig({ server: "http://open.internal.invalid" }, {}), {
        HTTP_PROXY: `http://127.0.0.1:${world.proxies.http}`,
      }),
    verdict: "works",
  },
  {
    name: "an IPv6 server",
    given: front("https://", ({ ports }) => `[::1]:${ports.ipv6}`, token),
    verdict: /certificate is for another name/,
  },
  {
    name: "an IPv6 server with tls-server-name",
    given: (world) =>
      one(
        kubeconfig(
          {
            ...apiCluster(world),
            server: `https://[::1]:${world.ports.ipv6}`,
            "tls-server-name": "localhost",
          },
          token(world),
        ),
      ),
    verdict: "works",
  },
  {
    name: "tls-server-name that the certificate lacks",
    given: (world) =>
      one(kubeconfig(apiCluster(world, { "tls-server-name": "api.example.org" }), token(world))),
    verdict: /another name: set tls-server-name/,
  },
  {
    name: "insecure-skip-tls-verify",
    given: ({ api }) =>
      one(kubeconfig({ server: api.url, "insecure-skip-tls-verify": true }, { token: api.token })),
    verdict: "works",
  },
  {
    name: "insecure-skip-tls-verify beside an authority",
    given: (world) => one(kubeconfig(apiCluster(world, { "insecure-skip-tls-verify": true }), token(world))),
    verdict: /both a certificate-authority and insecure-skip-tls-verify/,
  },
  {
    name: "no authority",
    given: ({ api }) => one(kubeconfig({ server: api.url }, { token: api.token })),
    verdict: /not trusted: set certificate-authority/,
  },
  {
    name: "an authority beside the kubeconfig",
    given: ({ api, ca }) => ({
      files: {
        config: kubeconfig({ server: api.url, "certificate-authority": "pki/ca.crt" }, { token: api.token }),
        "pki/ca.crt": ca,
      },
    }),
    verdict: "works",
  },
  {
    name: "an authority whose file is missing",
    given: ({ api }) =>
      one(kubeconfig({ server: api.url, "certificate-authority": "pki/ca.crt" }, { token: api.token })),
    verdict: /certificate-authority cannot be read, .*pki\/ca\.crt: ENOENT/,
  },
  {
    name: "an authority that is no PEM",
    given: (world) =>
      one(kubeconfig(apiCluster(world, { "certificate-authority-data": base64("hello") }), token(world))),
    verdict: /certificate-authority .*no certificate in it/,
  },
  {
    name: "an authority that is no base64",
    given: (world) =>
      one(kubeconfig(apiCluster(world, { "certificate-authority-data": "%%%" }), token(world))),
    verdict: /certificate-authority-data|base64/,
  },
  {
    name: "an authority twice",
    given: (world) => ({
      files: {
        config: kubeconfig(apiCluster(world, { "certificate-authority": "ca.crt" }), token(world)),
        "ca.crt": world.ca,
      },
    }),
    verdict: /both certificate-authority and certificate-authority-data/,
  },
  {
    name: "a server below a path, with a slash at its end",
    given: front("https://", ({ ports }) => `127.0.0.1:${ports.prefix}${PREFIX}/`, token),
    kubectl: ["get", "rigs"],
    verdict: "works",
  },
  {
    name: "a server where nothing listens",
    given: front("https://", ({ ports }) => `127.0.0.1:${ports.none}`, token),
    verdict: /nothing listens there: check the server/,
  },
  {
    name: "a plain http server that lets everybody in",
    given: front("http://", ({ ports }) => `127.0.0.1:${ports.open}`, token),
    verdict: "works",
  },
  {
    name: "a server without a scheme",
    given: front("", ({ ports }) => `127.0.0.1:${ports.open}`, token),
    verdict: "works",
  },
  {
    name: "a token for a plain http server",
    given: front("http://", ({ ports }) => `127.0.0.1:${ports.plain}`, token),
    verdict: /not sent over plain http/,
  },
  {
    name: "https asked of an http server",
    given: front("https://", ({ ports }) => `127.0.0.1:${ports.open}`, token),
    verdict: /speaks no TLS/,
  },
  {
    name: "no server",
    given: (world) => one(kubeconfig({ "tls-server-name": "x" }, token(world))),
    verdict: /has no server/,
  },
];
