import { describe, expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import { createSimTown, lostAnswer, type SimTown } from "../town/sim-town.ts";
import { containing } from "../containing.ts";
import { createDesk, type Desk } from "./desk.ts";

const UID = "0b8c1c53-0c5d-4f6e-9f5e-4a1f0f6b8c11";

async function made(): Promise<{ town: SimTown; desk: Desk; add: (bead: string) => Promise<unknown> }> {
  const town = createSimTown({ rigs: [ALPHA], beads: ["al-1", "al-2", "al-3"] });
  const desk = createDesk(town);
  await desk.call("createConvoy", { uid: UID, description: "Wave 1", beads: ["al-1", "al-2"] });
  const convoyId = town.state.convoys[0]?.id ?? "";
  const add = (bead: string): Promise<unknown> =>
    desk.call("extendConvoy", { uid: UID, convoyId, beads: ["al-1", bead] });
  return { town, desk, add };
}

const adding = ({ calls }: SimTown): readonly string[] =>
  calls.filter((call) => call.startsWith("convoy add"));

describe("A bead that the spec of a convoy names later", () => {
  it("is added to gt's convoy, also to one that has closed, and never twice", async () => {
    const { town, add } = await made();
    Object.assign(town.state.convoys[0] ?? {}, { status: "closed" });
    const tracked = ["al-1", "al-2", "al-3"];
    expect(await add("al-3")).toMatchObject({ outcome: "extended", tracked });
    expect(await add("al-3")).toMatchObject({ outcome: "extended", tracked });
    expect(town.state.convoys).toMatchObject([{ status: "open", tracked }]);
    expect(adding(town)).toEqual([`convoy add ${town.state.convoys[0]?.id ?? ""} al-3`]);
  });

  it("whose adding lost its answer is looked for before it is added again", async () => {
    const { town, add } = await made();
    town.once("convoy add", lostAnswer);
    await expect(add("al-3")).rejects.toMatchObject({ reason: "Timeout" });
    expect(await add("al-3")).toMatchObject({ outcome: "extended" });
    expect(adding(town)).toHaveLength(1);
  });

  it("is not believed to be added because gt exits 0", async () => {
    const { town, add } = await made();
    const stdout = "⚠ couldn't add al-3: no such issue\n✓ Added 0 issue(s) to convoy 🚚 hq-cv-1\n";
    town.once("convoy add", () => ({ outcome: "exited", exitCode: 0, stdout, stderr: "" }));
    expect(await add("al-3")).toMatchObject({
      outcome: "refused",
      message: containing("gt did not add al-3"),
    });
  });

  it("is not added once the resource is gone, or where gt has no such convoy", async () => {
    const { town, desk, add } = await made();
    desk.blocker = { reason: "Deleted", message: "the resource is gone" };
    await expect(add("al-3")).rejects.toMatchObject({ reason: "Deleted" });
    const lost = { uid: UID, convoyId: "hq-cv-none", beads: ["al-3"] };
    expect(await desk.call("extendConvoy", lost)).toMatchObject({ outcome: "refused" });
    expect(adding(town)).toEqual([]);
  });
});
