import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fittingStatus, KINDS, type KindName } from "../../../src/kinds/index.ts";
import { serveCrds, type ServedCrds } from "./embedded-verdicts.ts";
import { ODD_TEXTS, oversized } from "./oversized.ts";
import { child, servedSchema } from "./served.ts";

const SPECS: Readonly<Record<KindName, object>> = {
  Rig: { gitURL: "https://git.example.com/a.git", beadsPrefix: "al", localPath: "/srv/gt/alpha" },
  Polecat: { rig: "alpha" },
  Convoy: { description: "batch", trackedBeads: ["al-1"] },
  Witness: { rigRef: "alpha" },
  Refinery: { rigRef: "alpha" },
  BeadStore: { rigRef: "alpha", prefix: "al-" },
};
const KIND_NAMES = Object.keys(KINDS) as readonly KindName[];
const cases = KIND_NAMES.flatMap((kind) =>
  Object.entries(ODD_TEXTS).map(([what, text]) => ({ kind, what, text })),
);

const condition = (parts: object): object => ({
  type: "Ready",
  status: "False",
  reason: "SlingRefused",
  message: "",
  lastTransitionTime: "2026-05-01T12:00:00Z",
  observedGeneration: 1,
  ...parts,
});

describe("A status with too much in every field", () => {
  let served: ServedCrds;
  beforeAll(async () => {
    served = await serveCrds();
    for (const kind of KIND_NAMES)
      expect(await served.create(kind, "it", SPECS[kind])).toMatchObject({ code: 201 });
  });
  afterAll(() => served.stop());

  it.each(cases)("is cut to what the API server takes: $kind with $what", async ({ kind, text }) => {
    const { status } = fittingStatus(
      KINDS[kind].status,
      oversized(child(servedSchema(kind), "status"), text),
    );
    expect(JSON.stringify(status).length).toBeGreaterThan(2);
    const { code, object } = await served.applyStatus(kind, "it", status);
    expect({ code, message: object["message"] }).toEqual({ code: 200, message: undefined });
    expect(object["status"]).toEqual(status);
  });
});

describe("A status that is cut", () => {
  it("keeps its conditions, with the beginning of their messages and a reason that is a word", () => {
    const message = "gt said: ".padEnd(40_000, "x");
    const given = {
      conditions: [condition({ message }), condition({ type: "Stalled", reason: "no; word" })],
    };
    const { status, dropped } = fittingStatus(KINDS.Polecat.status, given);
    const [ready, stalled] = (status as { conditions: { message: string; reason: string }[] }).conditions;
    expect(ready?.message).toHaveLength(32_768);
    expect(ready?.message).toMatch(/^gt said: x+…$/);
    expect([ready?.reason, stalled?.reason]).toEqual(["SlingRefused", "Unknown"]);
    expect(dropped).toEqual([]);
  });

  it("loses a name that is none rather than showing a part of it, and says which", () => {
    const { status, dropped } = fittingStatus(KINDS.Polecat.status, {
      phase: "Working",
      polecatName: "n".repeat(300),
    });
    expect(status).toEqual({ phase: "Working" });
    expect(dropped).toEqual(["status.polecatName"]);
  });

  it("is no larger as a whole than a request may be", () => {
    const message = "😀".repeat(32_768);
    const conditions = Array.from({ length: 12 }, (_, index) => condition({ type: `T${index}`, message }));
    const context = { blocker: { message: message.repeat(20) } };
    const { status } = fittingStatus(KINDS.Convoy.status, {
      conditions,
      snapshot: { machine: "convoy", context },
    });
    expect(Buffer.byteLength(JSON.stringify(status))).toBeLessThan(1_000_000);
    expect((status as { conditions: unknown[] }).conditions).toHaveLength(12);
  });

  it("is the same as before where everything fits", () => {
    const given = {
      phase: "Working",
      conditions: [condition({ message: "prüft 支払い 😀" })],
      sessionActive: true,
    };
    expect(fittingStatus(KINDS.Polecat.status, given)).toEqual({ status: given, dropped: [] });
  });

  it("leaves a snapshot of many parts readable, however long its line is", () => {
    const snapshot = JSON.stringify({
      context: { beads: Array.from({ length: 2_000 }, (_, n) => `al-${n}`) },
    });
    const { status } = fittingStatus(KINDS.Convoy.status, { phase: "InProgress", snapshot });
    expect(status).toMatchObject({ snapshot });
  });
});
