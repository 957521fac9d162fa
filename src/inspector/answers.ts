/** What each path of the inspector answers. The guard has let the request pass. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { redactLine, redactText, type Clock } from "../host/index.ts";
import type { RequestTarget } from "@gastown/listener";
import { TokenBucket, errorMessage } from "@gastown/system";
import { acceptsGzip, refuse } from "./answering.ts";
import type { Hub } from "./hub.ts";
import { JournalAnswers } from "./journal-answers.ts";
import type { PageFiles } from "./page-files.ts";
import type { CallFeed, JournalFeed, Peek, SeenCall } from "./port.ts";
import { StreamClient } from "./stream-client.ts";

/** Pages at the stream at once: each costs memory, and a browser opens one for each visible tab. */
const MOST_STREAMS = 200;
/** Bytes of all streams together that their pages have not taken yet. */
const MOST_WAITING_BYTES = 32 * 1024 * 1024;
const CALLS_AT_A_TIME = 200;

export interface AnswerPorts {
  readonly hub: Hub;
  readonly journal: JournalFeed;
  readonly calls: CallFeed;
  readonly peek: Peek;
  readonly files: () => PageFiles;
  readonly clock: Clock;
}

/** What is made for each request, by work or without an end. */
const MADE = /^\/inspector\/(?:stream|journal(?:\/index)?|search|calls|peek\/[^/]+\/[^/]+)$/;

export type Answerer = (
  target: RequestTarget,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void>;

export function createAnswerer(ports: AnswerPorts): Answerer {
  const now = ports.clock.now();
  const peeks = new TokenBucket(4, 500, now);
  const journal = new JournalAnswers(ports);
  return async (target, request, response) => {
    const { pathname } = target;
    if (request.method === "HEAD" && MADE.test(pathname)) {
      response.writeHead(200).end();
      return;
    }
    const peeked = /^\/inspector\/peek\/([^/]+)\/([^/]+)$/.exec(pathname);
    if (peeked !== null) return peek(ports, peeks, peeked, response);
    switch (pathname) {
      case "/":
      case "/inspector":
        response.writeHead(302, { location: "/inspector/" }).end();
        return;
      case "/inspector/stream":
        return stream(ports.hub, target, request, response);
      case "/inspector/journal":
        return journal.slice(target, request, response);
      case "/inspector/journal/index":
        return journal.index(response);
      case "/inspector/search":
        return journal.search(target, request, response);
      case "/inspector/calls":
        return calls(ports, target, response);
      case "/inspector/machines":
        return file(ports.files(), "machines.json", request, response);
      default:
        return file(ports.files(), pathname.replace(/^\/inspector\//, "") || "index.html", request, response);
    }
  };
}

function stream(
  hub: Hub,
  { searchParams }: RequestTarget,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (hub.clientCount >= MOST_STREAMS) {
    return refuse(response, 503, `${MOST_STREAMS} pages are open: close some`);
  }
  if (hub.waitingBytes > MOST_WAITING_BYTES) {
    return refuse(response, 503, "other pages have not taken what they were sent yet: try again");
  }
  const lastId = request.headers["last-event-id"];
  const resume = typeof lastId === "string" ? lastId : (searchParams.get("resume") ?? undefined);
  response.writeHead(200, { "content-type": "text/event-stream", "x-accel-buffering": "no" });
  response.flushHeaders();
  request.socket.setNoDelay(true);
  const client = new StreamClient({
    response,
    watch: searchParams.get("actor"),
    version: hub.versionOf(resume),
  });
  response.on("drain", () => hub.drained());
  response.on("close", () => hub.detach(client));
  hub.attach(client);
  return Promise.resolve();
}

async function calls(
  ports: AnswerPorts,
  { searchParams }: RequestTarget,
  response: ServerResponse,
): Promise<void> {
  const actor = searchParams.get("actor");
  const seen = ports.calls.recent().filter((call) => actor === null || call.actor === actor);
  response.writeHead(200, { "content-type": "application/json" });
  await pipeline(Readable.from(callPieces(seen), { highWaterMark: 1 }), response);
}

/** A list of JSON in pieces: all at once it would be in memory several times. */
function* callPieces(seen: readonly SeenCall[]): Generator<string> {
  for (let at = 0; at < seen.length; at += CALLS_AT_A_TIME) {
    const texts = seen.slice(at, at + CALLS_AT_A_TIME).map((call) => redactLine(JSON.stringify(call)));
    yield `${at === 0 ? "[" : ","}${texts.join(",")}`;
  }
  yield seen.length === 0 ? "[]" : "]";
}

async function peek(
  ports: AnswerPorts,
  limit: TokenBucket,
  [, rig = "", name = ""]: readonly string[],
  response: ServerResponse,
): Promise<void> {
  const rigName = decoded(rig);
  const polecatName = decoded(name);
  if (rigName === null || polecatName === null) return refuse(response, 400, "the path is no encoded text");
  if (!limit.take(ports.clock.now()))
    return refuse(response, 429, "terminals are read twice a second at most: try again");
  try {
    const text = await ports.peek(rigName, polecatName);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(redactLine(JSON.stringify({ at: ports.clock.now(), text })));
  } catch (error) {
    return refuse(response, 502, redactText(errorMessage(error)));
  }
}

/** Null for text that is not percent-encoded as a path is. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function file(
  files: PageFiles,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const found = files.get(name);
  if (found === undefined) {
    return name === "index.html" || name === "machines.json"
      ? refuse(response, 503, "the page is not built in this checkout: npm run build:inspector")
      : refuse(response, 404, "there is /inspector/");
  }
  const isGzipped = acceptsGzip(request);
  response.writeHead(200, {
    "content-type": found.type,
    ...(isGzipped && { "content-encoding": "gzip" }),
    ...(found.isFinal && { "cache-control": "max-age=31536000, immutable" }),
  });
  response.end(isGzipped ? found.gzipped : found.body);
  return Promise.resolve();
}
