import { existsSync, statSync } from "node:fs";
import { isIPv6 } from "node:net";
import { proxyFor } from "./proxy.ts";
import { textOf } from "./text-file.ts";
import type { Environment, Target } from "./target.ts";

const account = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * The cluster of the pod that we run in, by its service account; undefined outside of one.
 * @param root where the pod's file system begins; for tests.
 */
export function podTarget(environment: Environment, root = ""): Target | undefined {
  const host = environment["KUBERNETES_SERVICE_HOST"] ?? "";
  const port = environment["KUBERNETES_SERVICE_PORT"] ?? "";
  const token = `${root}${account}/token`;
  if (host === "" || port === "" || statSync(token, { throwIfNoEntry: false })?.isFile() !== true) {
    return undefined;
  }
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  const ca = `${root}${account}/ca.crt`;
  return {
    server,
    namespace: namespaceOf(environment, `${root}${account}/namespace`),
    proxy: proxyFor(new URL(server), undefined, environment),
    tls: { ca: existsSync(ca) ? { file: ca } : undefined, servername: undefined, insecure: false },
    user: {
      login: { by: "token", token: undefined, file: token },
      certificate: undefined,
      impersonation: {},
    },
  };
}

function namespaceOf(environment: Environment, file: string): string | undefined {
  const named = environment["POD_NAMESPACE"] ?? "";
  if (named !== "") return named;
  const written = existsSync(file) ? textOf(file).trim() : "";
  return written === "" ? undefined : written;
}
