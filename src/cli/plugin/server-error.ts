/** A refusal of the API server, in its own words: it is a person's request that was refused, not the operator's. */
import { ApiError } from "../../kube/index.ts";

export class ServerError extends Error {
  override readonly name = "ServerError";
  /** Kubernetes' word, such as NotFound or Forbidden. */
  readonly reason: string;

  constructor(reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

const WORDS: Readonly<Record<number, string>> = {
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  409: "Conflict",
  422: "Invalid",
};

/** What else is thrown stays as it is. */
export function asServerError(error: unknown): Error {
  if (!(error instanceof ApiError)) return error instanceof Error ? error : new Error(String(error));
  const reason = error.reason === "" ? (WORDS[error.code] ?? `HTTP ${error.code}`) : error.reason;
  return new ServerError(reason, `${error.said.trim()}${adviceFor(error)}`, { cause: error });
}

function adviceFor({ code, said, reason }: ApiError): string {
  if (code === 401) return ": log in again, or renew the token of the kubeconfig's user";
  // A path that the server does not know is a kind that it does not know.
  if (code === 404 && /could not find the requested resource|page not found/.test(said))
    return ": are the operator's CRDs applied (kubectl apply -f crds/), and is this the right --context?";
  if (code === 404 && reason === "")
    return ": no Kubernetes API answers there; check the server of the kubeconfig's cluster";
  return "";
}
