import type { FaultControls } from "./faults.ts";
import type { Certificate } from "./http/certificate.ts";

/** What an embedded API needs; everything has a default but the CRDs. */
export interface EmbeddedApiOptions {
  /** CustomResourceDefinitions (apiextensions.k8s.io/v1) as parsed YAML or JSON; each served version becomes a resource. */
  readonly crds: readonly unknown[];
  /** Serves v1 Pods, with bindings, evictions and ends with grace; default false. Nothing runs them. */
  readonly pods?: boolean;
  /** TCP port on 127.0.0.1; 0 (default) takes a free one. */
  readonly port?: number;
  /**
   * HTTPS with a self-signed CA (default true), or with a certificate that is given and its own authority. With plain HTTP kubectl leaves the token out of its requests
   * (client-go reads credentials for TLS clusters only), as does the operator: only clients sending it themselves get in.
   */
  readonly tls?: boolean | Certificate;
  /** File that keeps all objects over restarts, written atomically a moment after each change and at stop(). */
  readonly persistTo?: string;
  /** Bearer token to ask for; random by default. */
  readonly token?: string;
  /** Wall clock in milliseconds since the epoch; default Date.now. */
  readonly now?: () => number;
  /** Source of UIDs (and of generateName's suffixes); default crypto.randomUUID. */
  readonly randomUuid?: () => string;
  /** Events kept for each resource so that a watch can resume; older resource versions get 410. Default 5000. */
  readonly watchLogSize?: number;
  /** Milliseconds between bookmarks on watches that ask for them; default 10 000. */
  readonly bookmarkIntervalMs?: number;
  /** Where to write the kubeconfig (mode 0600); it is only returned by kubeconfig() when left out. */
  readonly kubeconfigPath?: string;
  /** What its cluster, user and context are called there; default embedded-kube. */
  readonly name?: string;
}

/** A running embedded API. */
export interface EmbeddedApi {
  /** Base URL, such as https://127.0.0.1:40123 (no trailing slash). */
  readonly url: string;
  /** Bearer token that every request but the health checks has to carry. */
  readonly token: string;
  /** CA certificate (PEM) to trust; absent with plain HTTP. */
  readonly ca?: string;
  /** A kubeconfig (YAML) for this server, with the CA and the token in it. */
  kubeconfig(): string;
  /** Saves (with persistTo), ends all watches and connections and closes the port. Repeating it is harmless. */
  stop(): Promise<void>;
}

/** One that tests may disturb. */
export interface EmbeddedApiWithFaults extends EmbeddedApi {
  readonly faults: FaultControls;
}
