/** What a troubled API server answers. */
import { ApiError, ConnectionError } from "../../src/kube/index.ts";
import { refused } from "../operator/memory-store.ts";
import type { ApiFault } from "./actions.ts";

export function refusal(how: ApiFault, request: string): Error | null {
  switch (how) {
    case "403":
      return refused(request, 403, "Forbidden");
    case "413":
      return refused(request, 413, "RequestEntityTooLarge");
    case "422":
      return refused(request, 422, "Invalid");
    case "409":
      return refused(request, 409, "Conflict");
    case "410":
      return refused(request, 410, "Expired");
    case "429":
      return new ApiError({
        request,
        code: 429,
        status: { code: 429, reason: "TooManyRequests", message: "slow down" },
        retryAfterMs: 1_000,
      });
    case "500":
      return refused(request, 500, "InternalError");
    case "down":
      return new ConnectionError(`${request}: connection refused`);
    case "halfOpen":
    case "lostAnswer":
    case "slow":
    case "stale":
      return null;
    default:
      return how satisfies never;
  }
}
