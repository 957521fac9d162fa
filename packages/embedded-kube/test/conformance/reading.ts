import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client, listOf, namesOf, objectOf, type ApiServer } from "./client.ts";
import { freshNamespace, gastown, polecat, polecatsOf, widget, widgetsOf } from "./given.ts";
import { containing } from "./expected.ts";

export function readingSuite(server: ApiServer): void {
  describe("Reading", () => {
    const client = new Client(server);
    let polecats = "";
    let widgets = "";

    beforeAll(async () => {
      const town = await freshNamespace(client);
      polecats = polecatsOf(town);
      widgets = widgetsOf(town);
      for (const [name, labels, spec] of [
        ["a", { team: "red", tier: "1" }, { rig: "alpha" }],
        ["b", { team: "red", tier: "2" }, { rig: "beta" }],
        ["c", { team: "blue" }, { rig: "alpha" }],
        ["d", {}, { rig: "alpha" }],
      ] as const)
        objectOf(await client.post(polecats, polecat(name, spec, { labels })));
      objectOf(await client.post(widgets, widget("red", { colour: "red", size: 2 })));
      objectOf(await client.post(widgets, widget("green", { colour: "green", size: 3 })));
      objectOf(await client.post(widgets, widget("plain")));
    });
    afterAll(() => client.close());

    it("gives one object, with defaults and everything the server sets", async () => {
      const answer = await client.get(`${polecats}/a`);
      expect(answer).toMatchObject({ code: 200, contentType: "application/json" });
      const { metadata, spec, status } = objectOf(answer);
      expect(metadata).toMatchObject({ name: "a", generation: 1, labels: { team: "red", tier: "1" } });
      expect(metadata.uid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(metadata.resourceVersion).toMatch(/^[1-9]\d*$/);
      expect(metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(spec).toMatchObject({ rig: "alpha", desiredState: "Idle", executionMode: "local" });
      expect(status).toBeUndefined();
    });

    it("gives the status subresource as the whole object", async () => {
      expect(objectOf(await client.get(`${polecats}/a/status`))).toEqual(
        objectOf(await client.get(`${polecats}/a`)),
      );
    });

    it("lists a namespace in the order of names, and its type in the list", async () => {
      const answer = await client.get(polecats);
      expect(answer.body).toMatchObject({ kind: "PolecatList", apiVersion: "gastown.gastown.io/v1alpha1" });
      expect(namesOf(answer)).toEqual(["a", "b", "c", "d"]);
      expect(listOf(answer).items[0]).toMatchObject({
        apiVersion: "gastown.gastown.io/v1alpha1",
        kind: "Polecat",
      });
    });

    it("lists all namespaces at once", async () => {
      const { items } = listOf(await client.get(`${gastown}/polecats`));
      expect(
        items.filter(({ metadata }) => polecats.includes(`/${String(metadata["namespace"])}/`)),
      ).toHaveLength(4);
    });

    it("lists nothing in a namespace that is not there", async () => {
      expect(namesOf(await client.get(polecatsOf("nowhere-at-all")))).toEqual([]);
    });

    it.each([
      ["team=red", ["a", "b"]],
      ["team==red,tier=2", ["b"]],
      ["team!=red", ["c", "d"]],
      ["team in (red,blue)", ["a", "b", "c"]],
      ["team notin (red)", ["c", "d"]],
      ["team", ["a", "b", "c"]],
      ["!team", ["d"]],
      ["tier>1", ["b"]],
      ["tier<2", ["a"]],
      ["team in ( red , blue ),!tier", ["c"]],
    ])("selects by label %s", async (labelSelector, names) => {
      expect(namesOf(await client.get(polecats, { labelSelector }))).toEqual(names);
    });

    it("refuses a label selector that it cannot parse", async () => {
      const answer = await client.get(polecats, { labelSelector: "team in red" });
      expect(answer).toMatchObject({ code: 400, body: { reason: "BadRequest" } });
      expect(answer.body).toMatchObject({ message: containing("unable to parse requirement:") });
    });

    it.each([
      ["metadata.name=b", ["b"]],
      ["metadata.name!=b", ["a", "c", "d"]],
    ])("selects by field %s", async (fieldSelector, names) => {
      expect(namesOf(await client.get(polecats, { fieldSelector }))).toEqual(names);
    });

    it.each([
      ["spec.colour=red", ["red"]],
      ["spec.colour!=red", ["green", "plain"]],
      ["spec.colour=", ["plain"]],
      ["spec.size=3,spec.colour==green", ["green"]],
      ["spec.size=1", ["plain"]],
      ["status.phase=Done", []],
    ])("selects by the definition's selectable field %s", async (fieldSelector, names) => {
      expect(namesOf(await client.get(widgets, { fieldSelector }))).toEqual(names);
    });

    it("refuses a field that is not selectable", async () => {
      expect(await client.get(polecats, { fieldSelector: "spec.rig=alpha" })).toMatchObject({
        code: 400,
        body: { message: "field label not supported: spec.rig", reason: "BadRequest", status: "Failure" },
      });
    });

    it("says 404 of an object that is not there, with its resource in the details", async () => {
      expect(await client.get(`${polecats}/nobody`)).toMatchObject({
        code: 404,
        body: {
          kind: "Status",
          apiVersion: "v1",
          metadata: {},
          status: "Failure",
          message: 'polecats.gastown.gastown.io "nobody" not found',
          reason: "NotFound",
          details: { name: "nobody", group: "gastown.gastown.io", kind: "polecats" },
          code: 404,
        },
      });
    });
  });
}
