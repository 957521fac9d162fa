import { Agent, fetch, type Response } from "undici";
import { z } from "zod";
import { Watch } from "./watch.ts";

/** What some tests need beside an API server. `controllers`: owners' dependents are collected, deleted namespaces emptied. */
export type Capability = "controllers";

/** Where a Kubernetes API server is; the suites in this folder know nothing else of it. */
export interface ApiServer {
  /** Base URL without a trailing slash. */
  readonly url: string;
  /** Bearer token of somebody who may do everything. */
  readonly token: string;
  /** CA certificate (PEM) to trust. */
  readonly ca?: string;
  /** What is not there, each with the reason; tests that need it are left out and the reason is printed. */
  readonly lacks: Readonly<Partial<Record<Capability, string>>>;
}

export type Query = Readonly<Record<string, string>>;

export interface RequestOptions {
  readonly query?: Query;
  readonly contentType?: string;
  readonly accept?: string;
  /** Instead of the server's own; empty for none. */
  readonly token?: string;
  readonly userAgent?: string;
}

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    uid: z.string(),
    resourceVersion: z.string(),
    generation: z.number().optional(),
    creationTimestamp: z.string(),
    deletionTimestamp: z.string().optional(),
    finalizers: z.array(z.string()).optional(),
    labels: z.record(z.string(), z.string()).optional(),
    managedFields: z.array(z.looseObject({ manager: z.string() })).optional(),
  }),
  spec: z.record(z.string(), z.unknown()).optional(),
  status: z.record(z.string(), z.unknown()).optional(),
});
export type StoredObject = z.infer<typeof objectSchema>;

const listSchema = z.looseObject({
  metadata: z.looseObject({
    resourceVersion: z.string(),
    continue: z.string().optional(),
    remainingItemCount: z.number().optional(),
  }),
  items: z.array(objectSchema.partial({ apiVersion: true, kind: true })),
});
export type StoredList = z.infer<typeof listSchema>;

/** What a server answered. */
export interface Answer {
  readonly code: number;
  readonly contentType: string;
  /** The parsed body, or its text when it is no JSON. */
  readonly body: unknown;
  /** Texts of the Warning headers. */
  readonly warnings: readonly string[];
}

export const types = {
  merge: "application/merge-patch+json",
  json: "application/json-patch+json",
  strategic: "application/strategic-merge-patch+json",
  apply: "application/apply-patch+yaml",
};

/** An answer's body as an object; fails the test when it is none. */
export function objectOf(answer: Answer): StoredObject {
  const parsed = objectSchema.safeParse(answer.body);
  if (!parsed.success)
    throw new Error(`no object in answer ${answer.code}: ${JSON.stringify(answer.body)}`, {
      cause: parsed.error,
    });
  return parsed.data;
}

export function listOf(answer: Answer): StoredList {
  const parsed = listSchema.safeParse(answer.body);
  if (!parsed.success)
    throw new Error(`no list in answer ${answer.code}: ${JSON.stringify(answer.body)}`, {
      cause: parsed.error,
    });
  return parsed.data;
}

export function namesOf(answer: Answer): string[] {
  return listOf(answer).items.map(({ metadata }) => metadata.name);
}

/** Speaks HTTP with a server, and hides nothing of what it says. */
export class Client {
  readonly server: ApiServer;
  readonly agent: Agent;

  constructor(server: ApiServer) {
    this.server = server;
    const { ca } = server;
    this.agent = new Agent({ connections: 16, ...(ca === undefined ? {} : { connect: { ca } }) });
  }

  async request(method: string, path: string, body?: unknown, options: RequestOptions = {}): Promise<Answer> {
    return answerOf(await this.#fetch(method, path, body, options));
  }

  get(path: string, query: Query = {}, options: RequestOptions = {}): Promise<Answer> {
    return this.request("GET", path, undefined, { ...options, query });
  }

  post(path: string, body: unknown, query: Query = {}): Promise<Answer> {
    return this.request("POST", path, body, { query });
  }

  put(path: string, body: unknown, query: Query = {}): Promise<Answer> {
    return this.request("PUT", path, body, { query });
  }

  patch(path: string, contentType: string, body: unknown, query: Query = {}): Promise<Answer> {
    return this.request("PATCH", path, body, { contentType, query });
  }

  /** Server-side apply. */
  apply(path: string, manager: string, config: unknown, query: Query = {}): Promise<Answer> {
    return this.patch(path, types.apply, config, { fieldManager: manager, ...query });
  }

  delete(path: string, options?: unknown, query: Query = {}): Promise<Answer> {
    return this.request("DELETE", path, options, { query });
  }

  /** Opens a watch; fails unless the server begins a stream. */
  async watch(path: string, query: Query = {}, options: RequestOptions = {}): Promise<Watch> {
    const abort = new AbortController();
    const response = await this.#fetch(
      "GET",
      path,
      undefined,
      { ...options, query: { watch: "true", ...query } },
      abort.signal,
    );
    if (response.status !== 200 || response.body === null)
      throw new Error(`no watch: ${response.status} ${await response.text()}`);
    return new Watch(response.body, abort);
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  #fetch(
    method: string,
    path: string,
    body: unknown,
    options: RequestOptions,
    signal?: AbortSignal,
  ): Promise<Response> {
    const url = new URL(this.server.url + path);
    for (const [key, value] of Object.entries(options.query ?? {})) url.searchParams.append(key, value);
    const { token = this.server.token } = options;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return fetch(url, {
      method,
      dispatcher: this.agent,
      ...(signal === undefined ? {} : { signal }),
      headers: {
        ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": options.contentType ?? "application/json" }),
        "user-agent": options.userAgent ?? "conformance/1.0",
        accept: options.accept ?? "application/json",
      },
      ...(body === undefined ? {} : { body: text }),
    });
  }
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const warning = response.headers.get("warning") ?? "";
  return {
    code: response.status,
    contentType: response.headers.get("content-type") ?? "",
    body: parsed(text),
    // 299 - "text", with quotes inside of it escaped
    warnings: [...warning.matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(([, quoted = ""]) =>
      quoted.replace(/\\(.)/g, "$1"),
    ),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
