import { z } from "zod";
import { cutTo } from "../grammar/index.ts";
import type { SetTimer } from "@gastown/system";
import { ApiError, ConnectionError, UnreadableAnswerError, statusSchema } from "./errors.ts";
import { rawObjectSchema, type RawObject } from "./resource.ts";
import type { KubeApi } from "./transport.ts";

/** What a watch says. A bookmark says only how far it has got. */
export type WatchFrame =
  | { type: "applied"; object: RawObject }
  | { type: "deleted"; object: RawObject }
  | { type: "bookmark"; resourceVersion: string };

const lineSchema = z.discriminatedUnion("type", [
  z.object({ type: z.enum(["ADDED", "MODIFIED"]), object: rawObjectSchema }),
  z.object({ type: z.literal("DELETED"), object: rawObjectSchema }),
  z.object({
    type: z.literal("BOOKMARK"),
    object: z.looseObject({ metadata: z.looseObject({ resourceVersion: z.string().min(1) }) }),
  }),
  z.object({ type: z.literal("ERROR"), object: statusSchema }),
]);

/** Made once: each error keeps its stack, and a watch ends every few seconds. */
const OVER = new Error("the watch is over");

interface WatchOptions {
  query: Readonly<Record<string, string>>;
  /** When a watch that goes on is dead, in milliseconds after its begin: later than the server was asked to end it. */
  deadAfterMs: number;
  setTimer: SetTimer;
  signal: AbortSignal;
  /** Called whenever bytes arrived. */
  onContact: () => void;
}

/**
 * One watch request, until the server ends it.
 * @throws ApiError for an ERROR frame or a refused request, ConnectionError for a cut or dead connection,
 *   UnreadableAnswerError for a line that is no watch event.
 */
export async function* watchOnce(
  api: KubeApi,
  path: string,
  options: WatchOptions,
): AsyncGenerator<WatchFrame> {
  const death = new AbortController();
  const { deadAfterMs, setTimer } = options;
  const callOff = setTimer(deadAfterMs, () =>
    death.abort(
      new ConnectionError(`the watch of ${path} did not end within ${deadAfterMs} ms: connecting anew`),
    ),
  );
  const giveUp = () => death.abort(options.signal.reason);
  options.signal.addEventListener("abort", giveUp, { once: true });
  if (options.signal.aborted) giveUp();
  try {
    const bytes = await api.stream(path, { query: options.query, signal: death.signal });
    options.onContact();
    for await (const line of linesOf(bytes, options.onContact)) yield frameOf(line, path);
  } finally {
    callOff();
    options.signal.removeEventListener("abort", giveUp);
    // A consumer that stops early leaves the response open, and a watch would go on for minutes.
    death.abort(OVER);
  }
}

/** Bytes to lines. Buffers are joined only when a line is whole: a large object arrives in many chunks. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>, heard: () => void): AsyncGenerator<string> {
  let rest: Uint8Array[] = [];
  for await (const chunk of bytes) {
    heard();
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      rest.push(chunk.subarray(start, end));
      yield Buffer.concat(rest).toString("utf8");
      rest = [];
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
  if (rest.length > 0) throw new ConnectionError("the watch ended in the middle of a line");
}

function frameOf(line: string, path: string): WatchFrame {
  const event = parseLine(line, path);
  switch (event.type) {
    case "ADDED":
    case "MODIFIED":
      return { type: "applied", object: event.object };
    case "DELETED":
      return { type: "deleted", object: event.object };
    case "BOOKMARK":
      return { type: "bookmark", resourceVersion: event.object.metadata.resourceVersion };
    case "ERROR":
      throw new ApiError({
        request: `the watch of ${path}`,
        code: event.object.code ?? 500,
        status: event.object,
      });
    default:
      return event satisfies never;
  }
}

function parseLine(line: string, path: string): z.infer<typeof lineSchema> {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new UnreadableAnswerError(
      `the watch of ${path} sent a line that is no watch event: ${cutTo(line, 120)}`,
      {
        cause,
      },
    );
  }
}
