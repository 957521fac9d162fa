import { describe, expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import { createSimTown, lostAnswer, lostCall, type SimTown } from "../town/sim-town.ts";
import { containing } from "../containing.ts";
import { createDesk } from "./desk.ts";

const UID = "0b8c1c53-0c5d-4f6e-9f5e-4a1f0f6b8c11";
const CONVOY = { uid: UID, description: "Wave 1", beads: ["al-1", "al-2"] };
const NOTICE = {
  uid: UID,
  address: "mayor/",
  description: "Wave 1",
  convoyId: "hq-cv-1",
  total: 2,
  closedAt: 5_000,
};

const setUp = () => {
  const town = createSimTown({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
  return { town, desk: createDesk(town) };
};

describe("A convoy", () => {
  it("carries the resource's UID in its title, and is found by it", async () => {
    const { town, desk } = setUp();
    expect(await desk.call("findConvoy", CONVOY)).toMatchObject({ id: null });
    const created = await desk.call("createConvoy", CONVOY);
    expect(town.state.convoys).toMatchObject([{ title: `Wave 1 [${UID}]`, tracked: ["al-1", "al-2"] }]);
    expect(created).toMatchObject({ outcome: "created", id: town.state.convoys[0]?.id });
    expect(await desk.call("findConvoy", CONVOY)).toMatchObject({ id: town.state.convoys[0]?.id });
  });

  it("is made once, however often it is asked for, also when it is closed by now", async () => {
    const { town, desk } = setUp();
    const first = await desk.call("createConvoy", CONVOY);
    Object.assign(town.state.convoys[0] ?? {}, { status: "closed" });
    expect(await desk.call("createConvoy", CONVOY)).toEqual(first);
    expect(town.state.convoys).toHaveLength(1);
  });

  it("whose creation lost its answer is found by the next try", async () => {
    const { town, desk } = setUp();
    town.once("convoy create", lostAnswer);
    await expect(desk.call("createConvoy", CONVOY)).rejects.toMatchObject({ reason: "Timeout" });
    expect(await desk.call("createConvoy", CONVOY)).toMatchObject({ outcome: "created" });
    expect(town.state.convoys).toHaveLength(1);
  });

  it("is made once by two tries at the same time", async () => {
    const { town, desk } = setUp();
    const [one, other] = await Promise.all([
      desk.call("createConvoy", CONVOY),
      desk.call("createConvoy", CONVOY),
    ]);
    expect(one).toEqual(other);
    expect(town.state.convoys).toHaveLength(1);
  });

  it("is another one for another resource of the same description", async () => {
    const { town, desk } = setUp();
    await desk.call("createConvoy", CONVOY);
    await desk.call("createConvoy", { ...CONVOY, uid: "another" });
    expect(town.state.convoys).toHaveLength(2);
  });

  it.each(["re-write the parser", "al-1 and what follows from it", "- parser\n- printer", "--notify=x"])(
    "described as %j tracks its beads alone: gt takes no word of the title for a bead or a flag",
    async (description) => {
      const { town, desk } = setUp();
      await desk.call("createConvoy", { ...CONVOY, description });
      expect(town.state.convoys).toMatchObject([{ tracked: ["al-1", "al-2"] }]);
      expect(town.state.convoys[0]?.title).toBe(`Convoy: ${description.replace("\n", " ")} [${UID}]`);
    },
  );

  it("whose description is long has a title that ends between two characters", async () => {
    const { town, desk } = setUp();
    const family = "👨‍👩‍👧‍👦";
    await desk.call("createConvoy", { ...CONVOY, description: `${"a".repeat(115)}${family.repeat(3)}` });
    expect(town.state.convoys[0]?.title).toBe(`${"a".repeat(115)}… [${UID}]`);
  });

  it("is not made while it cannot be looked for", async () => {
    const { town, desk } = setUp();
    town.doltDown = true;
    await expect(desk.call("createConvoy", CONVOY)).rejects.toMatchObject({ reason: "DoltDown" });
    expect(town.writes()).toEqual([]);
  });

  it("is neither made nor announced once its resource is gone or its rig paused, also when that comes late", async () => {
    const { town, desk } = setUp();
    const late = (words: string): void =>
      town.once(words, (run) => {
        desk.blocker = { reason: "Deleted", message: "the resource is gone" };
        return run();
      });
    late("convoy list");
    await expect(desk.call("createConvoy", CONVOY)).rejects.toMatchObject({ reason: "Deleted" });
    desk.blocker = null;
    late("mail inbox");
    await expect(desk.call("notify", NOTICE)).rejects.toMatchObject({ reason: "Deleted" });
    expect(town.writes()).toEqual([]);
  });

  it("with a long description of several lines has a title of one line that still ends in its key", async () => {
    const { town, desk } = setUp();
    await desk.call("createConvoy", { ...CONVOY, description: `many\nlines ${"x".repeat(500)}` });
    expect(town.state.convoys[0]?.title).toMatch(new RegExp(`^many lines x+… \\[${UID}\\]$`));
    expect(town.state.convoys[0]?.title.length).toBeLessThan(200);
  });

  it("is one mail that says which convoy is complete", async () => {
    const { town, desk } = setUp();
    expect(await desk.call("notify", NOTICE)).toMatchObject({ outcome: "sent" });
    expect(town.state.mail).toMatchObject([
      {
        to: "mayor/",
        subject: `Convoy complete: Wave 1 [${UID}@1970-01-01T00:00:05.000Z]`,
        body: "All 2 beads of convoy hq-cv-1 are closed.",
      },
    ]);
  });

  it("is sent once, although the operator crashed between the mail and its status", async () => {
    const { town, desk } = setUp();
    await desk.call("notify", NOTICE);
    const reborn = createDesk(town);
    expect(await reborn.call("notify", NOTICE)).toMatchObject({ outcome: "sent" });
    expect(town.state.mail).toHaveLength(1);
  });

  it("is one for each completion and each address", async () => {
    const { town, desk } = setUp();
    for (const closedAt of [5_000, 5_000, 9_000, 9_000]) {
      for (const address of ["mayor/", "deacon/"])
        await desk.call("notify", { ...NOTICE, address, closedAt });
    }
    expect(town.state.mail.map(({ to }) => to)).toEqual(["mayor/", "deacon/", "mayor/", "deacon/"]);
  });

  it("whose answer was lost is found in the inbox", async () => {
    const { town, desk } = setUp();
    town.once("mail send", lostAnswer);
    await expect(desk.call("notify", NOTICE)).rejects.toMatchObject({ reason: "Timeout" });
    expect(await desk.call("notify", NOTICE)).toMatchObject({ outcome: "sent" });
    expect(town.state.mail).toHaveLength(1);
  });

  it("that never arrived is sent by the next try", async () => {
    const { town, desk } = setUp();
    town.once("mail send", lostCall);
    await expect(desk.call("notify", NOTICE)).rejects.toMatchObject({ reason: "Timeout" });
    expect(await desk.call("notify", NOTICE)).toMatchObject({ outcome: "sent" });
    expect(town.state.mail).toHaveLength(1);
  });

  it("is not sent while the inbox cannot be read", async () => {
    const { town, desk } = setUp();
    town.once("mail inbox", lostCall);
    await expect(desk.call("notify", NOTICE)).rejects.toMatchObject({ reason: "Timeout" });
    expect(town.state.mail).toEqual([]);
  });

  it.each(["before", "behind"])(
    "is not sent a second time when the database is down %s the read of the inbox, which then looks empty",
    async (when) => {
      const { town, desk } = setUp();
      await desk.call("notify", NOTICE);
      town.doltDown = when === "before";
      if (when === "behind") {
        town.once("mail inbox", () => {
          town.doltDown = true;
          return { outcome: "exited", exitCode: 0, stdout: "[]\n", stderr: "" };
        });
      }
      await expect(desk.call("notify", NOTICE)).rejects.toMatchObject({ reason: "TownUnhealthy" });
      town.doltDown = false;
      expect(await desk.call("notify", NOTICE)).toMatchObject({ outcome: "sent" });
      expect(town.state.mail).toHaveLength(1);
    },
  );

  it("to nobody that the town knows is refused in gt's words", async () => {
    const { desk } = setUp();
    expect(await desk.call("notify", { ...NOTICE, address: "nobody/" })).toMatchObject({
      outcome: "refused",
      message: containing("unknown recipient: nobody/"),
    });
  });
});

describe("Services", () => {
  it("refuse an input that is not theirs, and a name that is none", async () => {
    const { town, desk } = setUp();
    await expect(desk.call("sling", { uid: "u1" })).rejects.toThrow();
    await expect(desk.call("createConvoy", { ...CONVOY, beads: "al-1" })).rejects.toThrow();
    await expect(desk.call("explode", {})).rejects.toThrow("no service named explode");
    expect(town.calls).toEqual([]);
  });
});

describe("A completion that gt has told of by itself", () => {
  const gtsMail = (subject: string, sentAt: number) => ({
    id: "hq-wisp-1",
    to: NOTICE.address,
    subject,
    body: "",
    sentAt,
  });
  const own = (town: SimTown): readonly string[] => town.calls.filter((call) => call.startsWith("mail send"));

  it.each([`🚚 Convoy landed: Wave 1 [${NOTICE.uid}]`, `Convoy complete: Wave 1 [${NOTICE.uid}]`])(
    "is not told once more to the same address: %s",
    async (subject) => {
      const town = createSimTown({ rigs: [ALPHA], beads: [] });
      town.state.mail.push(gtsMail(subject, NOTICE.closedAt + 400));
      expect(await createDesk(town).call("notify", NOTICE)).toMatchObject({ outcome: "sent" });
      expect(own(town)).toEqual([]);
    },
  );

  it.each([
    ["1.0.1", "overseer"],
    ["1.2.1", "overseer"],
    ["1.2.1", "mayor/"],
  ] as const)("is told by gt first, and once: gt %s, %s", async (gtVersion, address) => {
    const town = createSimTown({ gtVersion, rigs: [ALPHA], beads: ["hq-1"] });
    const desk = createDesk(town);
    await desk.call("createConvoy", { ...CONVOY, beads: ["hq-1"] });
    const convoyId = town.state.convoys[0]?.id ?? "";
    town.shell("bd", "close", "hq-1");
    const notice = { ...NOTICE, address, convoyId, total: 1, closedAt: town.clock.now() };
    expect(await desk.call("notify", notice)).toMatchObject({ outcome: "sent" });
    town.clock.advance(600_000);
    town.shell("gt", "convoy", "list", "--json");
    expect(town.state.mail.filter(({ to }) => to === address)).toHaveLength(1);
    expect(own(town)).toEqual([]);
  });

  it("is reported all the same where gt cannot look at the convoy, and not while nobody knows what gt has done", async () => {
    const town = createSimTown({ rigs: [ALPHA], beads: [] });
    const desk = createDesk(town);
    town.once("convoy check", lostAnswer);
    await expect(desk.call("notify", NOTICE)).rejects.toMatchObject({ reason: "Timeout" });
    expect(own(town)).toEqual([]);
    town.always("convoy check", () => ({
      outcome: "exited",
      exitCode: 1,
      stdout: "",
      stderr: "Error: closing convoy: exit status 1\n",
    }));
    expect(await desk.call("notify", NOTICE)).toMatchObject({ outcome: "sent" });
    expect(own(town)).toHaveLength(1);
  });

  it("is reported all the same where gt's look at the convoy answers in words that nobody knows", async () => {
    const town = createSimTown({ rigs: [ALPHA], beads: [] });
    town.always("convoy check", () => ({ outcome: "exited", exitCode: 0, stdout: "ok\n", stderr: "" }));
    expect(await createDesk(town).call("notify", NOTICE)).toMatchObject({ outcome: "sent" });
    expect(own(town)).toHaveLength(1);
  });

  it.each([
    ["of another convoy", "Convoy complete: Wave 1 [u-other]", NOTICE.closedAt + 400],
    ["of an earlier completion", `Convoy complete: Wave 1 [${NOTICE.uid}]`, NOTICE.closedAt - 1_500],
    ["of something else", `Re: Wave 1 [${NOTICE.uid}]`, NOTICE.closedAt + 400],
  ])("is not meant by a mail %s", async (_what, subject, sentAt) => {
    const town = createSimTown({ rigs: [ALPHA], beads: [] });
    town.state.mail.push(gtsMail(subject, sentAt));
    await createDesk(town).call("notify", NOTICE);
    expect(own(town)).toHaveLength(1);
  });
});
