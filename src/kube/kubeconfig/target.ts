/** The variables that bear on a connection: proxies, the pod's API server, the home folder, and what a plugin inherits. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Bytes that stand in the kubeconfig, or in a file that may change under us. */
export type Material = { readonly pem: string } | { readonly file: string };

/** Where to connect, whom to trust, and as whom. */
export interface Target {
  /** An http or https URL without a slash at its end; it may have a path. */
  readonly server: string;
  readonly namespace: string | undefined;
  /** From `proxy-url` or the environment: http, https or socks5. */
  readonly proxy: URL | undefined;
  /** Undefined for plain http, over which no credentials go, as with kubectl: anybody on the way could read them. */
  readonly tls: ServerTrust | undefined;
  readonly user: Identity;
}

export interface ServerTrust {
  /** Undefined trusts the authorities of this machine. */
  readonly ca: Material | undefined;
  readonly servername: string | undefined;
  readonly insecure: boolean;
}

/** Who we are, and how that is shown. */
export interface Identity {
  readonly login: Login;
  readonly certificate: { readonly cert: Material; readonly key: Material } | undefined;
  /** `Impersonate-User` and its like. */
  readonly impersonation: Readonly<Record<string, string | string[]>>;
}

export type Login =
  | { readonly by: "nothing" }
  /** The file's content goes before the token: it is the one that rotates. */
  | { readonly by: "token"; readonly token: string | undefined; readonly file: string | undefined }
  | { readonly by: "password"; readonly username: string; readonly password: string }
  | { readonly by: "oidc"; readonly config: Readonly<Record<string, string>> }
  | { readonly by: "plugin"; readonly plugin: Plugin };

/** A credential plugin: `ExecConfig` of client.authentication.k8s.io. */
export interface Plugin {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly apiVersion: string;
  readonly installHint: string | undefined;
  /** What `provideClusterInfo` hands over. */
  readonly cluster: Readonly<Record<string, unknown>> | undefined;
}
