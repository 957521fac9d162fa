import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client, namesOf, objectOf, type ApiServer } from "./client.ts";
import { freshNamespace, polecat, polecatsOf } from "./given.ts";
import { containing, having } from "./expected.ts";

export function writingSuite(server: ApiServer): void {
  describe("Creating and updating", () => {
    const client = new Client(server);
    let town = "";
    let polecats = "";

    beforeAll(async () => {
      town = await freshNamespace(client);
      polecats = polecatsOf(town);
    });
    afterAll(() => client.close());

    it("creates with 201 and ignores what only the server sets", async () => {
      const answer = await client.post(
        polecats,
        polecat(
          "new",
          {},
          { uid: "mine", creationTimestamp: "2001-01-01T00:00:00Z", generation: 7, selfLink: "/x" },
        ),
      );
      expect(answer.code).toBe(201);
      const { metadata } = objectOf(answer);
      expect(metadata).toMatchObject({ namespace: town, generation: 1 });
      expect(metadata.uid).not.toBe("mine");
      expect(metadata.creationTimestamp).not.toMatch(/^2001/);
      expect(metadata["selfLink"]).toBeUndefined();
    });

    it("leaves out lists and maps of the metadata that are empty", async () => {
      const empty = { labels: {}, annotations: {}, finalizers: [], ownerReferences: [] };
      const { metadata } = objectOf(await client.post(polecats, polecat("empty", {}, empty)));
      for (const key of Object.keys(empty)) expect(metadata).not.toHaveProperty(key);
    });

    it("refuses a name that is taken", async () => {
      await client.post(polecats, polecat("twice"));
      expect(await client.post(polecats, polecat("twice"))).toMatchObject({
        code: 409,
        body: {
          reason: "AlreadyExists",
          message: 'polecats.gastown.gastown.io "twice" already exists',
          details: { name: "twice", group: "gastown.gastown.io", kind: "polecats" },
        },
      });
    });

    it("completes generateName with five letters that make no words", async () => {
      const { metadata } = objectOf(
        await client.post(polecats, polecat(undefined, {}, { generateName: "cat-" })),
      );
      expect(metadata.name).toMatch(/^cat-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
      expect(metadata["generateName"]).toBe("cat-");
    });

    it("takes the name over generateName", async () => {
      const answer = await client.post(polecats, polecat("own", {}, { generateName: "cat-" }));
      expect(objectOf(answer).metadata.name).toBe("own");
    });

    it("refuses an object without any name", async () => {
      expect(await client.post(polecats, polecat(undefined))).toMatchObject({
        code: 422,
        body: {
          message:
            'Polecat.gastown.gastown.io "" is invalid: [metadata.name: Required value: name or generateName is required, <nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation]',
          details: {
            causes: [
              {
                reason: "FieldValueRequired",
                message: "Required value: name or generateName is required",
                field: "metadata.name",
              },
              having({ reason: "FieldValueInvalid", field: "<nil>" }),
            ],
          },
        },
      });
    });

    it("refuses a resource version on creation", async () => {
      expect(await client.post(polecats, polecat("versioned", {}, { resourceVersion: "5" }))).toMatchObject({
        code: 500,
        body: { message: "resourceVersion should not be set on objects to be created" },
      });
    });

    it("refuses another namespace than the URL's", async () => {
      expect(await client.post(polecats, polecat("stray", {}, { namespace: "default" }))).toMatchObject({
        code: 400,
        body: {
          message: "the namespace of the provided object does not match the namespace sent on the request",
        },
      });
    });

    it("refuses a namespace that is not there", async () => {
      expect(await client.post(polecatsOf("nowhere-at-all"), polecat("lost"))).toMatchObject({
        code: 404,
        body: { reason: "NotFound", message: 'namespaces "nowhere-at-all" not found' },
      });
    });

    it("refuses another kind or version than the URL's", async () => {
      expect(
        await client.post(polecats, { ...polecat("x"), apiVersion: "gastown.gastown.io/v9" }),
      ).toMatchObject({
        code: 400,
        body: {
          message:
            "the API version in the data (gastown.gastown.io/v9) does not match the expected API version (gastown.gastown.io/v1alpha1)",
        },
      });
      const answer = await client.post(polecats, { ...polecat("x"), kind: "Rig" });
      expect(answer.code).toBe(422);
      expect(answer.body).toMatchObject({ message: containing("Rig") });
    });

    it("updates under the version that was read, and counts generations", async () => {
      const created = objectOf(await client.post(polecats, polecat("updated")));
      const answer = await client.put(`${polecats}/updated`, {
        ...created,
        spec: { ...created.spec, taskDescription: "x" },
      });
      expect(answer.code).toBe(200);
      const updated = objectOf(answer);
      expect(updated.metadata).toMatchObject({ uid: created.metadata.uid, generation: 2 });
      expect(Number(updated.metadata.resourceVersion)).toBeGreaterThan(
        Number(created.metadata.resourceVersion),
      );
    });

    it("refuses an update under an older version", async () => {
      const created = objectOf(await client.post(polecats, polecat("raced")));
      await client.put(`${polecats}/raced`, {
        ...created,
        spec: { ...created.spec, taskDescription: "first" },
      });
      const late = await client.put(`${polecats}/raced`, {
        ...created,
        spec: { ...created.spec, taskDescription: "late" },
      });
      expect(late).toMatchObject({
        code: 409,
        body: {
          reason: "Conflict",
          message:
            'Operation cannot be fulfilled on polecats.gastown.gastown.io "raced": the object has been modified; please apply your changes to the latest version and try again',
          details: { name: "raced", group: "gastown.gastown.io", kind: "polecats" },
        },
      });
      expect(objectOf(await client.get(`${polecats}/raced`)).spec).toMatchObject({
        taskDescription: "first",
      });
    });

    it("refuses an update of a custom resource without any version", async () => {
      await client.post(polecats, polecat("blind"));
      expect(await client.put(`${polecats}/blind`, polecat("blind"))).toMatchObject({
        code: 422,
        body: {
          message:
            'polecats.gastown.gastown.io "blind" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
        },
      });
    });

    it("makes no new version of an object that did not change", async () => {
      const created = objectOf(await client.post(polecats, polecat("still")));
      const same = objectOf(await client.put(`${polecats}/still`, created));
      expect(same.metadata.resourceVersion).toBe(created.metadata.resourceVersion);
    });

    it("refuses an update of an object that is not there, or under another name or uid", async () => {
      const created = objectOf(await client.post(polecats, polecat("known")));
      expect(
        await client.put(`${polecats}/unknown`, {
          ...created,
          metadata: { ...created.metadata, name: "unknown" },
        }),
      ).toMatchObject({ code: 404 });
      expect(await client.put(`${polecats}/other`, created)).toMatchObject({
        code: 400,
        body: { message: "the name of the object (known) does not match the name on the URL (other)" },
      });
      const foreign = { ...created, metadata: { ...created.metadata, uid: "another" } };
      expect(await client.put(`${polecats}/known`, foreign)).toMatchObject({
        code: 409,
        body: {
          message: `Operation cannot be fulfilled on polecats.gastown.gastown.io "known": StorageError: invalid object, Code: 4, Key: /registry/gastown.gastown.io/polecats/${town}/known, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: another, UID in object meta: ${created.metadata.uid}`,
        },
      });
    });

    it("carries nothing out in a dry run, and tells what it would have done", async () => {
      const created = await client.post(polecats, polecat("dry"), { dryRun: "All" });
      expect(created).toMatchObject({ code: 201, body: { spec: { desiredState: "Idle" } } });
      expect(await client.get(`${polecats}/dry`)).toMatchObject({ code: 404 });
      const wet = objectOf(await client.post(polecats, polecat("wet")));
      const changed = { ...wet, spec: { ...wet.spec, taskDescription: "x" } };
      expect(objectOf(await client.put(`${polecats}/wet`, changed, { dryRun: "All" })).spec).toMatchObject({
        taskDescription: "x",
      });
      expect(await client.delete(`${polecats}/wet`, undefined, { dryRun: "All" })).toMatchObject({
        code: 200,
      });
      expect(objectOf(await client.get(`${polecats}/wet`))).toEqual(wet);
      expect(await client.post(polecats, polecat("x"), { dryRun: "Some" })).toMatchObject({
        code: 422,
        body: {
          message: containing('dryRun: Unsupported value: ["Some"]: supported values: "All"'),
        },
      });
      expect(namesOf(await client.get(polecats))).not.toContain("x");
    });
  });
}
