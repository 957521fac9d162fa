import { stringify } from "yaml";

/** Where a server is and how to be let in. */
export interface Access {
  readonly url: string;
  readonly token: string;
  readonly ca: string | undefined;
  /** What cluster, user and context are called. */
  readonly name?: string | undefined;
}

/** A kubeconfig (YAML) with one context. */
export function kubeconfigOf({ url, token, ca, name = "embedded-kube" }: Access): string {
  const authority =
    ca === undefined ? {} : { "certificate-authority-data": Buffer.from(ca).toString("base64") };
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    clusters: [{ name, cluster: { server: url, ...authority } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: "default" } }],
  });
}
