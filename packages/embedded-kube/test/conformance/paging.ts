import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client, listOf, namesOf, objectOf, type ApiServer } from "./client.ts";
import { freshNamespace, polecat, polecatsOf } from "./given.ts";
import { matching } from "./expected.ts";

export function pagingSuite(server: ApiServer): void {
  describe("Paging and resource versions of lists", () => {
    const client = new Client(server);
    let polecats = "";

    beforeAll(async () => {
      polecats = polecatsOf(await freshNamespace(client));
      for (const name of ["a", "b", "c", "d", "e"]) objectOf(await client.post(polecats, polecat(name)));
    });
    afterAll(() => client.close());

    it("gives a page, what is left, and a token for the rest of the same state", async () => {
      const first = await client.get(polecats, { limit: "2" });
      const { metadata } = listOf(first);
      expect(namesOf(first)).toEqual(["a", "b"]);
      expect(metadata.remainingItemCount).toBe(3);
      objectOf(await client.post(polecats, polecat("bb")));
      const second = await client.get(polecats, { limit: "2", continue: metadata.continue ?? "" });
      expect(namesOf(second)).toEqual(["c", "d"]);
      expect(listOf(second).metadata).toMatchObject({
        resourceVersion: metadata.resourceVersion,
        remainingItemCount: 1,
      });
      const last = await client.get(polecats, {
        limit: "2",
        continue: listOf(second).metadata.continue ?? "",
      });
      expect(namesOf(last)).toEqual(["e"]);
      expect(listOf(last).metadata.continue ?? "").toBe("");
      expect(listOf(last).metadata.remainingItemCount).toBeUndefined();
      await client.delete(`${polecats}/bb`);
    });

    it("does not count what is left behind a selector", async () => {
      const answer = await client.get(polecats, { limit: "1", labelSelector: "!nothing" });
      expect(listOf(answer).metadata.continue).not.toBe("");
      expect(listOf(answer).metadata.remainingItemCount).toBeUndefined();
    });

    it("refuses a token that it has not made", async () => {
      const answer = await client.get(polecats, { limit: "1", continue: "gibberish" });
      expect(answer).toMatchObject({ code: 400, body: { reason: "BadRequest" } });
      expect(answer.body).toMatchObject({
        message: matching(/^invalid continue token: continue key is not valid/),
      });
    });

    it("shows an exact past state", async () => {
      const before = listOf(await client.get(polecats)).metadata.resourceVersion;
      objectOf(await client.post(polecats, polecat("later")));
      const exact = await client.get(polecats, { resourceVersion: before, resourceVersionMatch: "Exact" });
      expect(namesOf(exact)).toEqual(["a", "b", "c", "d", "e"]);
      expect(listOf(exact).metadata.resourceVersion).toBe(before);
      const newer = await client.get(polecats, {
        resourceVersion: before,
        resourceVersionMatch: "NotOlderThan",
      });
      expect(namesOf(newer)).toContain("later");
      await client.delete(`${polecats}/later`);
    });

    it("gives any state for resource version 0, and the newest without one", async () => {
      expect(await client.get(polecats, { resourceVersion: "0" })).toMatchObject({ code: 200 });
      const { metadata } = objectOf(await client.post(polecats, polecat("newest")));
      const list = listOf(await client.get(polecats));
      expect(list.items.map((item) => item.metadata.name)).toContain("newest");
      expect(Number(list.metadata.resourceVersion)).toBeGreaterThanOrEqual(Number(metadata.resourceVersion));
      await client.delete(`${polecats}/newest`);
    });

    it("refuses a resource version that is no number", async () => {
      expect(await client.get(polecats, { resourceVersion: "yesterday" })).toMatchObject({
        code: 400,
        body: {
          message:
            'invalid resource version: resourceVersion: Invalid value: "yesterday": strconv.ParseUint: parsing "yesterday": invalid syntax',
        },
      });
    });

    it("answers 504 for a resource version that is not there yet", async () => {
      expect(await client.get(polecats, { resourceVersion: "999999999999" })).toMatchObject({
        code: 504,
        body: {
          reason: "Timeout",
          message: matching(/^(Timeout: )?Too large resource version: 999999999999, current: \d+$/),
          details: {
            causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
            retryAfterSeconds: 1,
          },
        },
      });
    });

    it.each([
      [
        { resourceVersionMatch: "Exact" },
        'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
      ],
      [
        { resourceVersionMatch: "Exact", resourceVersion: "0" },
        'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
      ],
      [
        { resourceVersionMatch: "Roughly", resourceVersion: "1" },
        'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Unsupported value: "Roughly": supported values: "Exact", "NotOlderThan", ""',
      ],
      [
        { sendInitialEvents: "true" },
        'ListOptions.meta.k8s.io "" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list',
      ],
    ])("refuses the options %j", async (query, message) => {
      expect(await client.get(polecats, query)).toMatchObject({
        code: 422,
        body: { reason: "Invalid", message },
      });
    });
  });
}
