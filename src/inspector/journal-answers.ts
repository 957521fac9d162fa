/**
 * What is answered of the journal: what there is of it, slices, and findings. One after another, a few at a time: whoever
 * asks for more waits, and whoever goes away is read for no further.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import PQueue from "p-queue";
import type { RequestTarget } from "@gastown/listener";
import { TokenBucket } from "@gastown/system";
import { redactLine, type Clock } from "../host/index.ts";
import { acceptsGzip, refuse } from "./answering.ts";
import { journalLines, type Slice } from "./history.ts";
import type { JournalFeed } from "./port.ts";
import { search, type Search } from "./search.ts";
import { turn } from "./turn.ts";

/** What a page takes at once where it does not say how much. */
const USUAL_RECORDS = 20_000;
const MOST_RECORDS = 100_000;
const MOST_FINDINGS = 500;
const USUAL_FINDINGS = 50;
const MOST_WORDS = 10;
/** Readings of the journal at once, and those that wait for it; each is cut off after a while, whoever is slow. */
const READ_AT_ONCE = 2;
const MOST_WAITING = 8;
const READING_MS = 120_000;

export interface JournalPorts {
  readonly journal: JournalFeed;
  readonly clock: Clock;
}

type Lines = (signal: AbortSignal) => AsyncGenerator<string>;

export class JournalAnswers {
  readonly #ports: JournalPorts;
  readonly #limit: TokenBucket;
  readonly #queue = new PQueue({ concurrency: READ_AT_ONCE });

  constructor(ports: JournalPorts) {
    this.#ports = ports;
    this.#limit = new TokenBucket(10, 500, ports.clock.now());
  }

  /** What there is, without reading it. */
  index(response: ServerResponse): Promise<void> {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(this.#ports.journal.index()));
    return Promise.resolve();
  }

  slice({ searchParams }: RequestTarget, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isDownload = searchParams.has("download");
    const slice = sliceOf(searchParams, isDownload);
    const headers = isDownload && { "content-disposition": 'attachment; filename="journal.jsonl"' };
    return this.#stream(request, response, headers || {}, (signal) =>
      journalLines(this.#ports.journal, slice, signal),
    );
  }

  search({ searchParams }: RequestTarget, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = searchOf(searchParams);
    if (asked === null) return refuse(response, 400, `give q, up to ${MOST_WORDS} words`);
    return this.#stream(request, response, {}, (signal) => findingLines(this.#ports.journal, asked, signal));
  }

  async #stream(
    request: IncomingMessage,
    response: ServerResponse,
    headers: Readonly<Record<string, string>>,
    lines: Lines,
  ): Promise<void> {
    if (!this.#limit.take(this.#ports.clock.now()))
      return refuse(response, 429, "too many slices of the journal at once: try again in a second");
    if (this.#queue.size >= MOST_WAITING)
      return refuse(response, 503, `${MOST_WAITING} slices of the journal are waited for: try again`);
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const send = async (): Promise<void> => {
      const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(READING_MS)]);
      const isGzipped = acceptsGzip(request);
      const coding = isGzipped && { "content-encoding": "gzip" };
      response.writeHead(200, { "content-type": "application/x-ndjson", ...coding, ...headers });
      const source = Readable.from(lines(signal), { highWaterMark: 1 });
      await (isGzipped
        ? pipeline(source, createGzip(), response, { signal })
        : pipeline(source, response, { signal }));
    };
    await this.#queue.add(send, { signal: gone.signal });
  }
}

async function* findingLines(
  journal: JournalFeed,
  asked: Search,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const searched = {
    index: () => journal.index(),
    readTexts: (from: number) => journal.readTexts(from),
    rest: () => turn(signal),
  };
  for await (const finding of search(searched, asked)) yield `${redactLine(JSON.stringify(finding))}\n`;
}

/** What is downloaded is whole: a part of it would replay to something else. */
function sliceOf(query: URLSearchParams, isDownload: boolean): Slice {
  const most = isDownload ? Number.MAX_SAFE_INTEGER : MOST_RECORDS;
  return {
    actor: query.get("actor"),
    after: numberIn(query, "after", 0),
    until: numberIn(query, "until", Number.MAX_SAFE_INTEGER),
    limit: Math.min(most, Math.max(1, numberIn(query, "limit", isDownload ? most : USUAL_RECORDS))),
  };
}

/** Null where nothing is asked for. */
function searchOf(query: URLSearchParams): Search | null {
  const words = (query.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 || words.length > MOST_WORDS) return null;
  return {
    words,
    actor: query.get("actor"),
    onlyChanges: query.has("changes"),
    order: query.get("order") === "oldest" ? "oldest" : "newest",
    limit: Math.min(MOST_FINDINGS, Math.max(1, numberIn(query, "limit", USUAL_FINDINGS))),
  };
}

function numberIn(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name);
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : fallback;
}
