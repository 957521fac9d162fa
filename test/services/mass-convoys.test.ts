import { describe, expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import { createSimTown, lostAnswer } from "../town/sim-town.ts";
import { createDesk } from "./desk.ts";

const UID = "0b8c1c53-0c5d-4f6e-9f5e-4a1f0f6b8c11";
const CONVOY = { uid: UID, description: "Wave 1", beads: ["al-1", "al-2"] };

const setUp = () => {
  const town = createSimTown({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
  return { town, desk: createDesk(town) };
};

describe("A convoy among many", () => {
  it("is made once by many tries at the same time", async () => {
    const { town, desk } = setUp();
    const tries = await Promise.all(Array.from({ length: 6 }, () => desk.call("createConvoy", CONVOY)));
    expect(tries).toEqual(tries.map(() => tries[0]));
    expect(town.state.convoys).toHaveLength(1);
  });

  it("costs one write, and shares its lists with all that wait beside it", async () => {
    const { town, desk } = setUp();
    const uids = Array.from({ length: 50 }, (_, index) => `uid-${index}`);
    await Promise.all(
      uids.map(async (uid) => {
        expect(await desk.call("findConvoy", { ...CONVOY, uid })).toMatchObject({ id: null });
        expect(await desk.call("createConvoy", { ...CONVOY, uid })).toMatchObject({ outcome: "created" });
      }),
    );
    expect(town.state.convoys).toHaveLength(50);
    expect(town.calls.filter((call) => call.startsWith("convoy create"))).toHaveLength(50);
    expect(town.calls.length).toBeLessThanOrEqual(50 + 8);
  });

  it("is looked for in a list that began after its own earlier try, however many wait beside it", async () => {
    const { town, desk } = setUp();
    const others = (from: number): readonly Promise<unknown>[] =>
      Array.from({ length: 5 }, (_, index) =>
        desk.call("createConvoy", { ...CONVOY, uid: `uid-${from + index}` }),
      );
    town.once("convoy create", lostAnswer);
    const tries = [desk.call("createConvoy", CONVOY), ...others(0)];
    await expect(tries[0]).rejects.toMatchObject({ reason: "Timeout" });
    await Promise.all([desk.call("createConvoy", CONVOY), ...tries.slice(1), ...others(5)]);
    expect(town.state.convoys.filter(({ title }) => title.includes(UID))).toHaveLength(1);
    expect(town.state.convoys).toHaveLength(11);
  });
});
