import { describe, expect, it, onTestFinished, vi } from "vitest";
import { request } from "undici";
import { Client, listOf, namesOf, objectOf } from "./conformance/client.ts";
import { polecat, polecatsOf } from "./conformance/given.ts";
import { asServer, startTestApi } from "./embedded.ts";
import type { EmbeddedApiOptions } from "../src/index.ts";
import { anyText } from "./conformance/expected.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const polecats = polecatsOf("default");

async function started(options: Partial<EmbeddedApiOptions> = {}) {
  const api = await startTestApi(options);
  const client = new Client(asServer(api));
  onTestFinished(async () => {
    await client.close();
    await api.stop();
  });
  return { api, client, faults: api.faults };
}

describe("Faults of the embedded API", () => {
  it("dropWatches cuts every watch without a good end, and the next watch goes on", async () => {
    const { client, faults } = await started();
    const resourceVersion = listOf(await client.get(polecats)).metadata.resourceVersion;
    await using one = await client.watch(polecats);
    await using other = await client.watch(polecats);
    expect(faults.dropWatches()).toBe(2);
    await expect(one.ended).rejects.toThrow();
    await expect(other.ended).rejects.toThrow();
    expect(faults.dropWatches()).toBe(0);
    await client.post(polecats, polecat("a"));
    await using resumed = await client.watch(polecats, { resourceVersion });
    await resumed.next(({ object }) => object.metadata.name === "a");
  });

  it("failNext answers so many matching requests with the failure and does not carry them out", async () => {
    const { api, client, faults } = await started();
    faults.failNext({
      method: "POST",
      path: "/polecats",
      status: 429,
      times: 2,
      retryAfterSeconds: 7,
      message: "busy",
    });
    expect(await client.get(polecats)).toMatchObject({ code: 200 });
    const { statusCode, headers, body } = await request(api.url + polecats, {
      method: "POST",
      headers: { authorization: `Bearer ${api.token}` },
      body: JSON.stringify(polecat("a")),
      dispatcher: client.agent,
    });
    expect(statusCode).toBe(429);
    expect(headers["retry-after"]).toBe("7");
    expect(await body.json()).toMatchObject({
      kind: "Status",
      reason: "TooManyRequests",
      message: "busy",
      details: { retryAfterSeconds: 7 },
    });
    expect(await client.post(polecats, polecat("a"))).toMatchObject({ code: 429 });
    expect(namesOf(await client.get(polecats))).toEqual([]);
    expect(await client.post(polecats, polecat("a"))).toMatchObject({ code: 201 });
  });

  it.each([
    [409, "Conflict"],
    [500, "InternalError"],
    [503, "ServiceUnavailable"],
  ])("failNext with %i names the reason %s", async (status, reason) => {
    const { client, faults } = await started();
    faults.failNext({ status });
    expect(await client.get(polecats)).toMatchObject({ code: status, body: { reason } });
  });

  it("freeze answers nothing until the thaw, which then carries everything out", async () => {
    const { client, faults } = await started();
    await using watch = await client.watch(polecats);
    const thaw = faults.freeze();
    let answered = false;
    const creating = client.post(polecats, polecat("a")).finally(() => (answered = true));
    const reading = client.get(polecats).finally(() => (answered = true));
    // Health checks are not frozen: a round trip through the server, behind both requests.
    for (let count = 0; count < 5; count += 1) await client.get("/healthz");
    expect(answered).toBe(false);
    expect(watch.events).toEqual([]);
    thaw();
    expect(await creating).toMatchObject({ code: 201 });
    expect(await reading).toMatchObject({ code: 200 });
    await watch.next(({ object }) => object.metadata.name === "a");
  });

  it("freeze of some requests leaves others and watches alone", async () => {
    const { client, faults } = await started();
    await using watch = await client.watch(polecats);
    const thaw = faults.freeze({ method: "PATCH", path: /\/status$/ });
    const path = `${polecats}/a`;
    await client.post(polecats, polecat("a"));
    await watch.next(({ object }) => object.metadata.name === "a");
    const status = { apiVersion: "gastown.gastown.io/v1alpha1", kind: "Polecat", status: { phase: "Idle" } };
    const frozen = client.apply(`${path}/status`, "x", status);
    expect(objectOf(await client.get(path)).status).toBeUndefined();
    thaw();
    thaw();
    expect(await frozen).toMatchObject({ code: 200 });
  });

  it("forgetWatchLog makes every version given out so far too old, for watches and for pages", async () => {
    const { client, faults } = await started();
    for (const name of ["a", "b"]) await client.post(polecats, polecat(name));
    const { metadata } = listOf(await client.get(polecats, { limit: "1" }));
    faults.forgetWatchLog();
    await using watch = await client.watch(polecats, { resourceVersion: metadata.resourceVersion });
    await watch.ended;
    expect(watch.events).toMatchObject([{ type: "ERROR", object: { code: 410, reason: "Expired" } }]);
    const page = await client.get(polecats, { limit: "1", continue: metadata.continue ?? "" });
    expect(page).toMatchObject({
      code: 410,
      body: { reason: "Expired", metadata: { continue: anyText } },
    });
    const { resourceVersion } = listOf(await client.get(polecats)).metadata;
    await using fresh = await client.watch(polecats, { resourceVersion });
    await client.post(polecats, polecat("c"));
    await fresh.next(({ object }) => object.metadata.name === "c");
  });

  it("a page after forgotten changes can go on from the token in the refusal", async () => {
    const { client, faults } = await started();
    for (const name of ["a", "b", "c"]) await client.post(polecats, polecat(name));
    const { metadata } = listOf(await client.get(polecats, { limit: "1" }));
    faults.forgetWatchLog();
    const { body } = await client.get(polecats, { continue: metadata.continue ?? "" });
    const token = (body as { metadata: { continue: string } }).metadata.continue;
    expect(namesOf(await client.get(polecats, { continue: token }))).toEqual(["b", "c"]);
  });

  it("delay holds matching requests back for so long, until it is ended", async () => {
    const { client, faults } = await started();
    const end = faults.delay(300, { method: "GET", path: (path) => path === polecats });
    const before = performance.now();
    await client.get(polecats);
    expect(performance.now() - before).toBeGreaterThan(290);
    end();
    faults.delay(3_600_000);
    faults.clear();
    expect(await client.get(polecats)).toMatchObject({ code: 200 });
  });

  it("clear ends failures and freezes", async () => {
    const { client, faults } = await started();
    faults.failNext({ status: 500, times: 100, path: "/rigs" });
    faults.freeze({ path: "/polecats" });
    const held = client.get(polecats);
    faults.clear();
    expect(await held).toMatchObject({ code: 200 });
    expect(await client.get("/apis/gastown.gastown.io/v1alpha1/rigs")).toMatchObject({ code: 200 });
  });

  it("remembers only so many changes as it was told to", async () => {
    const { client } = await started({ watchLogSize: 10 });
    const { resourceVersion } = listOf(await client.get(polecats)).metadata;
    for (let count = 0; count < 30; count += 1)
      await client.patch("/api/v1/namespaces/default", "application/merge-patch+json", {
        metadata: { annotations: { count: String(count) } },
      });
    await client.post(polecats, polecat("a"));
    await using fine = await client.watch(polecats, { resourceVersion });
    await fine.next(({ object }) => object.metadata.name === "a");
    await using old = await client.watch("/api/v1/namespaces", { resourceVersion });
    await old.ended;
    expect(old.events).toMatchObject([{ type: "ERROR", object: { code: 410 } }]);
  });

  it("sends bookmarks to the watches that ask for them", async () => {
    const { client } = await started({ bookmarkIntervalMs: 20 });
    await client.post(polecats, polecat("a"));
    await using watch = await client.watch(polecats, { allowWatchBookmarks: "true" });
    const { object } = await watch.next(({ type }) => type === "BOOKMARK");
    expect(object).toMatchObject({ kind: "Polecat", apiVersion: "gastown.gastown.io/v1alpha1" });
    await using without = await client.watch(polecats);
    await vi.waitFor(
      () => expect(watch.events.filter(({ type }) => type === "BOOKMARK").length).toBeGreaterThan(5),
      WAIT_DEADLINE_MS,
    );
    expect(without.events.map(({ type }) => type)).toEqual(["ADDED"]);
  });
});
