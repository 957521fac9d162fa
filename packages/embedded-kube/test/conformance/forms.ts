import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { Client, objectOf, types, type ApiServer } from "./client.ts";
import { freshNamespace, widget, widgetsOf } from "./given.ts";
import { anyText, containing, matching } from "./expected.ts";

const table = "application/json;as=Table;v=v1;g=meta.k8s.io";
const tableSchema = z.object({
  kind: z.literal("Table"),
  apiVersion: z.literal("meta.k8s.io/v1"),
  metadata: z.looseObject({ resourceVersion: z.string() }),
  columnDefinitions: z
    .array(z.looseObject({ name: z.string(), type: z.string(), priority: z.number() }))
    .nullable(),
  rows: z.array(
    z.object({ cells: z.array(z.unknown()), object: z.looseObject({ kind: z.string() }).nullish() }),
  ),
});

export function formsSuite(server: ApiServer): void {
  describe("Tables and metadata alone", () => {
    const client = new Client(server);
    let widgets = "";

    beforeAll(async () => {
      widgets = widgetsOf(await freshNamespace(client));
      objectOf(
        await client.post(widgets, widget("a", { flag: true, size: 3, when: "2001-01-01T00:00:00Z" })),
      );
      objectOf(await client.post(widgets, widget("b")));
    });
    afterAll(() => client.close());

    it("gives a list as a table of the definition's printer columns", async () => {
      const answer = await client.get(widgets, {}, { accept: `${table},application/json` });
      expect(answer.contentType).toBe("application/json");
      const { columnDefinitions, rows, metadata } = tableSchema.parse(answer.body);
      expect(columnDefinitions?.map(({ name, type, priority }) => [name, type, priority])).toEqual([
        ["Name", "string", 0],
        ["Size", "integer", 0],
        ["Flag", "boolean", 0],
        ["When", "date", 1],
      ]);
      expect(columnDefinitions?.[0]).toMatchObject({
        format: "name",
        description: containing("Name must be unique"),
      });
      expect(rows.map(({ cells }) => cells)).toEqual([
        ["a", 3, true, matching(/^\d+y$/)],
        ["b", 1, null, null],
      ]);
      expect(rows[0]?.object).toMatchObject({
        kind: "PartialObjectMetadata",
        apiVersion: "meta.k8s.io/v1",
        metadata: { name: "a" },
      });
      expect(rows[0]?.object).not.toHaveProperty("spec");
      expect(metadata.resourceVersion).toMatch(/^\d+$/);
    });

    it("gives one object as a table of one row, with as much of the object as is asked for", async () => {
      const whole = tableSchema.parse(
        (await client.get(`${widgets}/a`, { includeObject: "Object" }, { accept: table })).body,
      );
      expect(whole.rows).toHaveLength(1);
      expect(whole.rows[0]?.object).toMatchObject({ kind: "Widget", spec: { size: 3 } });
      const none = tableSchema.parse(
        (await client.get(`${widgets}/a`, { includeObject: "None" }, { accept: table })).body,
      );
      expect(none.rows[0]?.object ?? null).toBeNull();
    });

    it("gives pages of tables", async () => {
      const page = tableSchema.parse((await client.get(widgets, { limit: "1" }, { accept: table })).body);
      expect(page.rows).toHaveLength(1);
      expect(page.metadata).toMatchObject({ remainingItemCount: 1, continue: anyText });
    });

    it("gives columns for kinds without any of their own", async () => {
      const answer = tableSchema.parse((await client.get("/api/v1/namespaces", {}, { accept: table })).body);
      expect(answer.columnDefinitions?.map(({ name }) => name)).toEqual(["Name", "Status", "Age"]);
      expect(answer.rows.map(({ cells }) => cells.slice(0, 2))).toContainEqual(["default", "Active"]);
    });

    it("gives the metadata alone, of one, of many, and of what was written", async () => {
      const one = await client.get(
        `${widgets}/a`,
        {},
        { accept: "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io" },
      );
      expect(one.body).toMatchObject({
        kind: "PartialObjectMetadata",
        apiVersion: "meta.k8s.io/v1",
        metadata: { name: "a" },
      });
      expect(one.body).not.toHaveProperty("spec");
      const many = await client.get(
        widgets,
        {},
        { accept: "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io" },
      );
      expect(many.body).toMatchObject({
        kind: "PartialObjectMetadataList",
        apiVersion: "meta.k8s.io/v1",
        metadata: { resourceVersion: anyText },
        items: [{ metadata: { name: "a" } }, { metadata: { name: "b" } }],
      });
      const patched = await client.request(
        "PATCH",
        `${widgets}/a`,
        { metadata: { labels: { a: "b" } } },
        {
          contentType: types.merge,
          accept: "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
        },
      );
      expect(patched.body).toMatchObject({ kind: "PartialObjectMetadata", metadata: { labels: { a: "b" } } });
    });

    it("watches tables, the columns in the first event only", async () => {
      await using watch = await client.watch(
        widgets,
        { fieldSelector: "metadata.name=a" },
        { accept: table },
      );
      const first = tableSchema.parse((await watch.next(({ type }) => type === "ADDED")).object);
      expect(first.columnDefinitions).toHaveLength(4);
      await client.patch(`${widgets}/a`, types.merge, { spec: { size: 4 } });
      const second = tableSchema.parse((await watch.next(({ type }) => type === "MODIFIED")).object);
      expect(second.columnDefinitions ?? []).toEqual([]);
      expect(second.rows[0]?.cells.slice(0, 3)).toEqual(["a", 4, true]);
    });

    it("watches metadata alone", async () => {
      const accept = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
      await using watch = await client.watch(widgets, {}, { accept });
      const { object } = await watch.next((event) => event.object.metadata.name === "b");
      expect(object).toMatchObject({ kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1" });
      expect(object).not.toHaveProperty("spec");
    });
  });
}
