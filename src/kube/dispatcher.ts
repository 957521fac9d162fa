import type { Socket } from "node:net";
import type { SocksClientOptions, SocksProxy } from "socks";
import { Agent, ProxyAgent, buildConnector, type Dispatcher } from "undici";
import { errorMessage } from "@gastown/system";

/** The way to a server: what decides about its pool of connections. */
export interface Route {
  readonly proxy: URL | undefined;
  readonly tls: TlsOptions;
}

/** Whom we trust and who we are; verification stays on unless the kubeconfig turns it off, whatever Node's variables say. */
export interface TlsOptions {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly servername?: string | undefined;
  readonly rejectUnauthorized: boolean;
}

/**
 * HTTP/1.1 only: over HTTP/2 a black-holed connection stayed dead for minutes, with every watch on it.
 * Keep-alive probes notice a vanished host in well under a minute.
 */
const pooling = { allowH2: false, connections: 64 } as const;
const connectMs = 10_000;
const keepAlive = { keepAlive: true, keepAliveInitialDelay: 15_000, timeout: connectMs } as const;

export function dispatcherFor({ proxy, tls }: Route): Dispatcher {
  const secure = { ...tls, allowH2: false };
  if (proxy === undefined) return new Agent({ ...pooling, connect: { ...secure, ...keepAlive } });
  if (proxy.protocol === "socks5:") return new Agent({ ...pooling, connect: socksConnector(proxy, secure) });
  return new ProxyAgent({
    ...pooling,
    uri: proxy.href,
    // As kubectl does, an https proxy is trusted by the authorities of the cluster.
    proxyTls: { ...secure, ...keepAlive },
    requestTls: secure,
  });
}

/** The proxy looks up the server's name. undici has an agent for SOCKS, which it calls experimental and warns about. */
function socksConnector(proxy: URL, secure: TlsOptions & { allowH2: boolean }): buildConnector.connector {
  const tlsOver = buildConnector({ ...secure, timeout: connectMs });
  return (options, callback) => {
    const port = Number(options.port || (options.protocol === "https:" ? 443 : 80));
    connectBy({
      proxy: socksProxy(proxy),
      command: "connect",
      timeout: connectMs,
      destination: { host: bare(options.hostname), port },
    }).then(
      (socket) => {
        socket.setKeepAlive(true, keepAlive.keepAliveInitialDelay);
        if (options.protocol === "https:") tlsOver({ ...options, httpSocket: socket }, callback);
        else callback(null, socket);
      },
      (cause: unknown) => callback(proxyFault(cause), null),
    );
  };
}

/** `socks` is loaded for those who have such a proxy only. */
async function connectBy(options: SocksClientOptions): Promise<Socket> {
  // In a bundle a CommonJS package that is imported late has its default alone.
  const { default: socks } = await import("socks");
  return (await socks.SocksClient.createConnection(options)).socket;
}

/** `socks` tells the system's code in its message alone, and leaves the credentials of the proxy in the error. */
function proxyFault(error: unknown): Error {
  const code = /\bE[A-Z]{4,}\b/.exec(errorMessage(error))?.[0];
  return Object.assign(new Error(errorMessage(error)), code === undefined ? {} : { code });
}

function socksProxy(proxy: URL): SocksProxy {
  const named = proxy.username === "" ? {} : { userId: decodeURIComponent(proxy.username) };
  const password = proxy.password === "" ? {} : { password: decodeURIComponent(proxy.password) };
  return { host: bare(proxy.hostname), port: Number(proxy.port || 1080), type: 5, ...named, ...password };
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}
