import { z } from "zod";
import { cutTo, TOLD_LENGTH } from "../grammar/index.ts";

/** What the API server answers to a refused request: `Status` of apimachinery's meta/v1. */
export const statusSchema = z.looseObject({
  code: z.number().int().optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
  details: z.looseObject({ retryAfterSeconds: z.number().optional() }).optional(),
});

export type ApiStatus = z.infer<typeof statusSchema>;

interface ApiErrorParts {
  /** What was asked, such as `GET /api/v1/pods`. */
  request: string;
  code: number;
  status: ApiStatus;
  retryAfterMs?: number | undefined;
  /** The kubeconfig has credentials, which were not sent. */
  withheld?: boolean;
}

/** The API server answered, and the answer is no. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** HTTP status. */
  readonly code: number;
  /** Kubernetes' machine-readable reason: `NotFound`, `Conflict`, `Expired`, …; empty when it gave none. */
  readonly reason: string;
  /** The server's own words, without what was asked. */
  readonly said: string;
  readonly details: ApiStatus["details"];
  /** How long the server asked to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor({ request, code, status, retryAfterMs, withheld }: ApiErrorParts) {
    // A refusal quotes the value that it refuses.
    const said = cutTo(status.message ?? status.reason ?? "no message", TOLD_LENGTH);
    const advice = adviceFor(code, withheld === true);
    super(`${request} was answered ${code}: ${said}${advice === "" ? "" : `. ${advice}`}`);
    this.code = code;
    this.reason = status.reason ?? "";
    this.said = said;
    this.details = status.details;
    const asked = status.details?.retryAfterSeconds;
    this.retryAfterMs = retryAfterMs ?? (asked === undefined ? undefined : asked * 1000);
  }
}

function adviceFor(code: number, withheld: boolean): string {
  switch (code) {
    case 401:
      if (withheld) return "Credentials are not sent over plain http: give the cluster an https server";
      return "Log in again or renew the token of the kubeconfig's user";
    case 403:
      return "Grant the operator's role this verb on this resource (see the chart's RBAC)";
    default:
      return "";
  }
}

/** No answer, or only part of one: the network, TLS, the credentials, or a deadline. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
}

/** At the server's address nothing listens. */
export class RefusedConnectionError extends ConnectionError {}

/** An answer came and is not what the Kubernetes API sends: a proxy's page, a cut line, a foreign shape. */
export class UnreadableAnswerError extends Error {
  override readonly name = "UnreadableAnswerError";
}

/** A write was dropped: the term in which it was decided has ended, and another replica may lead by now. */
export class TermEndedError extends Error {
  override readonly name = "TermEndedError";
}

/** The kubeconfig cannot be used as it is; nothing but a person can change that. */
export class KubeConfigError extends Error {
  override readonly name = "KubeConfigError";
}

/** There is no kubeconfig, or none of its clusters was chosen. */
export class NoClusterError extends KubeConfigError {}

export function isApiError(error: unknown, ...codes: number[]): error is ApiError {
  return error instanceof ApiError && (codes.length === 0 || codes.includes(error.code));
}

/** Whether the same request may succeed later: too many requests, a server's own trouble, or no answer. */
export function isTransient(error: unknown): boolean {
  if (error instanceof ApiError) return error.code === 429 || error.code >= 500;
  return error instanceof ConnectionError || error instanceof UnreadableAnswerError;
}
