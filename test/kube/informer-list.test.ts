import { describe, expect, it, vi } from "vitest";
import { listOf, quiet, serve, watchWidgets } from "./informer-harness.ts";
import { type LiveWatch } from "./scripted-server.ts";
import { refusal, widget, widgetList, widgetsPath } from "./widgets.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

describe("an informer's first list", () => {
  it("is in the store and told to the handler when hasSynced resolves", async () => {
    const server = await serve(
      [listOf([widget("a", { version: 3 }), widget("b", { version: 4, size: 2 })], 7)],
      [quiet],
    );
    const { informer, heard } = watchWidgets(server);

    await informer.hasSynced;

    expect(heard.events).toEqual(["applied a 1", "applied b 2"]);
    expect(informer.lister.get({ name: "b", namespace: "town" })?.spec.size).toBe(2);
    expect(informer.lister.list("elsewhere")).toEqual([]);
    expect(informer.lastContactAt).toBeGreaterThan(0);
    expect(heard.missed).toEqual([]);
  });

  it("keeps objects without their managedFields", async () => {
    const server = await serve([listOf([widget("a", { version: 3 })], 3)], [quiet]);
    const { informer } = watchWidgets(server);

    await informer.hasSynced;

    expect(informer.lister.get({ name: "a", namespace: "town" })?.metadata).not.toHaveProperty(
      "managedFields",
    );
  });

  it("is read in pages, and the watch goes on from its version", async () => {
    const server = await serve(
      [
        (exchange) => exchange.json(200, widgetList([widget("a", { version: 1 })], 9, "more")),
        (exchange) => exchange.json(200, widgetList([widget("b", { version: 2 })], 9)),
      ],
      [quiet],
    );
    const { informer } = watchWidgets(server, { pageLimit: 1, labelSelector: "rig=mine", namespace: "town" });

    await informer.hasSynced;
    await vi.waitFor(() => expect(server.requests).toHaveLength(3), WAIT_DEADLINE_MS);

    const [first, second, watch] = server.requests;
    expect(first?.path).toBe("/apis/test.gastown.io/v1/namespaces/town/widgets");
    expect(Object.fromEntries(first?.query ?? [])).toEqual({ limit: "1", labelSelector: "rig=mine" });
    expect(second?.query.get("continue")).toBe("more");
    expect(Object.fromEntries(watch?.query ?? [])).toEqual({
      watch: "true",
      allowWatchBookmarks: "true",
      resourceVersion: "9",
      timeoutSeconds: "12",
      labelSelector: "rig=mine",
    });
    expect(informer.lister.size).toBe(2);
  });

  it("is asked for in one piece when its moment expired between two pages", async () => {
    const server = await serve(
      [
        (exchange) => exchange.json(200, widgetList([widget("a", { version: 1 })], 9, "more")),
        (exchange) => exchange.json(410, refusal(410, "Expired")),
        listOf([widget("b", { version: 12 })], 12),
      ],
      [quiet],
    );
    const { informer, heard } = watchWidgets(server, { pageLimit: 1 });

    await informer.hasSynced;

    expect(heard.events).toEqual(["applied b 1"]);
    expect(server.requests[2]?.query.has("limit")).toBe(false);
  });

  it("is tried until it succeeds, after the time the server asked for", async () => {
    const server = await serve(
      [
        (exchange) => exchange.json(429, refusal(429, "TooManyRequests"), { "retry-after": "0.05" }),
        (exchange) => exchange.json(500, refusal(500, "InternalError")),
        (exchange) => exchange.text(502, "<html>bad gateway</html>"),
        (exchange) => exchange.text(200, "<html>log in</html>"),
        (exchange) => exchange.json(200, { kind: "Surprise" }),
        listOf([widget("a", { version: 1 })], 1),
      ],
      [quiet],
    );
    const { informer, heard } = watchWidgets(server);

    await informer.hasSynced;

    expect(heard.events).toEqual(["applied a 1"]);
    expect(heard.disturbances[0]?.waitMs).toBe(50);
    expect(heard.disturbances).toHaveLength(5);
  });
});

describe("an informer and odd objects", () => {
  it("hands over an unreadable object and goes on", async () => {
    const server = await serve(
      [listOf([widget("odd", { version: 1, size: "huge" }), widget("fine", { version: 2 })], 10)],
      [(watch) => watch.send({ type: "MODIFIED", object: widget("odd", { version: 11, size: 3 }) })],
    );
    const { heard } = watchWidgets(server);

    await vi.waitFor(
      () => expect(heard.events).toEqual(["applied fine 1", "applied odd 3"]),
      WAIT_DEADLINE_MS,
    );
    expect(heard.unreadable).toHaveLength(1);
    expect(heard.unreadable[0]).toMatchObject({ name: "odd", namespace: "town" });
    expect(heard.unreadable[0]?.problem).toContain("size");
  });

  it("keeps the last readable version of an object that became unreadable", async () => {
    const server = await serve(
      [listOf([widget("a", { version: 1, size: 4 })], 10)],
      [(watch) => watch.send({ type: "MODIFIED", object: widget("a", { version: 11, size: null }) })],
    );
    const { informer, heard } = watchWidgets(server);

    await vi.waitFor(() => expect(heard.unreadable).toHaveLength(1), WAIT_DEADLINE_MS);
    expect(heard.events).toEqual(["applied a 4"]);
    expect(informer.lister.get({ name: "a", namespace: "town" })?.spec.size).toBe(4);
  });

  it("survives a handler that throws", async () => {
    const server = await serve(
      [listOf([widget("a", { version: 1 }), widget("b", { version: 2 })], 10)],
      [quiet],
    );
    const { informer, heard } = watchWidgets(server, {
      handler: () => {
        throw new Error("a bug");
      },
    });

    await informer.hasSynced;

    expect(informer.lister.size).toBe(2);
    expect(heard.disturbances.map(({ during }) => during)).toEqual(["handler", "handler"]);
  });
});

describe("closing an informer", () => {
  it("ends the watch on the server's side too", async () => {
    const open: LiveWatch[] = [];
    const server = await serve([listOf([], 10)], [(watch) => open.push(watch)]);
    const { informer } = watchWidgets(server);
    await vi.waitFor(() => expect(open).toHaveLength(1), WAIT_DEADLINE_MS);

    await informer.close();

    await vi.waitFor(() => expect(open[0]?.closed).toBe(true), WAIT_DEADLINE_MS);
  });

  it("rejects hasSynced when no list ever came", async () => {
    const server = await serve([quiet], [quiet]);
    const { informer } = watchWidgets(server);
    await vi.waitFor(() => expect(server.requests[0]?.path).toBe(widgetsPath), WAIT_DEADLINE_MS);

    await informer.close();

    await expect(informer.hasSynced).rejects.toThrow("closed");
  });
});
