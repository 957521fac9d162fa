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

/** What an object is called, and which one an Event is about: a name that looks like a token is a name all the same. */
const ADDRESS = new Set(["apiVersion", "kind", "metadata", "regarding"]);

function withoutCredentials(body: unknown): unknown {
  if (!isRecord(body)) return redactValue(body);
  return Object.fromEntries(
    Object.entries(body).map(([key, part]) => {
      if (ADDRESS.has(key)) return [key, part];
      return [key, key === "status" && isRecord(part) ? redactedStatus(part) : redactValue(part)];
    }),
  );
}

/** Of a termination proof the consent is left: people hand it back, letter by letter. */
function redactedStatus({ snapshot, ...told }: Fields): unknown {
  const status = redactValue(told);
  if (!isRecord(status)) return status;
  const [proof, redactedProof] = [told["terminationProof"], status["terminationProof"]];
  if (isRecord(proof) && isRecord(redactedProof) && "consent" in proof) {
    status["terminationProof"] = { ...redactedProof, consent: proof["consent"] };
  }
  return snapshot === undefined ? status : { ...status, snapshot: redactedSnapshot(snapshot) };
}

/**
 * A snapshot is one line of JSON. It is redacted as what it means, for behind the escapes of a line a token is not
 * seen. What is desired in it is the spec's, which stands beside it: it must come back as it was after a restart.
 */
function redactedSnapshot(snapshot: unknown): unknown {
  const meant = typeof snapshot === "string" ? parsed(snapshot) : snapshot;
  const redacted = redactValue(meant);
  if (isRecord(meant) && isRecord(redacted)) {
    const [context, redactedContext] = [meant["context"], redacted["context"]];
    if (isRecord(context) && isRecord(redactedContext) && "desired" in context) {
      redacted["context"] = { ...redactedContext, desired: context["desired"] };
    }
  }
  return typeof snapshot === "string" && isRecord(redacted) ? JSON.stringify(redacted) : redacted;
}

/** The text itself where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

type Fields = Record<string, unknown>;

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
