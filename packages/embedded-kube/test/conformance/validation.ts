import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client, objectOf, types, type ApiServer } from "./client.ts";
import {
  aRig,
  convoy,
  convoysOf,
  freshNamespace,
  polecat,
  polecatsOf,
  rig,
  rigs,
  widget,
  widgetsOf,
} from "./given.ts";
import { containing, including } from "./expected.ts";

const unchecked =
  "<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation";

export function validationSuite(server: ApiServer): void {
  describe("Validation", () => {
    const client = new Client(server);
    let town = "";

    beforeAll(async () => {
      town = await freshNamespace(client);
    });
    afterAll(() => client.close());

    const refusal = async (answer: Promise<{ code: number; body: unknown }>) => {
      const { code, body } = await answer;
      expect(code).toBe(422);
      expect(body).toMatchObject({ reason: "Invalid", status: "Failure" });
      return (body as { message: string }).message;
    };
    const widgetRefusal = async (spec: Record<string, unknown>) =>
      (await refusal(client.post(widgetsOf(town), widget("w", spec)))).replace(
        'Widget.test.gastown.io "w" is invalid: ',
        "",
      );

    it.each([
      [{ size: 0 }, "spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1"],
      [{ size: 11 }, "spec.size: Invalid value: 11: spec.size in body should be less than or equal to 10"],
      [
        { size: "1" },
        `[spec.size: Invalid value: "string": spec.size in body must be of type integer: "string", ${unchecked}]`,
      ],
      [
        { size: 1.5 },
        `[spec.size: Invalid value: "number": spec.size in body must be of type integer: "number", ${unchecked}]`,
      ],
      [
        { flag: "yes" },
        `[spec.flag: Invalid value: "string": spec.flag in body must be of type boolean: "string", ${unchecked}]`,
      ],
      [
        { colour: "blue" },
        `[spec.colour: Unsupported value: "blue": supported values: "red", "green", ${unchecked}]`,
      ],
      [{ code: "ABC" }, "spec.code: Invalid value: \"ABC\": spec.code in body should match '^[a-z]+$'"],
      [{ code: "a" }, 'spec.code: Invalid value: "a": spec.code in body should be at least 2 chars long'],
      [{ code: "abcde" }, `[spec.code: Too long: may not be more than 4 bytes, ${unchecked}]`],
      [
        { when: "today" },
        `[spec.when: Invalid value: "today": spec.when in body must be of type date-time: "today", ${unchecked}]`,
      ],
      [{ tags: [] }, "spec.tags: Invalid value: 0: spec.tags in body should have at least 1 items"],
      [{ tags: ["a", "b", "c", "d"] }, `[spec.tags: Too many: 4: must have at most 3 items, ${unchecked}]`],
      [{ tags: ["a", "a"] }, 'spec.tags[1]: Duplicate value: "a"'],
      [
        { labels: { a: "1", b: "2", c: "3" } },
        `[spec.labels: Too many: 3: must have at most 2 items, ${unchecked}]`,
      ],
      [
        { labels: { a: 1 } },
        `[spec.labels.a: Invalid value: "integer": spec.labels.a in body must be of type string: "integer", ${unchecked}]`,
      ],
      [{ parts: [{ value: "1" }] }, `[spec.parts[0].name: Required value, ${unchecked}]`],
      [{ parts: [{ name: "x" }, { name: "x" }] }, 'spec.parts[1]: Duplicate value: {"name":"x"}'],
      [
        { parts: "none" },
        `[spec.parts: Invalid value: "string": spec.parts in body must be of type array: "string", ${unchecked}]`,
      ],
      [
        { port: true },
        `[spec.port: Invalid value: "boolean": spec.port in body must be of type integer,string: "boolean", ${unchecked}]`,
      ],
      [{ low: 3, high: 2 }, "spec.low: Forbidden: low is above high"],
      [{ low: 7, high: 2 }, "spec.low: Forbidden: low is far above high"],
    ])("refuses a Widget with %j", async (spec, message) => {
      expect(await widgetRefusal(spec)).toBe(message);
    });

    it("names every finding, each as a cause", async () => {
      const answer = await client.post(widgetsOf(town), widget("w", { size: 0, code: "ABC" }));
      expect(answer.body).toMatchObject({
        details: {
          name: "w",
          group: "test.gastown.io",
          kind: "Widget",
          causes: including([
            {
              reason: "FieldValueInvalid",
              message: "Invalid value: 0: spec.size in body should be greater than or equal to 1",
              field: "spec.size",
            },
            {
              reason: "FieldValueInvalid",
              message: "Invalid value: \"ABC\": spec.code in body should match '^[a-z]+$'",
              field: "spec.code",
            },
          ]),
        },
      });
    });

    it("takes an integer or a string where both may be", async () => {
      objectOf(await client.post(widgetsOf(town), widget("number", { port: 80 })));
      objectOf(await client.post(widgetsOf(town), widget("text", { port: "http" })));
    });

    it("lets pass in an update what was wrong before and did not change", async () => {
      await client.post(widgetsOf(town), widget("ratchet", { size: 5 }));
      const answer = await client.patch(`${widgetsOf(town)}/ratchet`, types.merge, { spec: { code: "ABC" } });
      expect(answer.code).toBe(422);
      const fine = await client.patch(`${widgetsOf(town)}/ratchet`, types.merge, { spec: { code: "abc" } });
      expect(fine.code).toBe(200);
    });

    it("needs a bead for a Polecat that is to work", async () => {
      const message =
        'Polecat.gastown.gastown.io "p" is invalid: spec.beadID: Invalid value: "object": beadID is needed when desiredState is Working: name the bead to work on, such as al-1r3';
      expect(await refusal(client.post(polecatsOf(town), polecat("p", { desiredState: "Working" })))).toBe(
        message,
      );
      expect(
        await refusal(client.post(polecatsOf(town), polecat("p", { desiredState: "Working", beadID: "" }))),
      ).toBe(message);
      await client.post(polecatsOf(town), polecat("p"));
      expect(
        await refusal(
          client.patch(`${polecatsOf(town)}/p`, types.merge, { spec: { desiredState: "Working" } }),
        ),
      ).toBe(message);
      expect(
        await client.patch(`${polecatsOf(town)}/p`, types.merge, {
          spec: { desiredState: "Working", beadID: "al-1r3" },
        }),
      ).toMatchObject({ code: 200 });
    });

    it("keeps a Polecat's rig and execution mode as they were", async () => {
      await client.post(polecatsOf(town), polecat("fixed"));
      const path = `${polecatsOf(town)}/fixed`;
      expect(await refusal(client.patch(path, types.merge, { spec: { rig: "beta" } }))).toBe(
        'Polecat.gastown.gastown.io "fixed" is invalid: spec.rig: Invalid value: "string": rig is immutable: make another Polecat instead',
      );
      expect(await refusal(client.patch(path, types.merge, { spec: { executionMode: "kubernetes" } }))).toBe(
        'Polecat.gastown.gastown.io "fixed" is invalid: spec.executionMode: Invalid value: "string": executionMode is immutable: make another Polecat instead',
      );
    });

    it("holds a Rig to its name, its path and its bounds", async () => {
      expect(await refusal(client.post(rigs, rig("a.b")))).toBe(
        `Rig.gastown.gastown.io "a.b" is invalid: metadata.name: Invalid value: "object": metadata.name has letters, digits and dashes; where gt's name of the rig is another, it goes into spec.gtName`,
      );
      expect(await refusal(client.post(rigs, rig("a".repeat(64))))).toContain(
        "metadata.name: Too long: may not be more than 63 bytes",
      );
      expect(await refusal(client.post(rigs, rig("bad", { localPath: "/a/../b" })))).toBe(
        'Rig.gastown.gastown.io "bad" is invalid: spec.localPath: Invalid value: "string": localPath must not contain ..',
      );
      expect(await refusal(client.post(rigs, rig("bad", { settings: { maxPolecats: 101 } })))).toBe(
        'Rig.gastown.gastown.io "bad" is invalid: spec.settings.maxPolecats: Invalid value: 101: spec.settings.maxPolecats in body should be less than or equal to 100',
      );
    });

    it("refuses a Convoy that names a bead twice, none, or more than 500", async () => {
      const convoys = convoysOf(town);
      const beads = (count: number) => Array.from({ length: count }, (_, index) => `al-${index}`);
      expect(await refusal(client.post(convoys, convoy("c", ["al-1", "al-2", "al-1"])))).toBe(
        'Convoy.gastown.gastown.io "c" is invalid: spec.trackedBeads[2]: Duplicate value: "al-1"',
      );
      expect(await refusal(client.post(convoys, convoy("c", [])))).toBe(
        'Convoy.gastown.gastown.io "c" is invalid: spec.trackedBeads: Invalid value: 0: spec.trackedBeads in body should have at least 1 items',
      );
      expect(await refusal(client.post(convoys, convoy("c", beads(501))))).toBe(
        'Convoy.gastown.gastown.io "c" is invalid: spec.trackedBeads: Too many: 501: must have at most 500 items',
      );
      expect(await client.post(convoys, convoy("c", beads(500)))).toMatchObject({ code: 201 });
      expect(await refusal(client.post(convoys, convoy("d", ["Not a bead"])))).toContain(
        'spec.trackedBeads[0]: Invalid value: "Not a bead": spec.trackedBeads[0] in body should match',
      );
    });

    it("wants what is required, and says where it is missing", async () => {
      const { spec: _, ...bare } = polecat("bare");
      expect(await refusal(client.post(polecatsOf(town), bare))).toBe(
        `Polecat.gastown.gastown.io "bare" is invalid: [spec: Required value, ${unchecked}]`,
      );
      expect(await refusal(client.post(rigs, { ...rig("bare"), spec: {} }))).toContain(
        "spec.gitURL: Required value",
      );
    });

    it("checks names, labels and annotations as for every kind", async () => {
      expect(await refusal(client.post(polecatsOf(town), polecat("Big_Name")))).toContain(
        "metadata.name: Invalid value: \"Big_Name\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      );
      expect(
        await refusal(client.post(polecatsOf(town), polecat("l", {}, { labels: { "a/b/c": "x" } }))),
      ).toContain('metadata.labels: Invalid value: "a/b/c": a qualified name must consist of');
      expect(
        await refusal(client.post(polecatsOf(town), polecat("l", {}, { labels: { a: "not valid" } }))),
      ).toContain(
        "metadata.labels: Invalid value: \"not valid\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
      );
      expect(
        await refusal(client.post(polecatsOf(town), polecat("l", {}, { annotations: { "/x": "" } }))),
      ).toContain('metadata.annotations: Invalid value: "/x": prefix part must be non-empty');
    });

    it("refuses metadata of a wrong type before anything else", async () => {
      const answer = await client.post(polecatsOf(town), {
        ...polecat("typed"),
        metadata: { name: "typed", labels: { a: 1 } },
      });
      expect(answer.code).toBe(400);
      expect(answer.body).toMatchObject({
        reason: "BadRequest",
        message: containing("cannot unmarshal number into Go struct field ObjectMeta.labels of type string"),
      });
    });

    it("keeps a Rig's defaults", async () => {
      const { spec } = await aRig(client);
      expect(spec).toMatchObject({ settings: { maxPolecats: 8 }, paused: false });
      const themed = await aRig(client, { settings: { namepoolTheme: "mad-max" } });
      expect(themed.spec).toMatchObject({ settings: { maxPolecats: 8, namepoolTheme: "mad-max" } });
    });
  });
}
