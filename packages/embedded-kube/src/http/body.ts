import type { IncomingMessage } from "node:http";
import {
  badRequest,
  parseJsonText,
  parseYamlText,
  StatusError,
  unsupportedMediaType,
  type JsonValue,
} from "../objects/index.ts";
import { namespaceOfProtobuf } from "./protobuf.ts";
import { errorMessage } from "@gastown/system";

/** kube-apiserver's limit for the body of a request. */
const limitBytes = 3 * 1024 * 1024;

/** What is told to clients; protobuf is not, because nearly nothing is understood of it. */
const accepted = ["application/json", "application/yaml"];

function tooLarge(): StatusError {
  return new StatusError({
    code: 413,
    reason: "RequestEntityTooLarge",
    message: `Request entity too large: limit is ${limitBytes}`,
  });
}

/**
 * The bytes of a request's body; throws 413, but only after the last byte: leaving off in the middle would cut the
 * connection, and the client would see that instead of the answer.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limitBytes) chunks.push(chunk);
  }
  if (size > limitBytes) throw tooLarge();
  return Buffer.concat(chunks);
}

/** The media type without its parameters, in lower case; empty where there is none. */
export function mediaType(request: IncomingMessage): string {
  return (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/** The value in a body of JSON or YAML (or of protobuf, for Namespaces alone); throws 400 and 415. */
export function parseBody(type: string, body: Buffer): JsonValue {
  try {
    const value = parsed(type, body);
    if (value !== undefined) return value;
  } catch (cause) {
    const why = errorMessage(cause);
    throw badRequest(`the object provided is unrecognized (must be of type Object): ${why}`, cause);
  }
  throw unsupportedMediaType(accepted);
}

function parsed(type: string, body: Buffer): JsonValue | undefined {
  switch (type) {
    case "":
    case "application/json":
      return parseJsonText(body.toString());
    case "application/yaml":
      return parseYamlText(body.toString());
    case "application/vnd.kubernetes.protobuf":
      return namespaceOfProtobuf(body);
    default:
      return undefined;
  }
}
