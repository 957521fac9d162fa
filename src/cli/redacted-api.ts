/** The Kubernetes API as the operator writes to it: statuses and Events hold texts from outside, and no credentials. */
import { redactValue } from "../host/index.ts";
import type { KubeApi } from "../kube/index.ts";

/** Where the operator writes texts of gt, of git and of people. What goes to other paths is somebody's own spec. */
const TEXTS_GO_TO = /\/(?:status|events)(?:\/[^/]+)?$/;

export function redactedApi(api: KubeApi): KubeApi {
  return {
    stream: (path, options) => api.stream(path, options),
    request(method, path, schema, options = {}) {
      const { body } = options;
      if (body === undefined || !TEXTS_GO_TO.test(path)) return api.request(method, path, schema, options);
      return api.request(method, path, schema, { ...options, body: withoutCredentials(body) });
    },
  };
}

/** Of a snapshot the wish is the spec's, which stands beside it: it must come back as it was after a restart. */
function withoutCredentials(body: unknown): unknown {
  const redacted = redactValue(body);
  const wish = at(body, "status", "snapshot", "context", "wish");
  const context = at(redacted, "status", "snapshot", "context");
  if (wish !== undefined && isRecord(context)) context["wish"] = wish;
  return redacted;
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce((inner: unknown, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
