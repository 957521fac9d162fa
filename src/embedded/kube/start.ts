import type { EmbeddedApi, EmbeddedApiOptions } from "./options.ts";

/** Starts an embedded Kubernetes API and resolves when it answers. */
export function startEmbeddedApi(options: EmbeddedApiOptions): Promise<EmbeddedApi> {
  return Promise.reject(
    new Error(`The embedded API (${String(options.crds.length)} CRDs) is being written.`),
  );
}
