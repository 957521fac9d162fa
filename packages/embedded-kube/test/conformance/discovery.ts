import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { Client, type ApiServer } from "./client.ts";
import { having, including } from "./expected.ts";

const aggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
const verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];

const indexSchema = z.object({ paths: z.record(z.string(), z.object({ serverRelativeURL: z.string() })) });
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), z.looseObject({})) }),
});

export function discoverySuite(server: ApiServer): void {
  describe("Discovery", () => {
    const client = new Client(server);
    afterAll(() => client.close());

    it("tells the groups, resources and subresources in one aggregated answer", async () => {
      const answer = await client.get("/apis", {}, { accept: `${aggregatedType},application/json` });
      expect(answer.contentType).toBe(aggregatedType);
      const responseKind = { group: "gastown.gastown.io", version: "v1alpha1", kind: "Polecat" };
      const polecats = {
        resource: "polecats",
        responseKind,
        scope: "Namespaced",
        singularResource: "polecat",
        verbs,
        shortNames: ["pc"],
        categories: ["gastown"],
        subresources: [{ subresource: "status", responseKind, verbs: ["get", "patch", "update"] }],
      };
      const version = {
        version: "v1alpha1",
        resources: including([polecats]),
        freshness: "Current",
      };
      const group = {
        metadata: having({ name: "gastown.gastown.io" }),
        versions: [version],
      };
      expect(answer.body).toMatchObject({
        kind: "APIGroupDiscoveryList",
        apiVersion: "apidiscovery.k8s.io/v2",
        items: including([group]),
      });
    });

    it("tells the core group's resources in an aggregated answer of its own", async () => {
      const { body } = await client.get("/api", {}, { accept: aggregatedType });
      const namespaces = having({
        resource: "namespaces",
        scope: "Cluster",
        singularResource: "namespace",
        shortNames: ["ns"],
      });
      expect(body).toMatchObject({
        kind: "APIGroupDiscoveryList",
        items: [{ versions: [{ version: "v1", resources: including([namespaces]) }] }],
      });
    });

    it("tells the same in the older documents, one for each version", async () => {
      const groups = await client.get("/apis");
      const version = { groupVersion: "gastown.gastown.io/v1alpha1", version: "v1alpha1" };
      const group = { name: "gastown.gastown.io", versions: [version], preferredVersion: version };
      expect(groups.body).toMatchObject({
        kind: "APIGroupList",
        groups: including([having(group)]),
      });
      const one = await client.get("/apis/gastown.gastown.io");
      expect(one.body).toMatchObject({ kind: "APIGroup", apiVersion: "v1", ...group });
      const resources = await client.get("/apis/gastown.gastown.io/v1alpha1");
      expect(resources.body).toMatchObject({
        kind: "APIResourceList",
        apiVersion: "v1",
        groupVersion: "gastown.gastown.io/v1alpha1",
        resources: including([
          having({
            name: "rigs",
            singularName: "rig",
            namespaced: false,
            kind: "Rig",
            verbs,
            categories: ["gastown"],
          }),
          having({
            name: "rigs/status",
            singularName: "",
            kind: "Rig",
            verbs: ["get", "patch", "update"],
          }),
        ]),
      });
    });

    it("tells the core version and its own", async () => {
      expect((await client.get("/api")).body).toMatchObject({ kind: "APIVersions", versions: ["v1"] });
      expect((await client.get("/api/v1")).body).toMatchObject({
        kind: "APIResourceList",
        groupVersion: "v1",
        resources: including([having({ name: "namespaces", namespaced: false })]),
      });
      expect((await client.get("/version")).body).toMatchObject({ major: "1", minor: "34" });
    });

    it("lists its paths at the root", async () => {
      const { body } = await client.get("/");
      const paths = ["/api", "/api/v1", "/apis", "/apis/gastown.gastown.io/v1alpha1", "/livez", "/version"];
      expect(body).toMatchObject({ paths: including(paths) });
    });

    it.each([
      ["authorization.k8s.io/v1", "SelfSubjectAccessReview", "selfsubjectaccessreviews", { allowed: true }],
      ["authorization.k8s.io/v1", "SelfSubjectRulesReview", "selfsubjectrulesreviews", {}],
      ["authentication.k8s.io/v1", "SelfSubjectReview", "selfsubjectreviews", { userInfo: {} }],
    ])("answers who asks and what that one may do: %s %s", async (apiVersion, kind, plural, status) => {
      const resourceAttributes = { verb: "get", group: "gastown.gastown.io", resource: "polecats" };
      const spec = {
        SelfSubjectAccessReview: { resourceAttributes },
        SelfSubjectRulesReview: { namespace: "default" },
      };
      const asked = { apiVersion, kind, ...(kind in spec && { spec: spec[kind as keyof typeof spec] }) };
      // Of whose rules were asked is not repeated.
      const repeated = kind === "SelfSubjectRulesReview" ? { ...asked, spec: {} } : asked;
      const path = `/apis/${apiVersion}/${plural}`;
      expect(await client.post(path, asked)).toMatchObject({ code: 201, body: { ...repeated, status } });
      const reviewed = {
        name: plural,
        singularName: kind.toLowerCase(),
        namespaced: false,
        kind,
        verbs: ["create"],
      };
      expect(await client.get(`/apis/${apiVersion}`)).toMatchObject({
        code: 200,
        body: { groupVersion: apiVersion, resources: including([having(reviewed)]) },
      });
      expect(await client.get(path)).toMatchObject({
        code: 405,
        body: {
          kind: "Status",
          reason: "MethodNotAllowed",
          message: "the server does not allow this method on the requested resource",
        },
      });
    });

    it.each(["/apis/unknown.gastown.io", "/apis/gastown.gastown.io/v9"])(
      "answers 404 at %s",
      async (path) => {
        const answer = await client.get(path);
        expect(answer.code).toBe(404);
        expect(answer.body).toBe("404 page not found\n");
      },
    );

    it("publishes OpenAPI v2 with every kind, as JSON", async () => {
      const { code, body } = await client.get("/openapi/v2", {}, { accept: "application/json" });
      expect(code).toBe(200);
      expect(body).toMatchObject({
        swagger: "2.0",
        definitions: {
          "io.gastown.gastown.v1alpha1.Polecat": {
            type: "object",
            "x-kubernetes-group-version-kind": [
              { group: "gastown.gastown.io", kind: "Polecat", version: "v1alpha1" },
            ],
            properties: {
              metadata: { $ref: "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" },
              spec: { properties: { rig: { type: "string" }, beadID: { type: "string" } } },
            },
          },
          "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": {
            properties: { labels: { additionalProperties: { type: "string" } } },
          },
        },
      });
    });

    it("publishes OpenAPI v2 in protobuf, which is all that kubectl reads, for the items of a List", async () => {
      const accept = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
      const { code, contentType, body } = await client.get("/openapi/v2", {}, { accept });
      expect(code).toBe(200);
      expect(contentType).toBe("application/com.github.proto-openapi.spec.v2.v1.0+protobuf");
      // Field 1, the version, comes first.
      expect(String(body).slice(0, 5)).toBe("\n\u00032.0");
      expect(String(body)).toContain("io.gastown.gastown.v1alpha1.Polecat");
    });

    it("publishes an OpenAPI v3 document for each version, under an address that changes with it", async () => {
      const index = indexSchema.parse((await client.get("/openapi/v3")).body);
      const { serverRelativeURL } = index.paths["apis/gastown.gastown.io/v1alpha1"] ?? {};
      expect(serverRelativeURL).toMatch(
        /^\/openapi\/v3\/apis\/gastown\.gastown\.io\/v1alpha1\?hash=[0-9A-F]+$/,
      );
      const document = documentSchema.parse((await client.get(serverRelativeURL ?? "")).body);
      expect(Object.keys(document.paths)).toEqual(
        including([
          "/apis/gastown.gastown.io/v1alpha1/rigs/{name}/status",
          "/apis/gastown.gastown.io/v1alpha1/namespaces/{namespace}/polecats/{name}",
        ]),
      );
      const path = document.paths["/apis/gastown.gastown.io/v1alpha1/namespaces/{namespace}/polecats/{name}"];
      expect(path?.["patch"]).toMatchObject({
        "x-kubernetes-action": "patch",
        "x-kubernetes-group-version-kind": {
          group: "gastown.gastown.io",
          version: "v1alpha1",
          kind: "Polecat",
        },
        parameters: including(
          ["dryRun", "fieldManager", "fieldValidation", "force"].map((name) => having({ name, in: "query" })),
        ),
      });
    });

    it("publishes the schemas of its kinds, with their descriptions", async () => {
      const document = documentSchema.parse(
        (await client.get("/openapi/v3/apis/gastown.gastown.io/v1alpha1")).body,
      );
      expect(document.components.schemas["io.gastown.gastown.v1alpha1.Polecat"]).toMatchObject({
        type: "object",
        required: ["spec"],
        properties: {
          metadata: {
            allOf: [{ $ref: "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" }],
          },
          spec: {
            properties: {
              desiredState: { type: "string", enum: ["Idle", "Working", "Terminated"], default: "Idle" },
            },
          },
        },
        "x-kubernetes-group-version-kind": [
          { group: "gastown.gastown.io", kind: "Polecat", version: "v1alpha1" },
        ],
      });
    });

    it.each(["/healthz", "/livez", "/readyz"])("says ok at %s", async (path) => {
      expect(await client.get(path)).toMatchObject({ code: 200, body: "ok" });
    });
  });
}
