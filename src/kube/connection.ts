import type { RequestOptions } from "node:https";
import type { ConnectionOptions } from "node:tls";
import { isDeepStrictEqual } from "node:util";
import type { DispatcherOptions, KubeConfig } from "@kubernetes/client-node";
import { Agent, ProxyAgent, type Dispatcher } from "undici";
import { ConnectionError, KubeConfigError, messageOf } from "./errors.ts";
import { loadKubeConfig, type KubeConfigSource } from "./kubeconfig.ts";

/** What one request needs: where to, over which connections, as whom. */
interface Access {
  readonly origin: string;
  readonly dispatcher: Dispatcher;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The cluster of a kubeconfig: one pool of connections and always valid credentials.
 *
 * client-node makes a new pool for every request as soon as any TLS option is set, which costs a TLS handshake
 * each; here the pool lives until the TLS material itself changes (a rotated CA, an exec plugin's new certificate).
 */
export class KubeConnection {
  readonly #load: () => KubeConfig;
  #config: KubeConfig;
  #pool: { made: DispatcherOptions; dispatcher: Dispatcher } | undefined;
  #asking: Promise<Access> | undefined;
  #renewedAt = -Infinity;
  readonly #now: () => number;

  /** @param load reads the kubeconfig; called again when the credentials or the authority are no longer right. */
  constructor(load: () => KubeConfig, now: () => number) {
    this.#load = load;
    this.#config = load();
    this.#now = now;
  }

  /** The cluster's address, for messages. */
  get server(): string {
    return this.#config.getCurrentCluster()?.server ?? "";
  }

  /** Of the current context, as kubectl takes it; in a pod that of the pod. Undefined where neither names one. */
  get namespace(): string | undefined {
    const context = this.#config.getContextObject(this.#config.getCurrentContext());
    const namespace = context?.namespace ?? "";
    return namespace === "" ? undefined : namespace;
  }

  /**
   * Credentials are asked for on every request: client-node re-reads a rotating token file once a minute and calls
   * an exec plugin again when its token has expired. Requests at the same time share one asking, or else each of
   * them would start the plugin.
   */
  access(): Promise<Access> {
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  /**
   * Forgets credentials that the server has just refused, or an authority that it no longer has, by reading the
   * kubeconfig anew. One that cannot be read, such as half a file, changes nothing.
   * @returns whether another try makes sense; false within five seconds of the last renewal.
   */
  renew(): boolean {
    if (this.#now() - this.#renewedAt < 5_000) return false;
    this.#renewedAt = this.#now();
    try {
      this.#config = this.#load();
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Takes no more connections from a pool of which one had no answer: something on the way may have forgotten them all,
   * and each next try would wait on another of them. What is under way there may still end well.
   */
  retire(dispatcher: Dispatcher): void {
    if (this.#pool?.dispatcher !== dispatcher) return;
    this.#pool = undefined;
    void dispatcher.close();
  }

  /** Cuts every connection, watches included. */
  async close(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.dispatcher.destroy();
  }

  async #ask(): Promise<Access> {
    const options: RequestOptions = {};
    try {
      await within(credentialsMs, this.#config.applyToHTTPSOptions(options));
    } catch (cause) {
      throw new ConnectionError(
        `no credentials for ${this.server}: ${messageOf(cause)}. Check the user of the kubeconfig's context`,
        { cause },
      );
    }
    const cluster = this.#config.getCurrentCluster();
    const made = this.#config.createDispatcherOptions(cluster, tlsOf(options));
    return { origin: this.server, dispatcher: this.#poolFor(made), headers: headersOf(options) };
  }

  #poolFor(made: DispatcherOptions): Dispatcher {
    if (this.#pool !== undefined && isDeepStrictEqual(this.#pool.made, made)) return this.#pool.dispatcher;
    // Requests under way on the old pool end in peace: close() waits for them.
    void this.#pool?.dispatcher.close();
    this.#pool = { made, dispatcher: dispatcherFor(made) };
    return this.#pool.dispatcher;
  }
}

/** A plugin may wait for a person's click in a browser, but not for ever. */
const credentialsMs = 60_000;

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`none came within ${milliseconds} ms`)), milliseconds);
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Connects to the cluster that `loadKubeConfig` finds. */
export function connect(source: KubeConfigSource, now: () => number): KubeConnection {
  return new KubeConnection(() => loadKubeConfig(source), now);
}

/**
 * HTTP/1.1 only: over HTTP/2 a black-holed connection stayed dead for minutes, with every watch on it.
 * Keep-alive probes notice a vanished host in well under a minute.
 */
const pooling = { allowH2: false, connections: 64 } as const;
const keepAlive = { keepAlive: true, keepAliveInitialDelay: 15_000, timeout: 10_000 } as const;

function dispatcherFor(made: DispatcherOptions): Dispatcher {
  switch (made.type) {
    case "none":
      return new Agent({ ...pooling, connect: keepAlive });
    case "agent":
      return new Agent({ ...pooling, connect: { ...tlsOf(made.connect), ...keepAlive, allowH2: false } });
    case "proxy":
      return new ProxyAgent({
        ...pooling,
        uri: made.uri,
        requestTls: { ...tlsOf(made.requestTls), allowH2: false },
      });
    case "socks":
      throw new KubeConfigError(
        "SOCKS proxies are not supported: set an HTTP proxy as the cluster's proxy-url",
      );
    default:
      return made satisfies never;
  }
}

/** The options that decide whom we trust and who we are; verification stays on unless the kubeconfig turns it off. */
function tlsOf(options: Pick<ConnectionOptions, TlsField>) {
  const { ca, cert, key, pfx, passphrase, servername, rejectUnauthorized = true } = options;
  return { ca, cert, key, pfx, passphrase, servername, rejectUnauthorized };
}

type TlsField = "ca" | "cert" | "key" | "pfx" | "passphrase" | "servername" | "rejectUnauthorized";

function headersOf({ headers, auth }: RequestOptions): Record<string, string> {
  const all: Record<string, string> = { "user-agent": "gastown-operator" };
  for (const [name, value] of Object.entries(headers ?? {})) {
    // A token file ends with a newline, which no header may contain.
    if (typeof value === "string") all[name.toLowerCase()] = value.trim();
  }
  if (typeof auth === "string") all["authorization"] = `Basic ${Buffer.from(auth).toString("base64")}`;
  return all;
}
