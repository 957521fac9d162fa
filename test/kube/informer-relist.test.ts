import { describe, expect, it, onTestFinished, vi } from "vitest";
import { listOf, quiet, serve, watchWidgets } from "./informer-harness.ts";
import { startScriptedServer, type LiveWatch } from "./scripted-server.ts";
import { refusal, widget, widgetList } from "./widgets.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

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

    await vi.waitFor(() => expect(heard.missed).toEqual([3]), WAIT_DEADLINE_MS);
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

    await vi.waitFor(() => expect(heard.missed).toEqual([3]), WAIT_DEADLINE_MS);
  });

  it("tells a recreated object as deleted and applied", async () => {
    const again = widget("lost", { version: 25, uid: "another", size: 7 });
    const server = await serve(
      [listOf([widget("lost", { version: 3 })], 10), listOf([again], 30)],
      [(watch) => watch.send({ type: "ERROR", object: refusal(410, "Expired") }), quiet],
    );
    const { heard } = watchWidgets(server);

    await vi.waitFor(() => expect(heard.missed).toEqual([2]), WAIT_DEADLINE_MS);
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

    await vi.waitFor(() => expect(heard.missed).toEqual([3]), WAIT_DEADLINE_MS);
    const versions = server.requests.map(({ query }) => query.get("resourceVersion"));
    expect(versions.slice(0, 7)).toEqual([null, "10", "10", "10", "10", "10", null]);
  });
});
