import type { IncomingMessage } from "node:http";
import { actOnPod, type PodAction, type WriteContext } from "../lifecycle/index.ts";
import { pods } from "../resources/index.ts";
import type { Answer } from "./answer.ts";
import { mediaType, parseBody, readBody } from "./body.ts";

const PATH = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/(binding|eviction)$/;

/** @returns undefined for a request of anything else, and where no Pods are served. */
export async function podActionAt(
  context: WriteContext,
  path: string,
  request: IncomingMessage,
): Promise<Answer | undefined> {
  const [, namespace, name, action] = PATH.exec(path) ?? [];
  const isAsked = request.method === "POST" && context.registry.find("v1", pods.plural) === pods;
  if (!isAsked || namespace === undefined || name === undefined || !isAction(action)) return undefined;
  const body = parseBody(mediaType(request), await readBody(request));
  const place = { namespace: decodeURIComponent(namespace), name: decodeURIComponent(name) };
  actOnPod(context, action, place, body);
  const status = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };
  return { code: 201, text: JSON.stringify(status) };
}

function isAction(text: string | undefined): text is PodAction {
  return text === "binding" || text === "eviction";
}
