import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client, objectOf, types, type ApiServer, type StoredObject } from "./client.ts";
import { freshNamespace, polecat, polecatsOf, widget, widgetsOf } from "./given.ts";
import { containing, matching } from "./expected.ts";

/** What one manager owns, as fieldsV1. */
function ownedBy({ metadata }: StoredObject, manager: string, operation = "Apply"): unknown {
  return metadata.managedFields?.find(
    (entry) => entry.manager === manager && entry["operation"] === operation,
  )?.["fieldsV1"];
}

export function applyingSuite(server: ApiServer): void {
  describe("Server-side apply", () => {
    const client = new Client(server);
    let town = "";
    const at = (name: string) => `${widgetsOf(town)}/${name}`;

    beforeAll(async () => {
      town = await freshNamespace(client);
    });
    afterAll(() => client.close());

    it("creates with 201, updates with 200, and makes no new version when nothing changed", async () => {
      const created = await client.apply(at("a"), "alice", widget("a", { code: "abc" }));
      expect(created.code).toBe(201);
      const again = await client.apply(at("a"), "alice", widget("a", { code: "abc" }));
      expect(again.code).toBe(200);
      expect(objectOf(again).metadata.resourceVersion).toBe(objectOf(created).metadata.resourceVersion);
      const changed = await client.apply(at("a"), "alice", widget("a", { code: "abd" }));
      expect(objectOf(changed).metadata).toMatchObject({ generation: 2 });
    });

    it("notes who owns what: the applied fields, not the defaults", async () => {
      const parts = [{ name: "x", value: "1" }];
      const applied = objectOf(
        await client.apply(
          at("owned"),
          "alice",
          widget("owned", { code: "abc", parts, tags: ["t"], list: ["l"] }, { labels: { a: "b" } }),
        ),
      );
      expect(applied.spec).toEqual({
        code: "abc",
        size: 1,
        tags: ["t"],
        list: ["l"],
        parts: [{ name: "x", value: "1", weight: 5 }],
      });
      expect(applied.metadata.managedFields).toEqual([
        {
          manager: "alice",
          operation: "Apply",
          apiVersion: "test.gastown.io/v1",
          time: matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
          fieldsType: "FieldsV1",
          fieldsV1: {
            "f:metadata": { "f:labels": { "f:a": {} } },
            "f:spec": {
              "f:code": {},
              "f:list": {},
              "f:parts": { 'k:{"name":"x"}': { ".": {}, "f:name": {}, "f:value": {} } },
              "f:tags": { 'v:"t"': {} },
            },
          },
        },
      ]);
    });

    it("refuses to take one field from another manager, naming both", async () => {
      await client.apply(at("contested"), "alice", widget("contested", { code: "abc" }));
      expect(await client.apply(at("contested"), "bob", widget("contested", { code: "xyz" }))).toMatchObject({
        code: 409,
        body: {
          reason: "Conflict",
          message: 'Apply failed with 1 conflict: conflict with "alice": .spec.code',
          details: {
            causes: [
              { reason: "FieldManagerConflict", message: 'conflict with "alice"', field: ".spec.code" },
            ],
          },
        },
      });
    });

    it("lists all conflicts by manager", async () => {
      await client.apply(
        at("many"),
        "alice",
        widget("many", { code: "abc", parts: [{ name: "x", value: "1" }] }),
      );
      await client.request(
        "PATCH",
        at("many"),
        { spec: { colour: "red" } },
        { contentType: types.merge, query: { fieldManager: "carol" } },
      );
      const answer = await client.apply(
        at("many"),
        "bob",
        widget("many", { code: "x", colour: "green", parts: [{ name: "x", value: "2" }] }),
      );
      expect(answer.code).toBe(409);
      expect(answer.body).toMatchObject({
        message:
          'Apply failed with 3 conflicts: conflicts with "alice":\n- .spec.code\n- .spec.parts[name="x"].value\nconflicts with "carol" using test.gastown.io/v1:\n- .spec.colour',
      });
    });

    it("takes fields from others when forced", async () => {
      await client.apply(at("forced"), "alice", widget("forced", { code: "abc", colour: "red" }));
      const answer = await client.apply(at("forced"), "bob", widget("forced", { code: "xyz" }), {
        force: "true",
      });
      const object = objectOf(answer);
      expect(object.spec).toMatchObject({ code: "xyz", colour: "red" });
      expect(ownedBy(object, "alice")).toEqual({ "f:spec": { "f:colour": {} } });
      expect(ownedBy(object, "bob")).toEqual({ "f:spec": { "f:code": {} } });
    });

    it("lets two managers own one field with one value", async () => {
      await client.apply(at("shared"), "alice", widget("shared", { code: "abc" }));
      const object = objectOf(await client.apply(at("shared"), "bob", widget("shared", { code: "abc" })));
      expect(ownedBy(object, "alice")).toEqual({ "f:spec": { "f:code": {} } });
      expect(ownedBy(object, "bob")).toEqual({ "f:spec": { "f:code": {} } });
      const left = objectOf(await client.apply(at("shared"), "alice", widget("shared", {})));
      expect(left.spec).toMatchObject({ code: "abc" });
    });

    it("removes what its only manager has given up, and fills defaults in again", async () => {
      await client.apply(
        at("given-up"),
        "alice",
        widget("given-up", { code: "abc", size: 7, tags: ["x", "y"], parts: [{ name: "x" }, { name: "y" }] }),
      );
      const object = objectOf(
        await client.apply(
          at("given-up"),
          "alice",
          widget("given-up", { tags: ["y"], parts: [{ name: "y" }] }),
        ),
      );
      expect(object.spec).toEqual({ size: 1, tags: ["y"], parts: [{ name: "y", weight: 5 }] });
    });

    it("keeps the items of others in lists that are maps or sets", async () => {
      await client.apply(
        at("lists"),
        "alice",
        widget("lists", { tags: ["a"], parts: [{ name: "a", value: "1" }] }),
      );
      await client.apply(
        at("lists"),
        "bob",
        widget("lists", { tags: ["b"], parts: [{ name: "b", value: "2" }] }),
      );
      const object = objectOf(await client.apply(at("lists"), "alice", widget("lists", {})));
      expect(object.spec).toMatchObject({ tags: ["b"], parts: [{ name: "b", value: "2" }] });
    });

    it("takes atomic maps and lists as a whole", async () => {
      await client.apply(at("atomic"), "alice", widget("atomic", { whole: { a: "1" }, list: ["a"] }));
      const answer = await client.apply(
        at("atomic"),
        "bob",
        widget("atomic", { whole: { b: "2" }, list: ["a"] }),
      );
      expect(answer.body).toMatchObject({
        message: 'Apply failed with 1 conflict: conflict with "alice": .spec.whole',
      });
      const forced = await client.apply(at("atomic"), "bob", widget("atomic", { whole: { b: "2" } }), {
        force: "true",
      });
      expect(objectOf(forced).spec).toMatchObject({ whole: { b: "2" }, list: ["a"] });
    });

    it("lets an update take fields, and notes it under the program's name", async () => {
      const applied = objectOf(
        await client.apply(at("updated"), "alice", widget("updated", { code: "abc", colour: "red" })),
      );
      const next = { ...applied, spec: { ...applied.spec, code: "upd" } };
      const updated = objectOf(await client.put(at("updated"), next));
      expect(ownedBy(updated, "alice")).toEqual({ "f:spec": { "f:colour": {} } });
      expect(ownedBy(updated, "conformance", "Update")).toEqual({ "f:spec": { "f:code": {} } });
      const answer = await client.apply(
        at("updated"),
        "alice",
        widget("updated", { code: "abc", colour: "red" }),
      );
      expect(answer.body).toMatchObject({
        message:
          'Apply failed with 1 conflict: conflict with "conformance" using test.gastown.io/v1: .spec.code',
      });
    });

    it("forgets a manager that owns nothing any longer", async () => {
      const bare = { apiVersion: "test.gastown.io/v1", kind: "Widget", metadata: { name: "left" } };
      await client.apply(at("left"), "alice", widget("left", { code: "abc" }));
      await client.apply(at("left"), "bob", widget("left", { colour: "red" }));
      const object = objectOf(await client.apply(at("left"), "alice", bare));
      expect(object.metadata.managedFields?.map(({ manager }) => manager)).toEqual(["bob"]);
    });

    it("understands YAML", async () => {
      const yaml =
        "apiVersion: test.gastown.io/v1\nkind: Widget\nmetadata: {name: yaml}\nspec:\n  code: abc\n";
      expect(await client.apply(at("yaml"), "alice", yaml)).toMatchObject({
        code: 201,
        body: { spec: { code: "abc" } },
      });
    });

    it("refuses unknown fields, wrong types, and managedFields in the configuration", async () => {
      const prefix = `failed to create typed patch object (${town}/typed; test.gastown.io/v1, Kind=Widget): `;
      const typed = (spec: Record<string, unknown>, metadata = {}) =>
        client.apply(at("typed"), "alice", widget("typed", spec, { namespace: town, ...metadata }));
      expect(await typed({ nonsense: 1 })).toMatchObject({
        code: 500,
        body: { message: `${prefix}.spec.nonsense: field not declared in schema` },
      });
      expect(await typed({ code: 5 })).toMatchObject({
        code: 500,
        body: { message: `${prefix}.spec.code: expected string, got &value.valueUnstructured{Value:5}` },
      });
      expect(await typed({}, { managedFields: [] })).toMatchObject({
        code: 400,
        body: { message: "metadata.managedFields must be nil" },
      });
    });

    it("refuses an apply without a manager's name", async () => {
      expect(await client.patch(at("x"), types.apply, widget("x"))).toMatchObject({
        code: 422,
        body: {
          message:
            'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
        },
      });
    });

    it("refuses a manager's name of more than 128 letters, an object without a name, and another kind", async () => {
      expect(await client.apply(at("x"), "m".repeat(129), widget("x"))).toMatchObject({
        code: 422,
        body: {
          message:
            'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Too long: may not be more than 128 bytes',
        },
      });
      expect(await client.apply(at("x"), "m", widget(undefined))).toMatchObject({
        code: 400,
        body: {
          message: "the name of the object (x based on URL) was undeterminable: name must be provided",
        },
      });
      expect(await client.apply(at("x"), "m", polecat("x"))).toMatchObject({
        code: 400,
        body: { message: "invalid object type: gastown.gastown.io/v1alpha1, Kind=Polecat" },
      });
    });

    it("refuses force with any other patch", async () => {
      await client.apply(at("plain"), "alice", widget("plain"));
      expect(await client.patch(at("plain"), types.merge, {}, { force: "true" })).toMatchObject({
        code: 422,
        body: {
          message:
            'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
        },
      });
    });

    it("refuses an apply under another resource version", async () => {
      await client.apply(at("versioned"), "alice", widget("versioned", { code: "abc" }));
      const stale = widget("versioned", { code: "xyz" }, { resourceVersion: "1" });
      expect(await client.apply(at("versioned"), "alice", stale)).toMatchObject({
        code: 409,
        body: { message: containing("the object has been modified") },
      });
    });

    it("changes nothing in a dry run", async () => {
      const dry = await client.apply(at("dry"), "alice", widget("dry", { code: "abc" }), { dryRun: "All" });
      expect(dry).toMatchObject({ code: 201, body: { spec: { code: "abc", size: 1 } } });
      expect(await client.get(at("dry"))).toMatchObject({ code: 404 });
    });

    it("owns the finalizers it applies and no others", async () => {
      const path = `${polecatsOf(town)}/finalized`;
      await client.apply(path, "alice", polecat("finalized", {}, { finalizers: ["test.gastown.io/a"] }));
      const both = objectOf(
        await client.apply(path, "bob", polecat("finalized", {}, { finalizers: ["test.gastown.io/b"] })),
      );
      expect(both.metadata.finalizers).toEqual(["test.gastown.io/a", "test.gastown.io/b"]);
      const one = objectOf(await client.apply(path, "alice", polecat("finalized")));
      expect(one.metadata.finalizers).toEqual(["test.gastown.io/b"]);
    });
  });
}
