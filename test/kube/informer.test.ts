import { describe, expect, it, onTestFinished, vi } from "vitest";
import { Informer, type Disturbance, type InformerOptions, type Unreadable } from "../../src/kube/index.ts";
import {
  startScriptedServer,
  type Exchange,
  type LiveWatch,
  type ScriptedServer,
} from "./scripted-server.ts";
import { bookmark, refusal, widget, widgetList, widgets, widgetsPath } from "./widgets.ts";

type Widget = ReturnType<typeof widgetShape>;
const widgetShape = () => {
  const parsed = widgets.parse(widget("shape", { version: 1 }));
  if ("problem" in parsed) throw new Error(parsed.problem);
  return parsed;
};

/** A server with a fixed script: what a list answers, and what happens on each watch in turn. */
async function serve(
  lists: ((exchange: Exchange) => void)[],
  watches: ((watch: LiveWatch, exchange: Exchange) => void)[],
) {
  const seen = { lists: 0, watches: 0 };
  const server = await startScriptedServer((exchange) => {
    if (exchange.query.get("watch") === "true") {
      const script = watches[Math.min(seen.watches, watches.length - 1)];
      seen.watches += 1;
      script?.(exchange.watch(), exchange);
      return;
    }
    const script = lists[Math.min(seen.lists, lists.length - 1)];
    seen.lists += 1;
    script?.(exchange);
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

interface Heard {
  events: string[];
  missed: number[];
  unreadable: Unreadable[];
  disturbances: Disturbance[];
}

function watchWidgets(server: ScriptedServer, options: Partial<InformerOptions<Widget>> = {}) {
  const heard: Heard = { events: [], missed: [], unreadable: [], disturbances: [] };
  const informer = new Informer<Widget>({
    api: server.api,
    resource: widgets,
    handler: ({ type, object }) => heard.events.push(`${type} ${object.metadata.name} ${object.spec.size}`),
    now: Date.now,
    random: () => 0.5,
    backoff: { baseMs: 1, maxMs: 20 },
    onMissed: (count) => heard.missed.push(count),
    onUnreadable: (object) => heard.unreadable.push(object),
    onDisturbance: (disturbance) => heard.disturbances.push(disturbance),
    ...options,
  }).start();
  onTestFinished(() => informer.close());
  return { informer, heard };
}

const listOf =
  (items: unknown[], version: number) =>
  (exchange: Exchange): void =>
    exchange.json(200, widgetList(items, version));
const quiet = (): void => undefined;

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
    await vi.waitFor(() => expect(server.requests).toHaveLength(3));

    const [first, second, watch] = server.requests;
    expect(first?.path).toBe("/apis/test.gastown.io/v1/namespaces/town/widgets");
    expect(Object.fromEntries(first?.query ?? [])).toEqual({ limit: "1", labelSelector: "rig=mine" });
    expect(second?.query.get("continue")).toBe("more");
    expect(Object.fromEntries(watch?.query ?? [])).toEqual({
      watch: "true",
      allowWatchBookmarks: "true",
      resourceVersion: "9",
      timeoutSeconds: "450",
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

    await vi.waitFor(() => expect(heard.events).toEqual(["applied b 1", "applied b 5", "deleted b 6"]));
    expect(informer.lister.size).toBe(0);
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

    await vi.waitFor(() => expect(heard.events).toHaveLength(2));
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

    await vi.waitFor(() => expect(heard.events).toEqual(["applied b 1", "applied c 1"]));
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

    await vi.waitFor(() => expect(heard.events).toEqual(["applied b 1", "deleted b 1"]));
    expect(heard.missed).toEqual([]);
  });

  it("gives up a connection that is silent for too long", async () => {
    const server = await serve(
      [listOf([], 10)],
      [quiet, (watch) => watch.send({ type: "ADDED", object: widget("late", { version: 11 }) })],
    );
    const { heard } = watchWidgets(server, { staleAfterMs: 50 });

    await vi.waitFor(() => expect(heard.events).toEqual(["applied late 1"]));
    expect(String(heard.disturbances[0]?.error)).toContain("silent for 50 ms");
    expect(server.requests.filter(({ query }) => !query.has("watch"))).toHaveLength(1);
  });

  it("gives up a request that gets no answer at all", async () => {
    let held = 0;
    const server = await startScriptedServer((exchange) => {
      if (!exchange.query.has("watch")) exchange.json(200, widgetList([], 10));
      else if (held++ > 0) exchange.watch().send({ type: "ADDED", object: widget("late", { version: 11 }) });
    });
    onTestFinished(() => server[Symbol.asyncDispose]());
    const { heard } = watchWidgets(server, { staleAfterMs: 50 });

    await vi.waitFor(() => expect(heard.events).toEqual(["applied late 1"]));
  });

  it("stays open as long as bookmarks come", async () => {
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
    const { informer, heard } = watchWidgets(server, { staleAfterMs: 1_500 });
    await informer.hasSynced;
    const synced = informer.lastContactAt ?? 0;

    await vi.waitFor(() => expect(informer.lastContactAt).toBeGreaterThan(synced + 1_600), 20_000);
    expect(heard.disturbances).toEqual([]);
    expect(server.requests).toHaveLength(2);
  });
});

describe("an informer that cannot resume", () => {
  const before = [
    widget("kept", { version: 1 }),
    widget("changed", { version: 2 }),
    widget("lost", { version: 3 }),
  ];
  const after = [
    widget("kept", { version: 1 }),
    widget("changed", { version: 20, size: 9 }),
    widget("new", { version: 21 }),
  ];

  it.each([
    [
      "an ERROR event 410",
      (watch: LiveWatch) => watch.send({ type: "ERROR", object: refusal(410, "Expired") }),
    ],
    ["a line that is no JSON", (watch: LiveWatch) => watch.raw("<html>\n")],
    ["an event of no known kind", (watch: LiveWatch) => watch.send({ type: "EXPLODED", object: {} })],
  ])("lists again after %s, tells the differences and counts them as missed", async (_what, disturb) => {
    const server = await serve([listOf(before, 10), listOf(after, 30)], [disturb, quiet]);
    const { informer, heard } = watchWidgets(server);

    await vi.waitFor(() => expect(heard.missed).toEqual([3]));
    expect(heard.events.slice(3)).toEqual(["applied changed 9", "applied new 1", "deleted lost 1"]);
    expect(
      informer.lister
        .list()
        .map(({ metadata }) => metadata.name)
        .sort(),
    ).toEqual(["changed", "kept", "new"]);
  });

  it("lists again when the watch request itself is refused with 410", async () => {
    let watches = 0;
    const server = await startScriptedServer((exchange) => {
      if (!exchange.query.has("watch")) exchange.json(200, widgetList(watches === 0 ? before : after, 10));
      else if (watches++ === 0) exchange.json(410, refusal(410, "Gone"));
      else exchange.watch();
    });
    onTestFinished(() => server[Symbol.asyncDispose]());
    const { heard } = watchWidgets(server);

    await vi.waitFor(() => expect(heard.missed).toEqual([3]));
  });

  it("tells a recreated object as deleted and applied", async () => {
    const again = widget("lost", { version: 25, uid: "another", size: 7 });
    const server = await serve(
      [listOf([widget("lost", { version: 3 })], 10), listOf([again], 30)],
      [(watch) => watch.send({ type: "ERROR", object: refusal(410, "Expired") }), quiet],
    );
    const { heard } = watchWidgets(server);

    await vi.waitFor(() => expect(heard.missed).toEqual([2]));
    expect(heard.events).toEqual(["applied lost 1", "deleted lost 1", "applied lost 7"]);
  });

  it("resumes after an ERROR event 500, and lists again when that goes on", async () => {
    const fail = (watch: LiveWatch): void => {
      watch.send({ type: "ERROR", object: refusal(500, "InternalError") });
      watch.end();
    };
    const server = await serve(
      [listOf(before, 10), listOf(after, 30)],
      [fail, fail, fail, fail, fail, quiet],
    );
    const { heard } = watchWidgets(server);

    await vi.waitFor(() => expect(heard.missed).toEqual([3]));
    const versions = server.requests.map(({ query }) => query.get("resourceVersion"));
    expect(versions.slice(0, 7)).toEqual([null, "10", "10", "10", "10", "10", null]);
  });
});

describe("an informer and odd objects", () => {
  it("hands over an unreadable object and goes on", async () => {
    const server = await serve(
      [listOf([widget("odd", { version: 1, size: "huge" }), widget("fine", { version: 2 })], 10)],
      [(watch) => watch.send({ type: "MODIFIED", object: widget("odd", { version: 11, size: 3 }) })],
    );
    const { heard } = watchWidgets(server);

    await vi.waitFor(() => expect(heard.events).toEqual(["applied fine 1", "applied odd 3"]));
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

    await vi.waitFor(() => expect(heard.unreadable).toHaveLength(1));
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
    await vi.waitFor(() => expect(open).toHaveLength(1));

    await informer.close();

    await vi.waitFor(() => expect(open[0]?.closed).toBe(true));
  });

  it("rejects hasSynced when no list ever came", async () => {
    const server = await serve([quiet], [quiet]);
    const { informer } = watchWidgets(server);
    await vi.waitFor(() => expect(server.requests[0]?.path).toBe(widgetsPath));

    await informer.close();

    await expect(informer.hasSynced).rejects.toThrow("closed");
  });
});
