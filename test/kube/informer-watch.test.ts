import { describe, expect, it, onTestFinished, vi } from "vitest";
import { listOf, quiet, serve, watchWidgets } from "./informer-harness.ts";
import { startScriptedServer } from "./scripted-server.ts";
import { bookmark, widget, widgetList } from "./widgets.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

describe("an informer's watch", () => {
  const added = { type: "ADDED", object: widget("b", { version: 11 }) };

  it("tells additions, changes and deletions in order", async () => {
    const server = await serve(
      [listOf([], 10)],
      [
        (watch) => {
          watch.send(added);
          watch.send({ type: "MODIFIED", object: widget("b", { version: 12, size: 5 }) });
          watch.send({ type: "DELETED", object: widget("b", { version: 13, size: 6 }) });
        },
      ],
    );
    const { informer, heard } = watchWidgets(server);

    await vi.waitFor(
      () => expect(heard.events).toEqual(["applied b 1", "applied b 5", "deleted b 6"]),
      WAIT_DEADLINE_MS,
    );
    expect(informer.lister.size).toBe(0);
  });

  it("leaves out news that a later one of the same object has overtaken on the way", async () => {
    const server = await serve(
      [listOf([], 10)],
      [
        (watch) => {
          watch.send({ type: "MODIFIED", object: widget("b", { version: 12, size: 5 }) });
          watch.send(added);
          watch.send({ type: "DELETED", object: widget("b", { version: 14, size: 6 }) });
          watch.send({ type: "MODIFIED", object: widget("b", { version: 13, size: 6 }) });
          watch.send({ type: "ADDED", object: widget("c", { version: 9 }) });
          watch.end();
        },
        quiet,
      ],
    );
    const { informer, heard } = watchWidgets(server);

    await vi.waitFor(
      () => expect(heard.events).toEqual(["applied b 5", "deleted b 6", "applied c 1"]),
      WAIT_DEADLINE_MS,
    );
    expect(informer.lister.size).toBe(1);
    await vi.waitFor(() => expect(server.requests).toHaveLength(3), WAIT_DEADLINE_MS);
    expect(server.requests[2]?.query.get("resourceVersion")).toBe("14");
  });

  it("reads events that arrive in pieces", async () => {
    const line = JSON.stringify({ type: "ADDED", object: widget("ü", { version: 11 }) });
    const server = await serve(
      [listOf([], 10)],
      [
        (watch) => {
          for (const byte of Buffer.from(`${line}\n`)
            .toString("latin1")
            .match(/.{1,40}|\n/gs) ?? [])
            watch.raw(byte);
          watch.send({ type: "ADDED", object: widget("b", { version: 12 }) });
        },
      ],
    );
    const { heard } = watchWidgets(server);

    await vi.waitFor(() => expect(heard.events).toHaveLength(2), WAIT_DEADLINE_MS);
  });

  it("resumes where the last event or bookmark left off", async () => {
    const server = await serve(
      [listOf([], 10)],
      [
        (watch) => {
          watch.send(added);
          watch.send(bookmark(40));
          watch.end();
        },
        (watch) => watch.send({ type: "ADDED", object: widget("c", { version: 41 }) }),
      ],
    );
    const { heard } = watchWidgets(server);

    await vi.waitFor(() => expect(heard.events).toEqual(["applied b 1", "applied c 1"]), WAIT_DEADLINE_MS);
    expect(server.requests.map(({ query }) => query.get("resourceVersion"))).toEqual([null, "10", "40"]);
    expect(heard.disturbances).toEqual([]);
  });

  it("resumes after the connection was cut, and counts nothing as missed", async () => {
    const server = await serve(
      [listOf([], 10)],
      [
        (watch) => {
          watch.raw(`${JSON.stringify(added)}\n{"type":"MODI`);
          setImmediate(() => watch.cut());
        },
        (watch, { query }) => {
          if (query.get("resourceVersion") !== "11") watch.send(added);
          watch.send({ type: "DELETED", object: widget("b", { version: 12 }) });
        },
      ],
    );
    const { heard } = watchWidgets(server);

    await vi.waitFor(() => expect(heard.events).toEqual(["applied b 1", "deleted b 1"]), WAIT_DEADLINE_MS);
    expect(heard.missed).toEqual([]);
  });

  it("gives up a connection that does not end when it was asked to", async () => {
    const server = await serve(
      [listOf([], 10)],
      [quiet, (watch) => watch.send({ type: "ADDED", object: widget("late", { version: 11 }) })],
    );
    const { heard } = watchWidgets(server, { watchSeconds: 0, overdueAfterMs: 50 });

    await vi.waitFor(() => expect(heard.events).toEqual(["applied late 1"]), WAIT_DEADLINE_MS);
    expect(String(heard.disturbances[0]?.error)).toContain("did not end within 50 ms");
    expect(server.requests.filter(({ query }) => !query.has("watch"))).toHaveLength(1);
  });

  it("gives up a request that gets no answer at all", async () => {
    let held = 0;
    const server = await startScriptedServer((exchange) => {
      if (!exchange.query.has("watch")) exchange.json(200, widgetList([], 10));
      else if (held++ > 0) exchange.watch().send({ type: "ADDED", object: widget("late", { version: 11 }) });
    });
    onTestFinished(() => server[Symbol.asyncDispose]());
    const { heard } = watchWidgets(server, { watchSeconds: 0, overdueAfterMs: 50 });

    await vi.waitFor(() => expect(heard.events).toEqual(["applied late 1"]), WAIT_DEADLINE_MS);
  });

  it("stays open until the server was asked to end it, with bookmarks or without", async () => {
    const server = await serve(
      [listOf([], 10)],
      [
        (watch) => {
          let version = 10;
          const beat = setInterval(() => watch.send(bookmark((version += 1))), 5);
          onTestFinished(() => clearInterval(beat));
        },
      ],
    );
    const { informer, heard } = watchWidgets(server, { watchSeconds: 60 });
    await informer.hasSynced;
    const synced = informer.lastContactAt ?? 0;

    await vi.waitFor(() => expect(informer.lastContactAt).toBeGreaterThan(synced + 500), 20_000);
    expect(heard.disturbances).toEqual([]);
    expect(server.requests).toHaveLength(2);
  });
});
