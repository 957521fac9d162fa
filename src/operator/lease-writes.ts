/** Writes of Leases: those that the API server refuses are reported like every other refused write. */
import { isApiError, leaseType, type KubeApi, type ObjectName } from "../kube/index.ts";
import type { RefusedWrites } from "./refused-writes.ts";

/** A server that is busy, and a Lease that somebody else has just written or deleted: the next try may go through. */
const PASSING = new Set([404, 408, 409, 429]);

/** The API for one Lease: the outcome of each write is reported. */
export function tellingLeaseWrites(
  api: KubeApi,
  lease: ObjectName,
  writes: Pick<RefusedWrites, "refused" | "accepted">,
): KubeApi {
  const of = { resource: leaseType, ...lease };
  return {
    stream: (path, options) => api.stream(path, options),
    async request(method, path, schema, options) {
      if (method === "GET") return api.request(method, path, schema, options);
      try {
        const answer = await api.request(method, path, schema, options);
        writes.accepted("lease", of);
        return answer;
      } catch (error) {
        // A Lease that is created was missing just now: what is not found is its namespace.
        const isPassing =
          isApiError(error) && PASSING.has(error.code) && !(error.code === 404 && method === "POST");
        if (isApiError(error) && error.code < 500 && !isPassing) writes.refused("lease", of, error);
        throw error;
      }
    },
  };
}
