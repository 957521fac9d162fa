import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client, objectOf, types, type ApiServer } from "./client.ts";
import { freshNamespace, widget, widgetsOf } from "./given.ts";
import { containing } from "./expected.ts";

export function decodingSuite(server: ApiServer): void {
  describe("Unknown fields, nulls and defaults", () => {
    const client = new Client(server);
    let widgets = "";
    const odd = (name: string) => ({
      ...widget(name, { code: "abc", nonsense: 1, parts: [{ name: "x", odd: true }] }),
      extra: {},
    });

    beforeAll(async () => {
      widgets = widgetsOf(await freshNamespace(client));
    });
    afterAll(() => client.close());

    it("prunes unknown fields and warns of each", async () => {
      const answer = await client.post(widgets, odd("warned"));
      expect(answer.code).toBe(201);
      expect(objectOf(answer).spec).toEqual({ code: "abc", size: 1, parts: [{ name: "x", weight: 5 }] });
      expect(answer.body).not.toHaveProperty("extra");
      expect(answer.warnings).toEqual([
        'unknown field "extra"',
        'unknown field "spec.nonsense"',
        'unknown field "spec.parts[0].odd"',
      ]);
    });

    it("warns in any language", async () => {
      const named = await client.post(widgets, widget("language", { größe: 1 }));
      expect(named).toMatchObject({ code: 201 });
      expect(named.warnings.map((text) => Buffer.from(text, "latin1").toString())).toEqual([
        'unknown field "spec.größe"',
      ]);
    });

    it("prunes silently with fieldValidation Ignore", async () => {
      const answer = await client.post(widgets, odd("ignored"), { fieldValidation: "Ignore" });
      expect(answer).toMatchObject({ code: 201, warnings: [] });
      expect(objectOf(answer).spec).toEqual({ code: "abc", size: 1, parts: [{ name: "x", weight: 5 }] });
    });

    it("refuses unknown fields with fieldValidation Strict, in every write", async () => {
      const fields =
        'unknown field "extra", unknown field "spec.nonsense", unknown field "spec.parts[0].odd"';
      expect(await client.post(widgets, odd("strict"), { fieldValidation: "Strict" })).toMatchObject({
        code: 400,
        body: {
          reason: "BadRequest",
          message: `Widget in version "v1" cannot be handled as a Widget: strict decoding error: ${fields}`,
        },
      });
      const created = objectOf(await client.post(widgets, widget("strict")));
      const put = { ...created, spec: { nonsense: 1 } };
      expect(await client.put(`${widgets}/strict`, put, { fieldValidation: "Strict" })).toMatchObject({
        code: 400,
        body: {
          message:
            'Widget in version "v1" cannot be handled as a Widget: strict decoding error: unknown field "spec.nonsense"',
        },
      });
      const patched = await client.patch(
        `${widgets}/strict`,
        types.merge,
        { spec: { nonsense: 1 } },
        { fieldValidation: "Strict" },
      );
      expect(patched.code).toBe(422);
      expect(patched.body).toMatchObject({
        message: containing('strict decoding error: unknown field "spec.nonsense"'),
      });
      expect(objectOf(await client.get(`${widgets}/strict`))).toEqual(created);
    });

    it("warns of a patch's unknown fields and changes nothing by them", async () => {
      const created = objectOf(await client.post(widgets, widget("patched")));
      const answer = await client.patch(`${widgets}/patched`, types.merge, { spec: { nonsense: 1 } });
      expect(answer).toMatchObject({ code: 200, warnings: ['unknown field "spec.nonsense"'] });
      expect(objectOf(answer).metadata.resourceVersion).toBe(created.metadata.resourceVersion);
    });

    it("keeps unknown fields where the schema says so", async () => {
      const any = { deep: [{ er: null }], list: [1, "2"] };
      expect(objectOf(await client.post(widgets, widget("any", { any }))).spec).toMatchObject({ any });
    });

    it("fills in defaults, also for a null that may not be, and keeps one that may", async () => {
      const { spec } = objectOf(await client.post(widgets, widget("nulls", { size: null, note: null })));
      expect(spec).toEqual({ size: 1, note: null });
    });

    it("drops a null that may not be and has no default", async () => {
      const { spec } = objectOf(
        await client.post(widgets, widget("null", { code: null, any: { kept: null } })),
      );
      expect(spec).toEqual({ size: 1, any: { kept: null } });
    });

    it("understands YAML bodies", async () => {
      const yaml =
        "apiVersion: test.gastown.io/v1\nkind: Widget\nmetadata:\n  name: yaml\nspec:\n  size: 3\n";
      const answer = await client.request("POST", widgets, yaml, { contentType: "application/yaml" });
      expect(answer).toMatchObject({ code: 201, body: { spec: { size: 3 } } });
    });

    it("refuses a body that is no JSON, or no object", async () => {
      for (const body of ["{", "[]", '"text"']) {
        const answer = await client.post(widgets, body);
        expect(answer).toMatchObject({ code: 400, body: { kind: "Status", reason: "BadRequest" } });
      }
    });
  });
}
