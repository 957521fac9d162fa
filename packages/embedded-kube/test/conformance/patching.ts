import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client, objectOf, types, type ApiServer } from "./client.ts";
import { freshNamespace, polecat, polecatsOf, widget, widgetsOf } from "./given.ts";
import { containing } from "./expected.ts";

export function patchingSuite(server: ApiServer): void {
  describe("Patching", () => {
    const client = new Client(server);
    let town = "";
    const polecatAt = (name: string) => `${polecatsOf(town)}/${name}`;
    const widgetAt = (name: string) => `${widgetsOf(town)}/${name}`;

    beforeAll(async () => {
      town = await freshNamespace(client);
    });
    afterAll(() => client.close());

    it("merges a patch: null removes, lists are replaced, the rest stays", async () => {
      await client.post(widgetsOf(town), widget("merged", { list: ["a", "b"], code: "abc", colour: "red" }));
      const patch = { metadata: { labels: { team: "red" } }, spec: { list: ["c"], code: null } };
      const answer = await client.patch(widgetAt("merged"), types.merge, patch);
      expect(answer.code).toBe(200);
      const { metadata, spec } = objectOf(answer);
      expect(spec).toEqual({ list: ["c"], colour: "red", size: 1 });
      expect(metadata).toMatchObject({ labels: { team: "red" }, generation: 2 });
    });

    it("merges under a resource version when the patch names one", async () => {
      const { metadata } = objectOf(await client.post(polecatsOf(town), polecat("guarded")));
      const patch = (resourceVersion: string) => ({
        metadata: { resourceVersion },
        spec: { taskDescription: resourceVersion },
      });
      expect(
        await client.patch(polecatAt("guarded"), types.merge, patch(metadata.resourceVersion)),
      ).toMatchObject({ code: 200 });
      expect(
        await client.patch(polecatAt("guarded"), types.merge, patch(metadata.resourceVersion)),
      ).toMatchObject({
        code: 409,
        body: { reason: "Conflict", message: containing("the object has been modified") },
      });
    });

    it("makes no new version with a patch that changes nothing", async () => {
      const { metadata } = objectOf(
        await client.post(polecatsOf(town), polecat("same", { taskDescription: "x" })),
      );
      const patched = await client.patch(polecatAt("same"), types.merge, { spec: { taskDescription: "x" } });
      expect(objectOf(patched).metadata.resourceVersion).toBe(metadata.resourceVersion);
    });

    it("refuses a merge patch that is no object", async () => {
      const answer = await client.patch(polecatAt("same"), types.merge, "[]");
      expect(answer.code).toBe(400);
      expect(answer.body).toMatchObject({ message: containing("error decoding patch") });
    });

    it("carries out the operations of a JSON patch", async () => {
      await client.post(
        widgetsOf(town),
        widget("operated", { list: ["a", "b"], code: "abc" }, { labels: { "x/y": "1" } }),
      );
      const answer = await client.patch(widgetAt("operated"), types.json, [
        { op: "test", path: "/spec/code", value: "abc" },
        { op: "replace", path: "/spec/code", value: "xyz" },
        { op: "add", path: "/spec/list/1", value: "between" },
        { op: "add", path: "/spec/list/-", value: "end" },
        { op: "remove", path: "/spec/list/0" },
        { op: "copy", from: "/spec/code", path: "/spec/note" },
        { op: "remove", path: "/metadata/labels/x~1y" },
      ]);
      expect(answer.code).toBe(200);
      expect(objectOf(answer).spec).toEqual({
        list: ["between", "b", "end"],
        code: "xyz",
        note: "xyz",
        size: 1,
      });
      expect(objectOf(answer).metadata.labels ?? {}).toEqual({});
    });

    it("refuses a JSON patch whose test fails, or whose path is not there, and changes nothing", async () => {
      const created = objectOf(await client.post(polecatsOf(town), polecat("tested")));
      const test = [
        { op: "replace", path: "/spec/agent", value: "aider" },
        { op: "test", path: "/spec/rig", value: "beta" },
      ];
      for (const patch of [test, [{ op: "remove", path: "/spec/beadID" }]])
        expect(await client.patch(polecatAt("tested"), types.json, patch)).toMatchObject({
          code: 422,
          body: {
            reason: "Invalid",
            message: "the server rejected our request due to an error in our request",
          },
        });
      expect(objectOf(await client.get(polecatAt("tested")))).toEqual(created);
    });

    it("refuses a JSON patch that is no list of operations", async () => {
      const answer = await client.patch(polecatAt("tested"), types.json, { spec: {} });
      expect(answer.code).toBe(400);
      expect(answer.body).toMatchObject({
        message:
          "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp",
      });
    });

    it("refuses a patch of an object that is not there", async () => {
      for (const [type, patch] of [
        [types.merge, {}],
        [types.json, []],
      ] as const)
        expect(await client.patch(polecatAt("nobody"), type, patch)).toMatchObject({
          code: 404,
          body: { reason: "NotFound" },
        });
    });

    it("refuses a patch that renames", async () => {
      await client.post(polecatsOf(town), polecat("named"));
      const answer = await client.patch(polecatAt("named"), types.merge, { metadata: { name: "other" } });
      expect(answer).toMatchObject({
        code: 400,
        body: { message: "the name of the object (other) does not match the name on the URL (named)" },
      });
    });

    it("refuses a patch that makes the object invalid, with the path", async () => {
      await client.post(polecatsOf(town), polecat("valid"));
      expect(
        await client.patch(polecatAt("valid"), types.merge, { spec: { desiredState: "Sleeping" } }),
      ).toMatchObject({
        code: 422,
        body: {
          message:
            'Polecat.gastown.gastown.io "valid" is invalid: [spec.desiredState: Unsupported value: "Sleeping": supported values: "Idle", "Working", "Terminated", <nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation]',
        },
      });
    });

    it("patches namespaces with strategic merge patches, and no custom resources", async () => {
      const labels = { "gastown.io/seen": "true" };
      const patched = await client.patch(`/api/v1/namespaces/${town}`, types.strategic, {
        metadata: { labels },
      });
      expect(objectOf(patched).metadata.labels).toMatchObject(labels);
      expect(await client.patch(polecatAt("valid"), types.strategic, {})).toMatchObject({
        code: 415,
        body: {
          reason: "UnsupportedMediaType",
          message:
            "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml",
        },
      });
    });
  });
}
