import { z } from "zod";
import { ConnectionError, KubeConfigError, messageOf } from "./errors.ts";

const advice: ReadonlyMap<string, string> = new Map([
  [
    "ECONNREFUSED",
    "nothing listens there: check the server of the kubeconfig's cluster and that it is running",
  ],
  ["ENOTFOUND", "the name of the server is unknown: check the server of the kubeconfig's cluster and DNS"],
  ["EAI_AGAIN", "DNS does not answer: check the network"],
  ["UND_ERR_CONNECT_TIMEOUT", "no connection came about: check firewall, VPN and network policies"],
  ["ECONNRESET", "the server or something in between cut the connection"],
  ["UND_ERR_SOCKET", "the server or something in between cut the connection"],
  [
    "SELF_SIGNED_CERT_IN_CHAIN",
    "its certificate is not trusted: set certificate-authority in the kubeconfig",
  ],
  [
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "its certificate is not trusted: set certificate-authority in the kubeconfig",
  ],
  [
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "its certificate is not trusted: set certificate-authority in the kubeconfig",
  ],
  ["CERT_HAS_EXPIRED", "its certificate has expired: renew the cluster's certificates"],
  [
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "its certificate is for another name: set tls-server-name in the kubeconfig",
  ],
]);

/** What OpenSSL says of a server whose certificate an authority has signed that we do not know. */
const distrust: ReadonlySet<string> = new Set([
  "CERT_SIGNATURE_FAILURE",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Whether the server is not trusted, so that another authority in the kubeconfig could help. */
export function isDistrust(error: unknown): boolean {
  return distrust.has(codeOf(error) ?? "");
}

const coded = z.object({ code: z.string() });

/** Turns what the HTTP client threw into an error that says what to look at. */
export function connectionErrorFrom(error: unknown, request: string): ConnectionError | KubeConfigError {
  if (error instanceof KubeConfigError) return error;
  const code = codeOf(error);
  const hint = code === undefined ? undefined : advice.get(code);
  return new ConnectionError(
    `${request} got no whole answer: ${hint ?? messageOf(error)}${code === undefined ? "" : ` (${code})`}`,
    {
      cause: error,
    },
  );
}

function codeOf(error: unknown): string | undefined {
  const own = coded.safeParse(error);
  if (own.success) return own.data.code;
  return error instanceof Error && error.cause !== undefined ? codeOf(error.cause) : undefined;
}
