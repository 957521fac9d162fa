import { describe, expect, it, onTestFinished, vi } from "vitest";
import { z } from "zod";
import {
  ApiError,
  ConnectionError,
  UnreadableAnswerError,
  backoffMs,
  isTransient,
  retrying,
} from "../../src/kube/index.ts";
import { startScriptedServer, type Exchange } from "./scripted-server.ts";
import { refusal } from "./widgets.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

async function serve(answer: (exchange: Exchange) => void) {
  const server = await startScriptedServer(answer);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

const anything = z.unknown();

describe("a request", () => {
  it("sends query, body and who asks, and reads the answer with the schema", async () => {
    const { api, requests } = await serve((exchange) => exchange.json(200, { answer: 42 }));

    const answer = await api.request("PATCH", "/apis/x", z.object({ answer: z.number() }), {
      query: { fieldManager: "a b" },
      body: { a: 1 },
      contentType: "application/merge-patch+json",
    });

    expect(answer).toEqual({ answer: 42 });
    expect(requests[0]?.query.get("fieldManager")).toBe("a b");
    expect(requests[0]?.body).toEqual({ a: 1 });
    expect(requests[0]?.headers).toMatchObject({
      "impersonate-user": "tester",
      "content-type": "application/merge-patch+json",
      "user-agent": "gastown-operator",
    });
  });

  it("that is refused throws the server's own words", async () => {
    const { api } = await serve((exchange) =>
      exchange.json(429, {
        ...refusal(429, "TooManyRequests", "slow down"),
        details: { retryAfterSeconds: 2 },
      }),
    );

    const error: unknown = await api.request("GET", "/x", anything).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 429, reason: "TooManyRequests", retryAfterMs: 2_000 });
    expect(String(error)).toContain("GET /x was answered 429: slow down");
    expect(isTransient(error)).toBe(true);
  });

  it("that meets a proxy's page throws its first words", async () => {
    const { api } = await serve((exchange) => exchange.text(503, "<html>maintenance</html>"));

    await expect(api.request("GET", "/x", anything)).rejects.toThrow(/503: <html>maintenance/);
  });

  it("whose answer has a foreign shape throws what is wrong with it", async () => {
    const { api } = await serve((exchange) => exchange.json(200, { answer: "many" }));

    const asking = api.request("GET", "/x", z.object({ answer: z.number() }));

    await expect(asking).rejects.toThrow(UnreadableAnswerError);
    await expect(asking).rejects.toThrow(/answer/);
  });

  it("that gets no answer in time is given up", async () => {
    const { api } = await serve(() => undefined);

    const asking = api.request("GET", "/x", anything, { timeoutMs: 30 });

    await expect(asking).rejects.toThrow(ConnectionError);
    await expect(asking).rejects.toThrow(/within 30 ms/);
  });

  it("whose answer stops in the middle is given up", async () => {
    const { api } = await serve((exchange) => exchange.watch().raw('{"half":'));

    await expect(api.request("GET", "/x", anything, { timeoutMs: 30 })).rejects.toThrow(/within 30 ms/);
  });

  it("is given up with the caller's reason", async () => {
    const { api, requests } = await serve(() => undefined);
    const caller = new AbortController();
    const asking = api.request("GET", "/x", anything, { signal: caller.signal });
    await vi.waitFor(() => expect(requests).toHaveLength(1), WAIT_DEADLINE_MS);

    caller.abort(new Error("no longer wanted"));

    await expect(asking).rejects.toThrow("no longer wanted");
    await expect(api.request("GET", "/x", anything, { signal: caller.signal })).rejects.toThrow(
      "no longer wanted",
    );
  });

  it("to a server that is not there says where to look", async () => {
    const server = await startScriptedServer(() => undefined);
    const { api } = server;
    await server[Symbol.asyncDispose]();

    await expect(api.request("GET", "/x", anything)).rejects.toThrow(ConnectionError);
  });
});

describe("retrying", () => {
  const refused = (code: number, retryAfterMs?: number) =>
    new ApiError({ request: "GET /x", code, status: {}, retryAfterMs });
  const options = { random: () => 1, backoff: { baseMs: 1, maxMs: 4 }, attempts: 3 };

  it("repeats what may succeed later, as often as allowed", async () => {
    const operation = vi.fn().mockRejectedValue(refused(503));

    await expect(retrying(operation, options)).rejects.toThrow("503");
    expect(operation).toHaveBeenCalledTimes(3);
  });

  it("does not repeat what never will", async () => {
    const operation = vi.fn().mockRejectedValue(refused(403));

    await expect(retrying(operation, options)).rejects.toThrow("403");
    expect(operation).toHaveBeenCalledTimes(1);
  });

  it("waits longer each time, up to a limit, and never less than the server asked for", () => {
    const wait = (failures: number, random: number, error?: unknown) =>
      backoffMs(failures, () => random, { baseMs: 100, maxMs: 1_000 }, error);

    expect([1, 2, 3, 4, 5, 60].map((failures) => wait(failures, 1))).toEqual([
      100, 200, 400, 800, 1_000, 1_000,
    ]);
    expect(wait(3, 0)).toBe(200);
    expect(wait(1, 1, refused(429, 7_000))).toBe(7_000);
  });
});
