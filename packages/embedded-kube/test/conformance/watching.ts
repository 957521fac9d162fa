import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { Client, listOf, objectOf, types, type ApiServer } from "./client.ts";
import { freshNamespace, polecat, polecatsOf, widget, widgetsOf } from "./given.ts";
import { matching } from "./expected.ts";

const initialEventsEnd = "k8s.io/initial-events-end";

export function watchingSuite(server: ApiServer): void {
  describe("Watching", () => {
    const client = new Client(server);
    let polecats = "";
    let widgets = "";
    const label = (name: string, team: string | null) =>
      client.patch(`${polecats}/${name}`, types.merge, { metadata: { labels: { team } } });
    const versionNow = async () => listOf(await client.get(polecats)).metadata.resourceVersion;

    beforeEach(async () => {
      const town = await freshNamespace(client);
      polecats = polecatsOf(town);
      widgets = widgetsOf(town);
    });
    afterAll(() => client.close());

    it("begins with what is there, and goes on with what happens", async () => {
      await client.post(polecats, polecat("present"));
      await using watch = await client.watch(polecats);
      await watch.next(({ object }) => object.metadata.name === "present");
      await client.post(polecats, polecat("new"));
      await label("new", "red");
      await client.delete(`${polecats}/new`);
      const last = await watch.next(({ type }) => type === "DELETED");
      expect(watch.story).toEqual(["ADDED present", "ADDED new", "MODIFIED new", "DELETED new"]);
      const versions = watch.events.slice(1).map(({ object }) => Number(object.metadata.resourceVersion));
      expect(versions).toEqual(versions.toSorted((a, b) => a - b));
      expect(last.object).toMatchObject({
        kind: "Polecat",
        metadata: { labels: { team: "red" } },
        spec: { rig: "alpha" },
      });
    });

    it("goes on from a list's version without a gap or a repetition", async () => {
      await client.post(polecats, polecat("before"));
      const resourceVersion = await versionNow();
      await client.post(polecats, polecat("between"));
      await using watch = await client.watch(polecats, { resourceVersion });
      await client.post(polecats, polecat("after"));
      await watch.next(({ object }) => object.metadata.name === "after");
      expect(watch.story).toEqual(["ADDED between", "ADDED after"]);
    });

    it("goes on from an event's version", async () => {
      await client.post(polecats, polecat("a"));
      const { metadata } = objectOf(await label("a", "red"));
      await label("a", "blue");
      await using watch = await client.watch(polecats, { resourceVersion: metadata.resourceVersion });
      const event = await watch.next(() => true);
      expect(event).toMatchObject({ type: "MODIFIED", object: { metadata: { labels: { team: "blue" } } } });
    });

    it("tells a deletion under its own version", async () => {
      const created = objectOf(await client.post(polecats, polecat("gone")));
      await client.delete(`${polecats}/gone`);
      await using watch = await client.watch(polecats, { resourceVersion: created.metadata.resourceVersion });
      const { type, object } = await watch.next(() => true);
      expect(type).toBe("DELETED");
      expect(Number(object.metadata.resourceVersion)).toBeGreaterThan(
        Number(created.metadata.resourceVersion),
      );
    });

    it("tells the end of finalizers as changes, and the removal as one deletion", async () => {
      const resourceVersion = await versionNow();
      await client.post(polecats, polecat("held", {}, { finalizers: ["test.gastown.io/hold"] }));
      await client.delete(`${polecats}/held`);
      await client.patch(`${polecats}/held`, types.merge, { metadata: { finalizers: null } });
      await using watch = await client.watch(polecats, { resourceVersion });
      await watch.next(({ type }) => type === "DELETED");
      expect(watch.story).toEqual(["ADDED held", "MODIFIED held", "DELETED held"]);
    });

    it("tells a watcher with a label selector of coming in and going out of sight", async () => {
      await client.post(polecats, polecat("a", {}, { labels: { team: "blue" } }));
      const resourceVersion = await versionNow();
      await using watch = await client.watch(polecats, { resourceVersion, labelSelector: "team=red" });
      await label("a", "red");
      await client.patch(`${polecats}/a`, types.merge, { spec: { paused: true } });
      const out = objectOf(await label("a", "blue"));
      await client.delete(`${polecats}/a`);
      await client.post(polecats, polecat("b", {}, { labels: { team: "red" } }));
      await watch.next(({ object }) => object.metadata.name === "b");
      expect(watch.story).toEqual(["ADDED a", "MODIFIED a", "DELETED a", "ADDED b"]);
      expect(watch.events[2]?.object.metadata).toMatchObject({
        labels: { team: "red" },
        resourceVersion: out.metadata.resourceVersion,
      });
    });

    it("does the same for selectable fields", async () => {
      await client.post(widgets, widget("w", { colour: "green" }));
      const { metadata } = listOf(await client.get(widgets));
      await using watch = await client.watch(widgets, {
        resourceVersion: metadata.resourceVersion,
        fieldSelector: "spec.colour=red",
      });
      for (const colour of ["red", "green"])
        await client.patch(`${widgets}/w`, types.merge, { spec: { colour } });
      await watch.next(({ type }) => type === "DELETED");
      expect(watch.story).toEqual(["ADDED w", "DELETED w"]);
    });

    it("watches one object by a field selector on its name, and not by its path", async () => {
      await client.post(polecats, polecat("a"));
      await client.post(polecats, polecat("b"));
      await using watch = await client.watch(polecats, { fieldSelector: "metadata.name=a" });
      await label("b", "red");
      await label("a", "red");
      await watch.next(({ type }) => type === "MODIFIED");
      expect(watch.story).toEqual(["ADDED a", "MODIFIED a"]);
      expect(objectOf(await client.get(`${polecats}/a`, { watch: "true" })).metadata.name).toBe("a");
    });

    it("streams the initial state and marks its end with a bookmark", async () => {
      await client.post(polecats, polecat("a"));
      await client.post(polecats, polecat("b"));
      const query = {
        sendInitialEvents: "true",
        resourceVersionMatch: "NotOlderThan",
        allowWatchBookmarks: "true",
      };
      await using watch = await client.watch(polecats, query);
      const end = await watch.next(({ type }) => type === "BOOKMARK");
      expect(watch.story).toEqual(["ADDED a", "ADDED b"]);
      expect(end.object).toMatchObject({
        kind: "Polecat",
        metadata: { annotations: { [initialEventsEnd]: "true" } },
      });
      const { resourceVersion = "" } = end.object.metadata;
      await client.post(polecats, polecat("c"));
      await using resumed = await client.watch(polecats, { resourceVersion });
      expect((await resumed.next(() => true)).object.metadata.name).toBe("c");
    });

    it("sends no initial state when none is wanted", async () => {
      await client.post(polecats, polecat("a"));
      await using watch = await client.watch(polecats, {
        sendInitialEvents: "false",
        resourceVersionMatch: "NotOlderThan",
        resourceVersion: await versionNow(),
      });
      await client.post(polecats, polecat("b"));
      await watch.next(() => true);
      expect(watch.story).toEqual(["ADDED b"]);
    });

    it("ends in good order after timeoutSeconds", async () => {
      await using watch = await client.watch(polecats, { timeoutSeconds: "1" });
      await watch.ended;
      expect(watch.events).toEqual([]);
    });

    it("answers a version that is forgotten with an ERROR event of 410, and ends", async () => {
      await using watch = await client.watch(polecats, { resourceVersion: "1" });
      await watch.ended;
      expect(watch.events).toEqual([
        {
          type: "ERROR",
          object: {
            kind: "Status",
            apiVersion: "v1",
            metadata: {},
            status: "Failure",
            message: matching(/^too old resource version: 1 \(\d+\)$/),
            reason: "Expired",
            code: 410,
          },
        },
      ]);
    });

    it.each([
      [
        { sendInitialEvents: "true" },
        'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
      ],
      [
        { resourceVersionMatch: "NotOlderThan", resourceVersion: "1" },
        'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
      ],
    ])("refuses the options %j", async (query, message) => {
      expect(await client.get(polecats, { watch: "true", ...query })).toMatchObject({
        code: 422,
        body: { message },
      });
    });

    it("refuses to watch from a version that is no number", async () => {
      expect(await client.get(polecats, { watch: "true", resourceVersion: "x" })).toMatchObject({
        code: 500,
        body: {
          message: 'resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax',
        },
      });
    });
  });
}
