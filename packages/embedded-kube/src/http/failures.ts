import type { Failure } from "../faults.ts";
import { StatusError } from "../objects/index.ts";
import { errorMessage } from "@gastown/system";

/** metav1.StatusReason by HTTP status. */
const reasons: Readonly<Record<number, string>> = {
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  409: "Conflict",
  410: "Expired",
  422: "Invalid",
  429: "TooManyRequests",
  500: "InternalError",
  503: "ServiceUnavailable",
  504: "Timeout",
};

/** The answer that a test asked for. */
export function failureError({ status, message, retryAfterSeconds }: Failure): StatusError {
  return new StatusError({
    code: status,
    reason: reasons[status] ?? "Unknown",
    message: message ?? `a failure that was asked for (${status})`,
    ...(retryAfterSeconds === undefined ? {} : { details: { retryAfterSeconds } }),
  });
}

/** Whatever was thrown as an answer; what is no StatusError is a defect of this server, and says so. */
export function asStatusError(error: unknown): StatusError {
  if (error instanceof StatusError) return error;
  const why = errorMessage(error);
  return new StatusError(
    { code: 500, reason: "InternalError", message: `Internal error occurred: ${why}` },
    { cause: error },
  );
}
