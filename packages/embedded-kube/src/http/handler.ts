import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ListenerOptions, RequestTarget } from "@gastown/listener";
import {
  discoveryDocument,
  type OpenApi,
  swaggerProtobuf,
  swaggerProtobufAsked,
  swaggerProtobufType,
} from "../discovery/index.ts";
import type { Failure, FaultGate } from "../faults.ts";
import type { WriteContext } from "../lifecycle/index.ts";
import { type JsonObject, pathNotFound, type StatusError, unauthorized } from "../objects/index.ts";
import type { IncludeObject } from "../query/index.ts";
import { writeAnswer, type Answer } from "./answer.ts";
import type { Connections } from "./connections.ts";
import { asStatusError, failureError } from "./failures.ts";
import { formOf } from "./negotiation.ts";
import { podActionAt } from "./pod-actions.ts";
import { reviewAt } from "./reviews.ts";
import { targetOf, verbOf } from "./target.ts";
import { carryOut, type Call } from "./verbs.ts";
import { serveWatch } from "./watch.ts";

/** What the handler of requests works with. */
export interface HandlerPorts {
  readonly context: WriteContext;
  readonly openApi: OpenApi;
  readonly gate: FaultGate;
  readonly connections: Connections;
  readonly token: string;
  readonly bookmarkIntervalMs: number;
}

/** Outside of its built-in groups kube-apiserver answers as a plain web server does, without a Status. */
const pageNotFound: Answer = {
  code: 404,
  text: "404 page not found\n",
  contentType: "text/plain; charset=utf-8",
};

const healthPaths = new Set(["/healthz", "/livez", "/readyz"]);

/** The function that answers every request of a server. */
export function createHandler(ports: HandlerPorts): ListenerOptions["onRequest"] {
  const isAllowed = bearerCheck(ports.token);
  return async (target, request, response) => {
    try {
      const answer = await answerTo(ports, isAllowed, target, request, response);
      if (answer !== undefined) await writeAnswer(response, answer);
    } catch (error) {
      // A stream that has begun cannot change its status: its client sees it break and asks again.
      if (response.headersSent) response.destroy();
      else await writeAnswer(response, failed(asStatusError(error)));
    }
  };
}

/** Hashes have one length, so that the time of the comparison tells nothing of the token. */
function bearerCheck(token: string): (request: IncomingMessage) => boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  const wanted = digest(`Bearer ${token}`);
  return ({ headers }) => timingSafeEqual(wanted, digest(headers.authorization ?? ""));
}

function failed(error: StatusError, retryAfterSeconds?: number): Answer {
  return { code: error.code, text: JSON.stringify(error.status), retryAfterSeconds };
}

/** @returns undefined where a watch has taken the response over. */
async function answerTo(
  ports: HandlerPorts,
  isAllowed: (request: IncomingMessage) => boolean,
  { pathname, searchParams }: RequestTarget,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Answer | undefined> {
  if (healthPaths.has(pathname)) return { code: 200, text: "ok", contentType: "text/plain" };
  if (!isAllowed(request)) throw unauthorized();
  const failure = await ports.gate.admit(request.method ?? "GET", pathname);
  if (failure !== undefined) return planned(failure);
  const document = documentAt(ports, pathname, request.headers.accept ?? "");
  if (document !== undefined) return document;
  const review = await reviewAt(pathname, request);
  if (review !== undefined) return review;
  if (!/^\/(api\/v1|apis\/[^/]+\/[^/]+)\/./.test(pathname)) return pageNotFound;
  const action = await podActionAt(ports.context, pathname, request);
  if (action !== undefined) return action;
  return answerForObjects(ports, request, response, pathname, searchParams);
}

function planned(failure: Failure): Answer {
  return failed(failureError(failure), failure.retryAfterSeconds);
}

function documentAt({ context, openApi }: HandlerPorts, path: string, accept: string): Answer | undefined {
  const json = (body: JsonObject, contentType = "application/json"): Answer => ({
    code: 200,
    text: `${JSON.stringify(body)}\n`,
    contentType,
  });
  if (path === "/openapi/v2") return swaggerAnswer(openApi.swagger, accept, json);
  if (path.startsWith("/openapi/")) {
    const document = openApi.document(path);
    return document === undefined ? undefined : json(document);
  }
  const found = discoveryDocument(context.registry, path, accept);
  return found === undefined ? undefined : json(found.body, found.contentType);
}

/** JSON for whoever takes it, protobuf for kubectl, which takes nothing else. */
function swaggerAnswer(document: JsonObject, accept: string, json: (body: JsonObject) => Answer): Answer {
  if (!accept.includes(swaggerProtobufAsked)) return json(document);
  return { code: 200, text: swaggerProtobuf(document), contentType: swaggerProtobufType };
}

async function answerForObjects(
  { context, gate, connections, bookmarkIntervalMs }: HandlerPorts,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: URLSearchParams,
): Promise<Answer | undefined> {
  const target = targetOf(context.registry, path);
  const watches = ["true", "1"].includes(query.get("watch") ?? "");
  const verb = target === undefined ? undefined : verbOf(target, request.method ?? "GET", watches);
  if (target === undefined || verb === undefined) {
    if (path.startsWith("/api/")) throw pathNotFound();
    return pageNotFound;
  }
  const presentation = {
    resource: target.resource,
    form: formOf(request.headers.accept),
    includeObject: includeObjectOf(query),
    now: context.now(),
  };
  const call: Call = { context, target, query, request, presentation };
  if (verb !== "watch") return carryOut(verb, call);
  const register = (end: () => void) => connections.register(response, end);
  serveWatch(call, response, { gate, bookmarkIntervalMs, register });
  return undefined;
}

function includeObjectOf(query: URLSearchParams): IncludeObject {
  const asked = query.get("includeObject");
  return asked === "None" || asked === "Object" ? asked : "Metadata";
}
