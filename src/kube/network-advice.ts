import { z } from "zod";
import { ConnectionError, KubeConfigError, RefusedConnectionError } from "./errors.ts";
import { errorMessage } from "@gastown/system";

const distrusted = "its certificate is not trusted: set certificate-authority in the kubeconfig";
const cut = "the server or something in between cut the connection";
const wrongName = "its certificate is for another name: set tls-server-name in the kubeconfig";
const unreachable = "there is no way to the server: check the network, VPN and firewall";
const ourCertificate =
  "it does not take our client certificate: renew the client-certificate of the kubeconfig";

const advice: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there: check the server of the kubeconfig's cluster and that it is running",
  ENOTFOUND: "the name of the server is unknown: check the server of the kubeconfig's cluster and DNS",
  EAI_AGAIN: "DNS does not answer: check the network",
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ETIMEDOUT: "no connection came about: check firewall, VPN and network policies",
  UND_ERR_CONNECT_TIMEOUT: "no connection came about: check firewall, VPN and network policies",
  ECONNRESET: cut,
  EPIPE: cut,
  UND_ERR_SOCKET: cut,
  SELF_SIGNED_CERT_IN_CHAIN: distrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: distrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: distrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: distrusted,
  CERT_SIGNATURE_FAILURE: distrusted,
  CERT_HAS_EXPIRED: "its certificate has expired: renew the cluster's certificates",
  CERT_NOT_YET_VALID: "its certificate is not valid yet: check the clocks of both machines",
  ERR_TLS_CERT_ALTNAME_INVALID: wrongName,
  ERR_SSL_WRONG_VERSION_NUMBER: "it speaks no TLS: the server of the kubeconfig may need http:// instead",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "it speaks no TLS: the server of the kubeconfig may need http:// instead",
  HPE_INVALID_CONSTANT: "it speaks no HTTP: the server of the kubeconfig may need https:// instead",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: ourCertificate,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: ourCertificate,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: ourCertificate,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: ourCertificate,
};

/** Before a tunnel is there, it is the proxy that is not found, not the server. */
const proxyAdvice: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "its name is unknown",
  EAI_AGAIN: "DNS does not know its name",
  UND_ERR_PRX_CONN: "it cut the connection",
};

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

/**
 * Turns what the HTTP client threw into an error that says what to look at.
 * @param proxy the proxy on the way, if there is one.
 */
export function connectionErrorFrom(
  error: unknown,
  request: string,
  proxy?: string,
): ConnectionError | KubeConfigError {
  if (error instanceof KubeConfigError) return error;
  const code = codeOf(error);
  const said = (proxy === undefined ? undefined : proxyFault(error, code)) ?? advice[code ?? ""];
  const way = proxy === undefined ? "" : `, by way of the proxy ${proxy}`;
  const isRefused = proxy === undefined && code === "ECONNREFUSED";
  return new (isRefused ? RefusedConnectionError : ConnectionError)(
    `${request} got no whole answer${way}: ${said ?? errorMessage(error)}${code === undefined ? "" : ` (${code})`}`,
    { cause: error },
  );
}

const where = "check proxy-url in the kubeconfig, or HTTPS_PROXY and NO_PROXY of the environment";

function proxyFault(error: unknown, code: string | undefined): string | undefined {
  const status = /^Proxy response \((\d+)\)/.exec(errorMessage(error))?.[1];
  if (status === "407") return "it wants a user and a password: put them into the proxy's address";
  if (status !== undefined) return `it answered ${status} and does not lead to the server: ${where}`;
  const fault = proxyAdvice[code ?? ""];
  return fault === undefined ? undefined : `${fault}: ${where}`;
}

function codeOf(error: unknown): string | undefined {
  const own = coded.safeParse(error);
  if (own.success) return own.data.code;
  return error instanceof Error && error.cause !== undefined ? codeOf(error.cause) : undefined;
}
