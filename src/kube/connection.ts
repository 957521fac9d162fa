import { isDeepStrictEqual } from "node:util";
import type { Dispatcher } from "undici";
import { hasElapsed, errorMessage } from "@gastown/system";
import { dispatcherFor, type Route, type TlsOptions } from "./dispatcher.ts";
import { ConnectionError } from "./errors.ts";
import {
  Credentials,
  findTarget,
  pemOf,
  withoutPassword,
  type Environment,
  type KubeConfigSource,
  type Shown,
  type Target,
} from "./kubeconfig/index.ts";

/** What one request needs: where to, over which connections, as whom. */
interface Access {
  readonly origin: string;
  readonly dispatcher: Dispatcher;
  readonly headers: Readonly<Record<string, string | string[]>>;
}

/**
 * The cluster of a kubeconfig: one pool of connections and always valid credentials.
 *
 * The pool lives until the TLS material itself changes (a rotated CA, an exec plugin's new certificate).
 */
export class KubeConnection {
  readonly #load: () => Target;
  readonly #environment: Environment;
  readonly #now: () => number;
  #target: Target;
  #credentials: Credentials;
  #pool: { route: Route; dispatcher: Dispatcher } | undefined;
  #asking: Promise<Access> | undefined;
  #renewedAt = -Infinity;

  /**
   * @param load finds the cluster; called again when the credentials or the authority are no longer right.
   * @param environment what a credential plugin inherits.
   */
  constructor(load: () => Target, now: () => number, environment: Environment = {}) {
    this.#load = load;
    this.#environment = environment;
    this.#now = now;
    this.#target = load();
    this.#credentials = new Credentials(this.#target.user, environment, now);
  }

  /** The cluster's address, for messages. */
  get server(): string {
    return this.#target.server;
  }

  /** The proxy on the way, for messages. */
  get proxy(): string | undefined {
    return this.#target.proxy && withoutPassword(this.#target.proxy);
  }

  /** Whether the kubeconfig has credentials that are kept back, because the way to the server is plain http. */
  get withholdsCredentials(): boolean {
    const { login, certificate } = this.#target.user;
    return this.#target.tls === undefined && (login.by !== "nothing" || certificate !== undefined);
  }

  /** Of the current context, as kubectl takes it; in a pod that of the pod. Undefined where neither names one. */
  get namespace(): string | undefined {
    return this.#target.namespace;
  }

  /**
   * Credentials are asked for on every request: a token file rotates, and a plugin is called again when what it gave
   * has expired. Requests at the same time share one asking, or else each of
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
    const now = this.#now();
    if (!hasElapsed(5_000, this.#renewedAt, now)) return false;
    this.#renewedAt = now;
    try {
      this.#target = this.#load();
      this.#credentials = new Credentials(this.#target.user, this.#environment, this.#now);
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
    const target = this.#target;
    try {
      const shown = target.tls === undefined ? nothing : await this.#credentials.ask();
      const { impersonation } = target.user;
      return {
        origin: target.server,
        dispatcher: this.#poolFor({ proxy: target.proxy, tls: tlsOf(target, shown) }),
        headers: { "user-agent": "gastown-operator", ...impersonation, ...shown.headers },
      };
    } catch (cause) {
      throw new ConnectionError(
        `no credentials for ${target.server}: ${errorMessage(cause)}. Check the user of the kubeconfig's context`,
        { cause },
      );
    }
  }

  #poolFor(route: Route): Dispatcher {
    if (this.#pool !== undefined && isDeepStrictEqual(this.#pool.route, route)) return this.#pool.dispatcher;
    // Requests under way on the old pool end in peace: close() waits for them.
    void this.#pool?.dispatcher.close();
    this.#pool = { route, dispatcher: dispatcherFor(route) };
    return this.#pool.dispatcher;
  }
}

const nothing: Shown = { headers: {}, certificate: undefined };

/** Of the material that the kubeconfig names, as it reads now. */
function tlsOf({ tls }: Target, { certificate }: Shown): TlsOptions {
  const ca = tls?.ca && pemOf(tls.ca);
  return { ...certificate, ca, servername: tls?.servername, rejectUnauthorized: tls?.insecure !== true };
}

/** Connects to the cluster that `findTarget` finds. */
export function connect(source: KubeConfigSource, now: () => number): KubeConnection {
  return new KubeConnection(() => findTarget(source), now, source.environment);
}
