import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client, listOf, namesOf, objectOf, types, type ApiServer } from "./client.ts";
import { freshName, freshNamespace } from "./given.ts";
import { containing, including } from "./expected.ts";

export function builtinSuite(server: ApiServer): void {
  describe("Namespaces, Leases and Events", () => {
    const client = new Client(server);
    let town = "";
    const core = () => `/api/v1/namespaces/${town}/events`;
    const newer = () => `/apis/events.k8s.io/v1/namespaces/${town}/events`;
    const leases = () => `/apis/coordination.k8s.io/v1/namespaces/${town}/leases`;
    const involvedObject = {
      apiVersion: "gastown.gastown.io/v1alpha1",
      kind: "Polecat",
      name: "parser",
      uid: "1",
    };

    beforeAll(async () => {
      town = await freshNamespace(client);
    });
    afterAll(() => client.close());

    it("gives a new namespace its label, its finalizer and its phase", async () => {
      expect(objectOf(await client.get(`/api/v1/namespaces/${town}`))).toMatchObject({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { labels: { "kubernetes.io/metadata.name": town } },
        spec: { finalizers: ["kubernetes"] },
        status: { phase: "Active" },
      });
    });

    it("has the namespaces of every cluster and lets nobody delete them", async () => {
      expect(namesOf(await client.get("/api/v1/namespaces"))).toEqual(
        including(["default", "kube-public", "kube-system"]),
      );
      expect(await client.delete("/api/v1/namespaces/default")).toMatchObject({
        code: 403,
        body: { message: 'namespaces "default" is forbidden: this namespace may not be deleted' },
      });
    });

    it("refuses a namespace whose name is no label", async () => {
      const named = (name: string) =>
        client.post("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name } });
      expect(await named("a.b")).toMatchObject({
        code: 422,
        body: {
          message: 'Namespace "a.b" is invalid: metadata.name: Invalid value: "a.b": must not contain dots',
        },
      });
      expect((await named("a_b")).body).toMatchObject({
        message:
          "Namespace \"a_b\" is invalid: metadata.name: Invalid value: \"a_b\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
      });
    });

    it("keeps a lease's times to the microsecond, and lets one of two win it", async () => {
      const spec = {
        holderIdentity: "one",
        leaseDurationSeconds: 15,
        acquireTime: "2026-01-02T03:04:05.000006Z",
        renewTime: "2026-01-02T03:04:05.000006Z",
        leaseTransitions: 0,
      };
      const created = objectOf(
        await client.post(leases(), {
          apiVersion: "coordination.k8s.io/v1",
          kind: "Lease",
          metadata: { name: "leader" },
          spec,
        }),
      );
      expect(created.spec).toEqual(spec);
      expect(created.metadata.generation).toBeUndefined();
      const won = await client.put(`${leases()}/leader`, {
        ...created,
        spec: { ...spec, holderIdentity: "two", leaseTransitions: 1 },
      });
      expect(objectOf(won).spec).toMatchObject({ holderIdentity: "two", leaseTransitions: 1 });
      expect(
        await client.put(`${leases()}/leader`, { ...created, spec: { ...spec, holderIdentity: "three" } }),
      ).toMatchObject({
        code: 409,
        body: {
          message: containing(
            'Operation cannot be fulfilled on leases.coordination.k8s.io "leader": the object has been modified',
          ),
        },
      });
    });

    it("takes times of six digits of a second and no others, and keeps them in UTC", async () => {
      const renewed = (name: string, renewTime: string) =>
        client.post(leases(), {
          apiVersion: "coordination.k8s.io/v1",
          kind: "Lease",
          metadata: { name },
          spec: { renewTime },
        });
      const problem = (time: string, rest: string, part: string) =>
        `Lease in version "v1" cannot be handled as a Lease: parsing time "${time}" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "${rest}" as "${part}"`;
      for (const [time, rest, part] of [
        ["2026-01-01T00:00:00Z", "Z", ".000000"],
        ["2026-01-01T00:00:00.123Z", ".123Z", ".000000"],
        ["2026-01-01T00:00:00.1234567Z", "7Z", "Z07:00"],
      ] as const)
        expect(await renewed("digits", time)).toMatchObject({
          code: 400,
          body: { reason: "BadRequest", message: problem(time, rest, part) },
        });
      expect(objectOf(await renewed("zone", "2026-01-01T00:00:00.123456+02:00")).spec).toEqual({
        renewTime: "2025-12-31T22:00:00.123456Z",
      });
    });

    it("refuses a lease without a sensible duration", async () => {
      const answer = await client.post(leases(), {
        apiVersion: "coordination.k8s.io/v1",
        kind: "Lease",
        metadata: { name: "bad" },
        spec: { holderIdentity: "x", leaseDurationSeconds: 0, leaseTransitions: -1 },
      });
      expect(answer).toMatchObject({
        code: 422,
        body: {
          message:
            'Lease.coordination.k8s.io "bad" is invalid: [spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0, spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0]',
        },
      });
    });

    it("shows an event of the core group in the newer one", async () => {
      const name = freshName("event");
      const event = {
        apiVersion: "v1",
        kind: "Event",
        metadata: { name },
        involvedObject: { ...involvedObject, namespace: town },
        reason: "Slung",
        message: "Slung al-1r3",
        type: "Normal",
        count: 3,
        firstTimestamp: "2026-01-02T03:04:05Z",
        lastTimestamp: "2026-01-02T03:05:05Z",
        source: { component: "gastown-operator" },
      };
      expect((await client.post(core(), event)).code).toBe(201);
      expect((await client.get(`${newer()}/${name}`)).body).toMatchObject({
        apiVersion: "events.k8s.io/v1",
        kind: "Event",
        regarding: { ...involvedObject, namespace: town },
        note: "Slung al-1r3",
        reason: "Slung",
        deprecatedCount: 3,
        deprecatedFirstTimestamp: "2026-01-02T03:04:05Z",
        deprecatedSource: { component: "gastown-operator" },
      });
    });

    it("lets an event's writer own what it has set, and not what every event has", async () => {
      const name = freshName("event");
      const about = { namespace: town, name: "printer" };
      const event = {
        apiVersion: "v1",
        kind: "Event",
        metadata: { name },
        involvedObject: about,
        reason: "Slung",
      };
      const { metadata, ...rest } = objectOf(await client.post(core(), event));
      expect(rest).toMatchObject({
        eventTime: null,
        firstTimestamp: null,
        source: {},
        reportingComponent: "",
      });
      expect(metadata.managedFields?.[0]?.["fieldsV1"]).toEqual({ "f:involvedObject": {}, "f:reason": {} });
    });

    it("names the type of a list's items once, and reads them all the same", async () => {
      const list = await client.get("/api/v1/namespaces");
      expect(list.body).toMatchObject({ kind: "NamespaceList", apiVersion: "v1" });
      for (const item of listOf(list).items) {
        expect(item).not.toHaveProperty("kind");
        expect(item).not.toHaveProperty("apiVersion");
      }
    });

    it("shows an event of the newer group in the core one, and takes a series", async () => {
      const name = freshName("event");
      const event = {
        apiVersion: "events.k8s.io/v1",
        kind: "Event",
        metadata: { name },
        regarding: { ...involvedObject, namespace: town },
        eventTime: "2026-01-02T03:04:05.000006Z",
        reportingController: "gastown.io/operator",
        reportingInstance: "operator-1",
        action: "Sling",
        reason: "Slung",
        note: "Slung al-1r3",
        type: "Normal",
      };
      expect((await client.post(newer(), event)).code).toBe(201);
      const series = { count: 2, lastObservedTime: "2026-01-02T03:05:05.000000Z" };
      expect((await client.patch(`${newer()}/${name}`, types.merge, { series })).code).toBe(200);
      expect((await client.get(`${core()}/${name}`)).body).toMatchObject({
        apiVersion: "v1",
        message: "Slung al-1r3",
        reportingComponent: "gastown.io/operator",
        eventTime: "2026-01-02T03:04:05.000006Z",
        involvedObject: { ...involvedObject, namespace: town },
        series,
      });
    });

    it("refuses an event of the newer group that says too little", async () => {
      const answer = await client.post(newer(), {
        apiVersion: "events.k8s.io/v1",
        kind: "Event",
        metadata: { name: freshName("event") },
        regarding: { ...involvedObject, namespace: town },
        eventTime: "2026-01-02T03:04:05.000006Z",
        type: "Normal",
      });
      expect(answer.code).toBe(422);
      for (const field of ["reportingController", "reportingInstance", "action", "reason"])
        expect(answer.body).toMatchObject({ message: containing(`${field}: Required value`) });
    });

    it("refuses an event about an object of another namespace", async () => {
      const answer = await client.post(core(), {
        apiVersion: "v1",
        kind: "Event",
        metadata: { name: freshName("event") },
        involvedObject: { ...involvedObject, namespace: "elsewhere" },
      });
      expect(answer).toMatchObject({
        code: 422,
        body: {
          message: containing(
            'involvedObject.namespace: Invalid value: "elsewhere": does not match event.namespace',
          ),
        },
      });
    });

    it("selects events by what they are about", async () => {
      const wanted =
        "involvedObject.kind=Polecat,involvedObject.name=parser,involvedObject.uid=1,type=Normal";
      const found = namesOf(await client.get(core(), { fieldSelector: wanted }));
      expect(found.length).toBeGreaterThan(0);
      expect(
        namesOf(await client.get(newer(), { fieldSelector: "regarding.name=parser,reason=Slung" })),
      ).toEqual(found);
      expect(namesOf(await client.get(core(), { fieldSelector: "involvedObject.name=nobody" }))).toEqual([]);
    });
  });
}
