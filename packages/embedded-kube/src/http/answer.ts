import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { listPieces, omit, type JsonObject, type KubeObject, type ListParts } from "../objects/index.ts";
import { partialMetadata, rowOf, tableOf, type IncludeObject, type Page } from "../query/index.ts";
import { apiVersionOf, type Resource } from "../resources/index.ts";
import { jsonText } from "../storage/index.ts";
import type { Form } from "./negotiation.ts";

/** An answer that is not written yet. */
export interface Answer {
  readonly code: number;
  /** JSON text, that of a list of any length, or the bytes of another encoding. */
  readonly text: string | ListParts | Buffer;
  readonly contentType?: string;
  readonly warnings?: readonly string[];
  readonly retryAfterSeconds?: number | undefined;
}

/** How a request wants what it gets. */
export interface Presentation {
  readonly resource: Resource;
  readonly form: Form;
  readonly includeObject: IncludeObject;
  /** Milliseconds since the epoch, for ages in tables. */
  readonly now: number;
}

/** One object as the request wants it. */
export function objectText(presentation: Presentation, object: KubeObject, headers = true): string {
  const { resource, form, includeObject, now } = presentation;
  switch (form) {
    case "object":
      return jsonText(object);
    case "metadata":
      return JSON.stringify(partialMetadata(object));
    case "table": {
      const metadata = { resourceVersion: object.metadata.resourceVersion ?? "" };
      const row = JSON.stringify(rowOf(resource, object, includeObject, now));
      return `${opened(tableOf(resource, metadata, headers), "rows")}${row}]}`;
    }
    default:
      return form satisfies never;
  }
}

/** A page of a list as the request wants it. */
export function listParts(presentation: Presentation, page: Page): ListParts {
  const { resource, form, includeObject, now } = presentation;
  const metadata: JsonObject = {
    resourceVersion: page.resourceVersion,
    ...(page.continueToken === "" ? {} : { continue: page.continueToken }),
    ...(page.remaining === undefined ? {} : { remainingItemCount: page.remaining }),
  };
  if (form === "table") {
    const table = tableOf(resource, metadata, true);
    const rows = map(page.items, (object) => JSON.stringify(rowOf(resource, object, includeObject, now)));
    return { head: opened(table, "rows"), items: rows, separator: ",", tail: "]}" };
  }
  const isWhole = form === "object";
  const items = map(page.items, (object) => {
    if (!isWhole) return JSON.stringify(partialMetadata(object));
    // A list of a built-in kind names its items' type once, in its own.
    return resource.custom ? jsonText(object) : JSON.stringify(omit(object, ["apiVersion", "kind"]));
  });
  const kind = isWhole ? resource.listKind : "PartialObjectMetadataList";
  const apiVersion = isWhole ? apiVersionOf(resource) : "meta.k8s.io/v1";
  return { head: opened({ kind, apiVersion, metadata }, "items"), items, separator: ",", tail: "]}\n" };
}

/** The text of an object with one more field, a list, up to that list's first item. */
function opened(object: JsonObject, list: string): string {
  return `${JSON.stringify(object).slice(0, -1)},"${list}":[`;
}

function* map<Item>(items: readonly Item[], text: (item: Item) => string): Generator<string> {
  for (const item of items) yield text(item);
}

/** Writes an answer, as fast as its client takes it; one whose client has gone is dropped. */
export async function writeAnswer(response: ServerResponse, answer: Answer): Promise<void> {
  if (response.destroyed) return;
  response.statusCode = answer.code;
  response.setHeader("content-type", answer.contentType ?? "application/json");
  response.setHeader("cache-control", "no-cache, private");
  if (answer.retryAfterSeconds !== undefined) response.setHeader("retry-after", answer.retryAfterSeconds);
  const warnings = warningHeaders(answer.warnings ?? []);
  if (warnings.length > 0) response.setHeader("warning", warnings);
  // As bytes: Node would write headers along with a text in that text's encoding.
  const { text } = answer;
  if (typeof text === "string") response.end(Buffer.from(text));
  else if (Buffer.isBuffer(text)) response.end(text);
  else await pipeline(Readable.from(bytesOf(text), { highWaterMark: 1 }), response);
}

function* bytesOf(list: ListParts): Generator<Buffer> {
  for (const piece of listPieces(list)) yield Buffer.from(piece);
}

/** kube-apiserver's limit: a client refuses an answer whose headers are too long. */
const warningCharacters = 4096;

function warningHeaders(texts: readonly string[]): string[] {
  const headers: string[] = [];
  let length = 0;
  for (const text of new Set(texts)) {
    // Node writes headers as Latin-1 and refuses anything else; these are the bytes of UTF-8, one by one.
    const header = Buffer.from(`299 - ${JSON.stringify(text)}`).toString("latin1");
    length += header.length;
    if (length > warningCharacters) break;
    headers.push(header);
  }
  return headers;
}
