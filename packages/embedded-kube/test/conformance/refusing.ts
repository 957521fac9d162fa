import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client, objectOf, type ApiServer } from "./client.ts";
import { freshNamespace, gastown, polecat, polecatsOf } from "./given.ts";
import { containing } from "./expected.ts";

export function refusingSuite(server: ApiServer): void {
  describe("Refusing", () => {
    const client = new Client(server);
    let polecats = "";

    beforeAll(async () => {
      polecats = polecatsOf(await freshNamespace(client));
      objectOf(await client.post(polecats, polecat("a")));
    });
    afterAll(() => client.close());

    it.each(["", "wrong"])("lets nobody in with the token '%s'", async (token) => {
      expect(await client.get(polecats, {}, { token })).toMatchObject({
        code: 401,
        contentType: "application/json",
        body: {
          kind: "Status",
          apiVersion: "v1",
          metadata: {},
          status: "Failure",
          message: "Unauthorized",
          reason: "Unauthorized",
          code: 401,
        },
      });
    });

    it.each([
      "/nothing/here",
      "//",
      `${gastown}/nonsenses`,
      `${gastown}/namespaces/default/nonsenses/x`,
      `${gastown}/namespaces/default/rigs/x`,
      `${gastown}/namespaces/default/polecats/x/scale`,
      `${gastown}/namespaces/default/polecats/x/status/y`,
    ])("answers 404 at %s", async (path) => {
      expect(await client.get(path)).toMatchObject({ code: 404 });
    });

    it.each([
      ["DELETE", "a/status"],
      ["POST", "a/status"],
    ])("does not take %s at polecats/%s", async (method, name) => {
      const answer = await client.request(method, `${polecats}/${name}`, polecat("a"));
      expect(answer).toMatchObject({ code: 405, body: { kind: "Status", reason: "MethodNotAllowed" } });
    });

    it("wants a name for what changes one object", async () => {
      for (const [method, contentType] of [
        ["PUT", "application/json"],
        ["PATCH", "application/merge-patch+json"],
      ] as const)
        expect(await client.request(method, polecats, polecat("a"), { contentType })).toMatchObject({
          code: 400,
          body: { reason: "BadRequest", message: "name must be provided" },
        });
    });

    it("does not create or empty outside of a namespace what belongs into one", async () => {
      expect(await client.post(`${gastown}/polecats`, polecat("a"))).toMatchObject({ code: 404 });
      expect(await client.delete(`${gastown}/polecats`)).toMatchObject({ code: 404 });
    });

    it("says so in a Status below the core group, and in plain text below others", async () => {
      expect(await client.get("/api/v1/nonsenses")).toMatchObject({
        code: 404,
        body: {
          reason: "NotFound",
          message: "the server could not find the requested resource",
          details: {},
        },
      });
      expect(await client.get(`${gastown}/nonsenses`)).toMatchObject({
        contentType: "text/plain; charset=utf-8",
        body: "404 page not found\n",
      });
    });

    it("takes no body of more than three mebibytes", async () => {
      const body = JSON.stringify(polecat("big", { taskDescription: "x".repeat(3 * 1024 * 1024) }));
      expect(await client.post(polecats, body)).toMatchObject({
        code: 413,
        body: { reason: "RequestEntityTooLarge", message: "Request entity too large: limit is 3145728" },
      });
    });

    it("answers a much larger body in full, too", async () => {
      const body = JSON.stringify(polecat("big", { taskDescription: "x".repeat(12 * 1024 * 1024) }));
      expect(await client.post(polecats, body)).toMatchObject({ code: 413 });
    });

    it("takes no body of an unknown type", async () => {
      expect(await client.request("POST", polecats, "<xml/>", { contentType: "text/xml" })).toMatchObject({
        code: 415,
        body: {
          reason: "UnsupportedMediaType",
          message: containing(
            "the body of the request was in an unknown format - accepted media types include: ",
          ),
        },
      });
      expect(
        await client.request("PATCH", `${polecats}/a`, "{}", { contentType: "application/json" }),
      ).toMatchObject({
        code: 415,
        body: {
          message:
            "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml",
        },
      });
    });

    it("gives nothing in a form that it does not have", async () => {
      expect(await client.get(polecats, {}, { accept: "text/html" })).toMatchObject({
        code: 406,
        body: {
          reason: "NotAcceptable",
          message: containing("only the following media types are accepted: application/json"),
        },
      });
    });

    it("refuses parameters that are no numbers", async () => {
      for (const query of [{ limit: "many" }, { timeoutSeconds: "soon" }])
        expect(await client.get(polecats, { ...query })).toMatchObject({
          code: 400,
          body: { reason: "BadRequest", message: containing("strconv.ParseInt: parsing") },
        });
    });
  });
}
