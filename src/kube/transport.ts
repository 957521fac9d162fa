import type { Dispatcher } from "undici";
import { z } from "zod";
import { cutTo } from "../grammar/index.ts";
import { untilAborted } from "@gastown/system";
import type { KubeConnection } from "./connection.ts";
import {
  ApiError,
  ConnectionError,
  TermEndedError,
  UnreadableAnswerError,
  statusSchema,
  type ApiStatus,
} from "./errors.ts";
import { connectionErrorFrom, isDistrust } from "./network-advice.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Content types of a request's body; the patch types decide what PATCH means. */
type ContentType =
  | "application/json"
  | "application/apply-patch+yaml"
  | "application/json-patch+json"
  | "application/merge-patch+json";

export interface RequestOptions {
  query?: Readonly<Record<string, string>>;
  /** Sent as JSON, whatever the content type: JSON is YAML. */
  body?: unknown;
  contentType?: ContentType;
  signal?: AbortSignal | undefined;
  /** For the whole exchange, connecting included. */
  timeoutMs?: number;
  /** Called when the credentials are there and nothing but the sending is left; what it throws is the answer. */
  beforeSend?: () => void;
}

/** The one way to the Kubernetes API. */
export interface KubeApi {
  /**
   * One request, one JSON answer, read with `schema`.
   * @throws ApiError for an answer of 400 and above, ConnectionError for none, UnreadableAnswerError for one that
   *   does not fit the schema; the signal's reason when the caller gave up.
   */
  request<T>(method: Method, path: string, schema: z.ZodType<T>, options?: RequestOptions): Promise<T>;
  /**
   * A GET whose answer goes on: bytes as they come. No deadline of its own; the caller watches for silence and
   * ends the stream through `signal`.
   */
  stream(path: string, options: StreamOptions): Promise<AsyncIterable<Uint8Array>>;
}

interface StreamOptions {
  query?: Readonly<Record<string, string>>;
  signal: AbortSignal;
}

/** An API server answers in well under a second, or says that it is busy; half a minute must be enough for a second try. */
export const defaultTimeoutMs = 12_000;

/** The Kubernetes API over a connection. */
export function createKubeApi(connection: KubeConnection): KubeApi {
  return {
    request: async (method, path, schema, options = {}) => {
      const { text, code } = await exchange(connection, method, path, options);
      return read(`${method} ${path}`, code, text, schema);
    },
    stream: async (path, { query, signal }) => {
      const answer = await attempt(connection, "GET", path, { query: query ?? {}, signal }, signal, true);
      return bytesOf(answer.body, `GET ${path}`, signal);
    },
  };
}

async function exchange(connection: KubeConnection, method: Method, path: string, options: RequestOptions) {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const deadline = new AbortController();
  const timer = setTimeout(() => {
    deadline.abort(new ConnectionError(`${method} ${path} had no answer within ${timeoutMs} ms`));
  }, timeoutMs);
  const giveUp = () => deadline.abort(options.signal?.reason);
  options.signal?.addEventListener("abort", giveUp, { once: true });
  if (options.signal?.aborted === true) giveUp();
  try {
    const answer = await attempt(connection, method, path, options, deadline.signal, false);
    const text = await answer.body.text();
    return { code: answer.statusCode, text };
  } catch (error) {
    throw reasonOf(error, deadline.signal, `${method} ${path}`);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", giveUp);
  }
}

/** Sends once, and once more with what the kubeconfig says by now after a refusal on either side: tokens and authorities rotate. */
async function attempt(
  connection: KubeConnection,
  method: Method,
  path: string,
  options: RequestOptions,
  signal: AbortSignal,
  endless: boolean,
): Promise<Dispatcher.ResponseData> {
  const once = () => sendOnce(connection, method, path, options, signal, endless);
  let answer = await once().catch((error: unknown) => {
    if (isDistrust(error) && connection.renew()) return once();
    throw error;
  });
  if (answer.statusCode === 401 && connection.renew()) {
    await answer.body.dump();
    answer = await once();
  }
  if (answer.statusCode >= 400)
    throw await refusal(`${method} ${path}`, answer, connection.withholdsCredentials);
  return answer;
}

async function sendOnce(
  connection: KubeConnection,
  method: Method,
  path: string,
  options: RequestOptions,
  signal: AbortSignal,
  endless: boolean,
): Promise<Dispatcher.ResponseData> {
  const request = `${method} ${path}`;
  try {
    // An exec plugin that hangs must not hold up a request beyond its deadline.
    const { origin, dispatcher, headers } = await untilAborted(connection.access(), signal);
    const retire = (): void => {
      if (signal.reason instanceof ConnectionError) connection.retire(dispatcher);
    };
    signal.addEventListener("abort", retire, { once: true });
    const query = new URLSearchParams(options.query).toString();
    const url = new URL(`${origin}${path}${query === "" ? "" : `?${query}`}`);
    options.beforeSend?.();
    return await dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      signal,
      headers: { ...headers, accept: "application/json", ...bodyHeaders(options) },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      // undici's own timers would cut a quiet watch after five minutes; the signal carries our deadlines.
      ...(endless ? { headersTimeout: 0, bodyTimeout: 0 } : {}),
    });
  } catch (error) {
    throw reasonOf(error, signal, request, connection.proxy);
  }
}

function bodyHeaders(options: RequestOptions): Record<string, string> {
  return options.body === undefined ? {} : { "content-type": options.contentType ?? "application/json" };
}

async function refusal(
  request: string,
  answer: Dispatcher.ResponseData,
  withheld: boolean,
): Promise<ApiError> {
  const text = await answer.body.text();
  return new ApiError({
    request,
    code: answer.statusCode,
    status: readStatus(text),
    withheld,
    retryAfterMs: retryAfterMs(answer.headers["retry-after"]),
  });
}

/** A proxy in between answers with a page, not with a `Status`; its first words are then the message. */
function readStatus(text: string): ApiStatus {
  try {
    return statusSchema.parse(JSON.parse(text));
  } catch {
    return { message: cutTo(text, 200) };
  }
}

/** `Retry-After` in seconds, the only form that Kubernetes sends. */
function retryAfterMs(header: string | string[] | undefined): number | undefined {
  const seconds = z.coerce.number().nonnegative().safeParse(header);
  return header !== undefined && seconds.success ? seconds.data * 1000 : undefined;
}

function read<T>(request: string, code: number, text: string, schema: z.ZodType<T>): T {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (cause) {
    throw new UnreadableAnswerError(`${request} was answered ${code} with something that is not JSON`, {
      cause,
    });
  }
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new UnreadableAnswerError(
    `${request} was answered in a foreign shape: ${z.prettifyError(parsed.error)}`,
    {
      cause: parsed.error,
    },
  );
}

async function* bytesOf(body: AsyncIterable<unknown>, request: string, signal: AbortSignal) {
  try {
    for await (const chunk of body) if (chunk instanceof Uint8Array) yield chunk;
  } catch (error) {
    throw reasonOf(error, signal, request);
  }
}

/** An abort is told by its reason; what is already ours stays; anything else is the network's. */
function reasonOf(error: unknown, signal: AbortSignal, request: string, proxy?: string): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof ApiError || error instanceof ConnectionError || error instanceof TermEndedError) {
    return error;
  }
  return connectionErrorFrom(error, request, proxy);
}
