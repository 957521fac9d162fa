import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client, objectOf, types, type ApiServer } from "./client.ts";
import { condition, freshNamespace, polecat, polecatsOf } from "./given.ts";
import { anyText, containing, having } from "./expected.ts";

export function statusSuite(server: ApiServer): void {
  describe("Status and generation", () => {
    const client = new Client(server);
    let polecats = "";
    const at = (name: string) => `${polecats}/${name}`;
    const statusConfig = (name: string, status: Record<string, unknown>) => ({
      apiVersion: "gastown.gastown.io/v1alpha1",
      kind: "Polecat",
      metadata: { name },
      status,
    });

    beforeAll(async () => {
      polecats = polecatsOf(await freshNamespace(client));
    });
    afterAll(() => client.close());

    it("drops a status written to the resource itself", async () => {
      const created = objectOf(
        await client.post(polecats, { ...polecat("main"), status: { phase: "Working" } }),
      );
      expect(created.status).toBeUndefined();
      const patched = objectOf(await client.patch(at("main"), types.merge, { status: { phase: "Working" } }));
      expect(patched.status).toBeUndefined();
      expect(patched.metadata.resourceVersion).toBe(created.metadata.resourceVersion);
      const updated = objectOf(await client.put(at("main"), { ...created, status: { phase: "Working" } }));
      expect(updated.status).toBeUndefined();
    });

    it("drops everything but the status written to the subresource", async () => {
      const created = objectOf(await client.post(polecats, polecat("sub")));
      const given = {
        ...created,
        metadata: { ...created.metadata, labels: { a: "b" }, finalizers: ["test.gastown.io/x"] },
        spec: { ...created.spec, taskDescription: "changed" },
        status: { phase: "Working" },
      };
      const written = objectOf(await client.put(`${at("sub")}/status`, given));
      expect(written.status).toEqual({ phase: "Working" });
      expect(written.spec).toEqual(created.spec);
      expect(written.metadata).toMatchObject({ generation: 1 });
      expect(written.metadata.labels).toBeUndefined();
      expect(written.metadata.finalizers).toBeUndefined();
    });

    it("keeps the status when the resource itself is replaced", async () => {
      await client.post(polecats, polecat("kept"));
      const withStatus = objectOf(
        await client.patch(`${at("kept")}/status`, types.merge, { status: { phase: "Idle" } }),
      );
      const { status: _, ...without } = withStatus;
      const replaced = objectOf(
        await client.put(at("kept"), { ...without, spec: { ...without.spec, paused: true } }),
      );
      expect(replaced).toMatchObject({ status: { phase: "Idle" }, spec: { paused: true } });
    });

    it("counts a generation for each change of the spec, and for nothing else", async () => {
      const generation = (answer: { body: unknown }) =>
        (answer.body as { metadata: { generation: number } }).metadata.generation;
      expect(generation(await client.post(polecats, polecat("counted")))).toBe(1);
      expect(
        generation(await client.patch(`${at("counted")}/status`, types.merge, { status: { phase: "Idle" } })),
      ).toBe(1);
      expect(
        generation(await client.patch(at("counted"), types.merge, { metadata: { labels: { a: "b" } } })),
      ).toBe(1);
      expect(generation(await client.patch(at("counted"), types.merge, { spec: { paused: true } }))).toBe(2);
      expect(generation(await client.patch(at("counted"), types.merge, { spec: { paused: true } }))).toBe(2);
      expect(
        generation(await client.patch(at("counted"), types.merge, { metadata: { generation: 9 } })),
      ).toBe(2);
      expect(
        generation(
          await client.patch(at("counted"), types.merge, { metadata: { finalizers: ["test.gastown.io/x"] } }),
        ),
      ).toBe(2);
      expect(generation(await client.delete(at("counted")))).toBe(3);
      await client.patch(at("counted"), types.merge, { metadata: { finalizers: null } });
    });

    it("checks the status by its schema", async () => {
      await client.post(polecats, polecat("checked"));
      expect(
        await client.patch(`${at("checked")}/status`, types.merge, { status: { phase: "Dreaming" } }),
      ).toMatchObject({
        code: 422,
        body: {
          message: containing(
            'status.phase: Unsupported value: "Dreaming": supported values: "Pending", "Working"',
          ),
        },
      });
    });

    it("applies a status under its own entry, beside the spec's", async () => {
      await client.apply(at("applied"), "alice", polecat("applied"));
      const answer = await client.apply(
        `${at("applied")}/status`,
        "operator",
        statusConfig("applied", { phase: "Idle", conditions: [condition("Ready", "True")] }),
      );
      expect(answer.code).toBe(200);
      const { metadata, status } = objectOf(answer);
      expect(status).toEqual({ phase: "Idle", conditions: [condition("Ready", "True")] });
      const own = {
        "f:lastTransitionTime": {},
        "f:message": {},
        "f:reason": {},
        "f:status": {},
        "f:type": {},
      };
      expect(metadata.managedFields).toEqual([
        having({ manager: "alice", operation: "Apply" }),
        {
          manager: "operator",
          operation: "Apply",
          apiVersion: "gastown.gastown.io/v1alpha1",
          time: anyText,
          fieldsType: "FieldsV1",
          fieldsV1: {
            "f:status": { "f:conditions": { 'k:{"type":"Ready"}': { ".": {}, ...own } }, "f:phase": {} },
          },
          subresource: "status",
        },
      ]);
    });

    it("keeps the conditions of two managers apart", async () => {
      await client.post(polecats, polecat("two"));
      const path = `${at("two")}/status`;
      await client.apply(path, "one", statusConfig("two", { conditions: [condition("Ready", "True")] }));
      await client.apply(path, "other", statusConfig("two", { conditions: [condition("Stuck", "False")] }));
      const conflict = await client.apply(
        path,
        "other",
        statusConfig("two", { conditions: [condition("Ready", "False")] }),
      );
      expect(conflict).toMatchObject({
        code: 409,
        body: {
          message:
            'Apply failed with 1 conflict: conflict with "one" with subresource "status": .status.conditions[type="Ready"].status',
        },
      });
      const left = objectOf(await client.apply(path, "one", statusConfig("two", { phase: "Idle" })));
      expect(left.status).toEqual({ phase: "Idle", conditions: [condition("Stuck", "False")] });
    });

    it("removes a condition that its manager applies no longer", async () => {
      await client.post(polecats, polecat("removed"));
      const path = `${at("removed")}/status`;
      await client.apply(
        path,
        "one",
        statusConfig("removed", { conditions: [condition("Ready", "True"), condition("Stuck", "True")] }),
      );
      const left = objectOf(
        await client.apply(
          path,
          "one",
          statusConfig("removed", { conditions: [condition("Ready", "True")] }),
        ),
      );
      expect(left.status).toEqual({ conditions: [condition("Ready", "True")] });
    });

    it("lets nobody create through the status", async () => {
      expect(
        await client.apply(`${at("nobody")}/status`, "one", statusConfig("nobody", { phase: "Idle" })),
      ).toMatchObject({
        code: 404,
        body: { message: 'polecats.gastown.gastown.io "nobody" not found' },
      });
      const put = {
        ...statusConfig("nobody", {}),
        spec: { rig: "alpha" },
        metadata: { name: "nobody", resourceVersion: "1" },
      };
      expect(await client.put(`${at("nobody")}/status`, put)).toMatchObject({ code: 404 });
    });
  });
}
