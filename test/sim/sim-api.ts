/** The Kubernetes API as one life of the operator meets it: every request takes its time, and may go wrong. */
import { ApiError, ConnectionError, type KubeApi, type RequestOptions } from "../../src/kube/index.ts";
import { address, type MemoryObject } from "../operator/memory-store.ts";
import type { ApiFault } from "./actions.ts";
import type { Ground, Process } from "./ground.ts";
import { openWatch } from "./sim-watch.ts";
import { refusal } from "./refusals.ts";

const DEADLINE_MS = 30_000;

/** What the operator has been told of the objects, by `plural/key`: nobody may ask more of it than this. */
export type Told = Map<string, MemoryObject>;

/** A request that the server has carried out. */
export interface Answered {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly before: MemoryObject | undefined;
}

/** A request whose refusal the operator has just heard. */
export interface Refused extends Pick<Answered, "method" | "path" | "body"> {
  readonly code: number;
}

export interface SimApiOptions {
  readonly ground: Ground;
  readonly life: Process;
  readonly told: Told;
  readonly onAnswered: (answered: Answered) => void;
  readonly onRefused?: (refused: Refused) => void;
}

export function createSimApi(options: SimApiOptions): KubeApi {
  const { ground, life } = options;
  return {
    request: (method, path, schema, given = {}) =>
      exchange(options, method, path, given).then((answer) => schema.parse(answer)),
    stream: (path, { query = {}, signal }) => {
      const how = ground.activeFaults.takeApi("GET");
      const { promise, resolve, reject } = Promise.withResolvers<AsyncIterable<Uint8Array>>();
      const onAbort = (): void => reject(signal.reason);
      signal.addEventListener("abort", onAbort, { once: true });
      const error = how === null ? null : refusal(how, `GET ${path}`);
      // A half-open connection says nothing at all: the watch's own silence ends it.
      if (how === "halfOpen") return promise;
      ground.time.after(latency(ground, "watch", how), `open ${address(path).plural}`, () => {
        // Whoever is cut off hears nothing, and may still give up.
        if (life.isDead() || life.isCut()) return;
        signal.removeEventListener("abort", onAbort);
        life.awake(() => {
          if (error !== null) reject(error);
          else resolve(openWatch(options, address(path).plural, query, signal));
        });
      });
      return promise;
    },
  };
}

function exchange(
  options: SimApiOptions,
  method: string,
  path: string,
  { body, contentType, signal, timeoutMs = DEADLINE_MS, beforeSend }: RequestOptions,
): Promise<unknown> {
  const { ground, life } = options;
  const { time, activeFaults } = ground;
  const request = `${method} ${path}`;
  const what = `${method} ${path.split("/").slice(4).join("/")}`;
  const how = activeFaults.takeApi(method);
  const ms = latency(ground, what, how);
  const isOnTheWire = ground.chance.happens(0.5, "on the wire", what);
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      cancelDeadline();
      signal?.removeEventListener("abort", onAbort);
      life.awake(() => {
        if (!life.isDead()) end();
      });
    };
    const onAbort = (): void =>
      settle(() => reject(signal?.reason instanceof Error ? signal.reason : new Error("given up")));
    const cancelDeadline = time.after(timeoutMs, `deadline ${what}`, () =>
      settle(() => reject(new ConnectionError(`${request} had no answer within ${timeoutMs} ms`))),
    );
    signal?.addEventListener("abort", onAbort, { once: true });
    if (how === "halfOpen" || life.isCut()) return;
    try {
      beforeSend?.();
    } catch (error) {
      settle(() => reject(error instanceof Error ? error : new Error(String(error))));
      return;
    }
    const error = how === null ? null : refusal(how, request);
    time.after(ms / 2, `at the server ${what}`, () => {
      // A request of a dead process, or one that was given up, may have been on its way already.
      if ((life.isDead() || signal?.aborted === true) && !isOnTheWire) return;
      const answer =
        error !== null && how !== "lostAnswer"
          ? () => Promise.reject(error)
          : carryOut(options, how, method, path, body, contentType);
      time.after(ms / 2, `answer ${what}`, () =>
        settle(() => {
          if (how === "lostAnswer") reject(new ConnectionError(`${request}: the connection was reset`));
          else
            answer().then(resolve, (cause: unknown) => {
              const problem = cause instanceof Error ? cause : new Error("the API failed", { cause });
              if (problem instanceof ApiError)
                options.onRefused?.({ method, path, body, code: problem.code });
              reject(problem);
            });
        }),
      );
    });
  });
}

/** Done now; what comes back tells of it later. */
function carryOut(
  { ground, told, onAnswered }: SimApiOptions,
  how: ApiFault | null,
  method: string,
  path: string,
  body: unknown,
  contentType: string | undefined,
): () => Promise<unknown> {
  const { store, chance } = ground;
  const { key, plural, name } = address(path);
  const isList = method === "GET" && name === undefined && plural !== "events";
  try {
    if (isList) {
      const isStale = how === "stale";
      const version = isStale
        ? Math.max(1, Math.floor(store.version * chance.number("stale")))
        : store.version;
      const items = isStale ? store.listAt(plural, version) : store.list(plural);
      return () => {
        for (const known of told.keys()) if (known.includes(`${plural}/`)) told.delete(known);
        for (const item of items) told.set(keyOf(plural, item), item);
        return Promise.resolve({ metadata: { resourceVersion: String(version) }, items });
      };
    }
    const before = store.objects.get(key);
    const answer = store.answer(method, path, body, contentType);
    onAnswered({ method, path, body, before });
    return () => Promise.resolve(answer);
  } catch (error) {
    return () =>
      Promise.reject(
        error instanceof ApiError ? error : new Error("the simulated API failed", { cause: error }),
      );
  }
}

export function keyOf(plural: string, { metadata: { name, namespace } }: MemoryObject): string {
  return `${namespace === undefined ? "" : `${namespace}/`}${plural}/${name}`;
}

function latency({ chance }: Ground, what: string, how: ApiFault | null): number {
  const ms = chance.between(2, 60, "api", what);
  return how === "slow" ? ms * 400 : ms;
}
