import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { describeWith } from "./capabilities.ts";
import { Client, namesOf, objectOf, types, type ApiServer } from "./client.ts";
import { freshName, freshNamespace, polecat, polecatsOf, widget, widgetsOf } from "./given.ts";
import { anyText, containing, including } from "./expected.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const finalizers = ["test.gastown.io/hold"];

export function deletingSuite(server: ApiServer): void {
  describe("Deleting", () => {
    const client = new Client(server);
    let town = "";
    const at = (name: string) => `${polecatsOf(town)}/${name}`;
    const isGone = async (path: string) => expect(await client.get(path)).toMatchObject({ code: 404 });

    beforeAll(async () => {
      town = await freshNamespace(client);
    });
    afterAll(() => client.close());

    it("removes at once what nothing holds, and says what it was", async () => {
      const { metadata } = objectOf(await client.post(polecatsOf(town), polecat("plain")));
      expect(await client.delete(at("plain"))).toMatchObject({
        code: 200,
        body: {
          kind: "Status",
          apiVersion: "v1",
          metadata: {},
          status: "Success",
          details: { name: "plain", group: "gastown.gastown.io", kind: "polecats", uid: metadata.uid },
        },
      });
      await isGone(at("plain"));
      expect(await client.delete(at("plain"))).toMatchObject({ code: 404, body: { reason: "NotFound" } });
    });

    it("only marks what has finalizers, until the last one is taken away", async () => {
      const created = objectOf(await client.post(polecatsOf(town), polecat("held", {}, { finalizers })));
      const marked = objectOf(await client.delete(at("held")));
      expect(marked.metadata).toMatchObject({
        uid: created.metadata.uid,
        deletionGracePeriodSeconds: 0,
        generation: 2,
        deletionTimestamp: anyText,
      });
      const again = objectOf(await client.delete(at("held")));
      expect(again.metadata.deletionTimestamp).toBe(marked.metadata.deletionTimestamp);
      const status = await client.patch(`${at("held")}/status`, types.merge, { status: { phase: "Idle" } });
      expect(status.code).toBe(200);
      const last = await client.patch(at("held"), types.merge, { metadata: { finalizers: null } });
      expect(last.code).toBe(200);
      await isGone(at("held"));
    });

    it("takes no new finalizers on what is being deleted, and no way back", async () => {
      await client.post(polecatsOf(town), polecat("ending", {}, { finalizers }));
      const marked = objectOf(await client.delete(at("ending")));
      const more = [...finalizers, "test.gastown.io/more"];
      expect(await client.patch(at("ending"), types.merge, { metadata: { finalizers: more } })).toMatchObject(
        {
          code: 422,
          body: {
            message: containing(
              'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"test.gastown.io/more"}',
            ),
          },
        },
      );
      const back = objectOf(
        await client.patch(at("ending"), types.merge, { metadata: { deletionTimestamp: null } }),
      );
      expect(back.metadata.deletionTimestamp).toBe(marked.metadata.deletionTimestamp);
      await client.patch(at("ending"), types.merge, { metadata: { finalizers: null } });
    });

    it("deletes only what its preconditions describe", async () => {
      const { metadata } = objectOf(await client.post(polecatsOf(town), polecat("exact")));
      const wrongUid = await client.delete(at("exact"), { preconditions: { uid: "another" } });
      expect(wrongUid).toMatchObject({
        code: 409,
        body: {
          reason: "Conflict",
          message: containing(
            `the UID in the precondition (another) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
          ),
        },
      });
      const wrongVersion = await client.delete(at("exact"), { preconditions: { resourceVersion: "1" } });
      expect(wrongVersion).toMatchObject({
        code: 409,
        body: {
          message: containing(
            `the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
          ),
        },
      });
      const { uid, resourceVersion } = metadata;
      expect(await client.delete(at("exact"), { preconditions: { uid, resourceVersion } })).toMatchObject({
        code: 200,
      });
      await isGone(at("exact"));
    });

    it("refuses a propagation policy that is not there", async () => {
      await client.post(polecatsOf(town), polecat("policy"));
      expect(await client.delete(at("policy"), { propagationPolicy: "Sideways" })).toMatchObject({
        code: 422,
        body: {
          message:
            'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Sideways": supported values: "Foreground", "Background", "Orphan", "nil"',
        },
      });
    });

    it("refuses options that are none, contradict each other, or name another dry run", async () => {
      await client.post(polecatsOf(town), polecat("options"));
      expect(await client.delete(at("options"), { kind: "Polecat", apiVersion: "v1" })).toMatchObject({
        code: 500,
      });
      const both = { propagationPolicy: "Orphan", orphanDependents: true };
      expect(await client.delete(at("options"), both)).toMatchObject({
        code: 422,
        body: {
          message:
            'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set',
        },
      });
      expect(await client.delete(at("options"), { dryRun: ["Some"] })).toMatchObject({
        code: 422,
        body: {
          message:
            'DeleteOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"',
        },
      });
      expect(await client.get(at("options"))).toMatchObject({ code: 200 });
    });

    it("marks for foreground deletion and orphaning with the collector's finalizers", async () => {
      const body = polecat("orphaning", {}, { finalizers });
      await client.post(polecatsOf(town), body);
      const orphaning = await client.delete(at("orphaning"), { propagationPolicy: "Orphan" });
      expect(objectOf(orphaning).metadata.finalizers).toEqual(including([...finalizers, "orphan"]));
      await client.post(polecatsOf(town), { ...body, metadata: { ...body.metadata, name: "foreground" } });
      const foreground = await client.delete(at("foreground"), undefined, {
        propagationPolicy: "Foreground",
      });
      expect(objectOf(foreground).metadata.finalizers).toEqual(
        including([...finalizers, "foregroundDeletion"]),
      );
      for (const name of ["orphaning", "foreground"])
        await client.patch(at(name), types.merge, { metadata: { finalizers: null } });
    });

    it("empties a collection by selector, in one namespace", async () => {
      const other = await freshNamespace(client);
      for (const [name, team] of [
        ["one", "red"],
        ["two", "red"],
        ["three", "blue"],
      ] as const)
        await client.post(widgetsOf(town), widget(name, {}, { labels: { team } }));
      await client.post(widgetsOf(other), widget("one", {}, { labels: { team: "red" } }));
      const dry = await client.delete(widgetsOf(town), undefined, {
        labelSelector: "team=red",
        dryRun: "All",
      });
      expect(dry.code).toBe(200);
      expect(namesOf(await client.get(widgetsOf(town)))).toHaveLength(3);
      const answer = await client.delete(widgetsOf(town), undefined, { labelSelector: "team=red" });
      expect(answer).toMatchObject({
        code: 200,
        body: { kind: "WidgetList", apiVersion: "test.gastown.io/v1" },
      });
      expect(namesOf(answer)).toEqual(["one", "two"]);
      expect(namesOf(await client.get(widgetsOf(town)))).toEqual(["three"]);
      expect(namesOf(await client.get(widgetsOf(other)))).toEqual(["one"]);
    });

    it("creates anew under the same name with another uid", async () => {
      const first = objectOf(await client.post(polecatsOf(town), polecat("reborn")));
      await client.delete(at("reborn"));
      const second = objectOf(await client.post(polecatsOf(town), polecat("reborn")));
      expect(second.metadata.uid).not.toBe(first.metadata.uid);
    });
  });

  describeWith(server, "controllers", "Owners and namespaces", () => {
    const client = new Client(server);
    let town = "";
    const owned = (name: string, uid: string, blockOwnerDeletion = false) =>
      polecat(
        name,
        {},
        {
          ownerReferences: [
            { apiVersion: "test.gastown.io/v1", kind: "Widget", name: "owner", uid, blockOwnerDeletion },
          ],
        },
      );
    const anOwner = async () => {
      const name = freshName("owner");
      const { metadata } = objectOf(await client.post(widgetsOf(town), widget(name)));
      return { path: `${widgetsOf(town)}/${name}`, uid: metadata.uid };
    };
    const at = (name: string) => `${polecatsOf(town)}/${name}`;
    const untilGone = (path: string) =>
      vi.waitFor(async () => expect(await client.get(path)).toMatchObject({ code: 404 }), {
        timeout: WAIT_DEADLINE_MS,
      });

    beforeAll(async () => {
      town = await freshNamespace(client);
    });
    afterAll(() => client.close());

    it("collects dependents after their owner, in the background", async () => {
      const owner = await anOwner();
      await client.post(polecatsOf(town), owned("dependent", owner.uid));
      await client.delete(owner.path);
      await untilGone(at("dependent"));
    });

    it("collects a dependent whose owner was never there", async () => {
      await client.post(polecatsOf(town), owned("waif", "00000000-0000-0000-0000-000000000000"));
      await untilGone(at("waif"));
    });

    it("leaves orphans alone, without the owner's reference", async () => {
      const owner = await anOwner();
      await client.post(polecatsOf(town), owned("orphan", owner.uid));
      await client.delete(owner.path, { propagationPolicy: "Orphan" });
      await untilGone(owner.path);
      expect(objectOf(await client.get(at("orphan"))).metadata["ownerReferences"]).toBeUndefined();
    });

    it("deletes blocking dependents before an owner in the foreground", async () => {
      const owner = await anOwner();
      const held = owned("blocking", owner.uid, true);
      await client.post(polecatsOf(town), { ...held, metadata: { ...held.metadata, finalizers } });
      await client.delete(owner.path, { propagationPolicy: "Foreground" });
      await vi.waitFor(
        async () =>
          expect(objectOf(await client.get(at("blocking"))).metadata.deletionTimestamp).toBeDefined(),
        { timeout: WAIT_DEADLINE_MS },
      );
      expect(objectOf(await client.get(owner.path)).metadata.finalizers).toEqual(["foregroundDeletion"]);
      await client.patch(at("blocking"), types.merge, { metadata: { finalizers: null } });
      await untilGone(owner.path);
    });

    it("empties a namespace that is deleted, refuses new content meanwhile, and removes it at the end", async () => {
      const doomed = await freshNamespace(client);
      const path = `/api/v1/namespaces/${doomed}`;
      await client.post(polecatsOf(doomed), polecat("held", {}, { finalizers }));
      await client.post(polecatsOf(doomed), polecat("free"));
      const terminating = objectOf(await client.delete(path));
      expect(terminating).toMatchObject({ status: { phase: "Terminating" } });
      await untilGone(`${polecatsOf(doomed)}/free`);
      expect(await client.post(polecatsOf(doomed), polecat("late"))).toMatchObject({
        code: 403,
        body: {
          reason: "Forbidden",
          message: `polecats.gastown.gastown.io "late" is forbidden: unable to create new content in namespace ${doomed} because it is being terminated`,
          details: { causes: [{ reason: "NamespaceTerminating", field: "metadata.namespace" }] },
        },
      });
      await client.patch(`${polecatsOf(doomed)}/held`, types.merge, { metadata: { finalizers: null } });
      await untilGone(path);
    });
  });
}
