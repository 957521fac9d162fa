import { describe, expect, it } from "vitest";
import type { WarningInput } from "../../machines/index.ts";
import { lostAnswer, lostCall, type SimTown } from "../town/sim-town.ts";
import type { Desk } from "./desk.ts";
import { atWork, furiosa } from "./furiosa.ts";

const SINCE = Date.parse("2026-05-01T12:00:00Z");
const INPUT: WarningInput = {
  uid: "u1",
  rig: "alpha",
  polecat: "furiosa",
  bead: "al-1",
  reason: "Silent",
  since: SINCE,
  to: "mayor/",
  earlier: 0,
};

const stuck = async (): Promise<{ town: SimTown; desk: Desk }> => {
  const { town, desk } = await atWork();
  desk.unresponsive.set("u1", SINCE);
  return { town, desk };
};

describe("A nudge", () => {
  it("reaches the agent with its bead and since when it is silent, and carries a jitter", async () => {
    const { town, desk } = await stuck();
    expect(await desk.call("nudge", INPUT)).toMatchObject({ outcome: "told", jitter: 0.5 });
    expect(town.state.nudges).toHaveLength(1);
    expect(town.state.nudges[0]?.text).toMatch(/^al-1 is on your hook.*2026-05-01T12:00:00Z/);
    expect(desk.persisted).toEqual(["u1"]);
  });

  it("reaches the polecat beside a crew member of the same name", async () => {
    const { town, desk } = await stuck();
    Object.assign(town.state.rigs[0] ?? {}, { crew: ["furiosa"] });
    await desk.call("nudge", INPUT);
    expect(town.state.nudges.map(({ to }) => to)).toEqual(["alpha/furiosa"]);
  });

  it("reaches nobody where the session is dead", async () => {
    const { town, desk } = await stuck();
    furiosa(town).session = false;
    expect(await desk.call("nudge", INPUT)).toMatchObject({ outcome: "unreached" });
  });

  it("whose answer is lost is not made again: it may have gone through", async () => {
    const { town, desk } = await stuck();
    town.once("nudge", lostAnswer);
    expect(await desk.call("nudge", INPUT)).toMatchObject({ outcome: "unsure" });
    expect(town.state.nudges).toHaveLength(1);
  });
});

describe("An escalation", () => {
  it("says what is stuck, since when, and that nothing was ended", async () => {
    const { town, desk } = await stuck();
    expect(await desk.call("escalate", { ...INPUT, earlier: 2 })).toMatchObject({ outcome: "told" });
    expect(town.calls).toHaveLength(1);
    expect(town.calls[0]).toMatch(
      /^escalate -s high --json Polecat alpha\/furiosa is stuck with al-1: .*told 2 times/,
    );
    expect(town.calls[0]).toContain("Nothing was ended");
    expect(desk.persisted).toEqual(["u1"]);
  });

  it("fails while the database is down, because nobody was told", async () => {
    const { town, desk } = await stuck();
    town.doltDown = true;
    await expect(desk.call("escalate", INPUT)).rejects.toMatchObject({ reason: "DoltDown" });
  });

  it("whose output nobody can read counts as made", async () => {
    const { town, desk } = await stuck();
    town.once("escalate", () => ({ outcome: "exited", exitCode: 0, stdout: "done\n", stderr: "" }));
    expect(await desk.call("escalate", INPUT)).toMatchObject({ outcome: "unsure" });
  });
});

describe("A mail about a stuck polecat", () => {
  it("is sent once for each time without a sign of life, however often it is asked for and whatever answer was lost", async () => {
    const { town, desk } = await stuck();
    town.once("mail send", lostAnswer);
    await expect(desk.call("mail", INPUT)).rejects.toMatchObject({ reason: "Timeout" });
    expect(await desk.call("mail", INPUT)).toMatchObject({ outcome: "told" });
    expect(await desk.call("mail", { ...INPUT, earlier: 3 })).toMatchObject({ outcome: "told" });
    expect(town.state.mail).toHaveLength(1);
    expect(town.state.mail[0]).toMatchObject({
      to: "mayor/",
      subject: `Polecat alpha/furiosa is stuck with al-1 [u1/${SINCE}]`,
    });
    desk.unresponsive.set("u1", SINCE + 1);
    await desk.call("mail", { ...INPUT, since: SINCE + 1 });
    expect(town.state.mail).toHaveLength(2);
  });

  it("is not sent while the inbox cannot be trusted", async () => {
    const { town, desk } = await stuck();
    town.doltDown = true;
    await expect(desk.call("mail", INPUT)).rejects.toMatchObject({ reason: "TownUnhealthy" });
    town.doltDown = false;
    town.once("mail inbox", lostCall);
    await expect(desk.call("mail", INPUT)).rejects.toMatchObject({ reason: "Timeout" });
    expect(town.state.mail).toEqual([]);
  });

  it("is not sent when its actor has left the state that asked by the time that the inbox is read", async () => {
    const { town, desk } = await stuck();
    const abort = new AbortController();
    town.once("mail inbox", (run) => {
      abort.abort(new Error("the machine has left the state"));
      return run();
    });
    await expect(desk.call("mail", INPUT, abort.signal)).rejects.toThrow("the machine has left the state");
    expect(town.state.mail).toEqual([]);
  });

  it("is not sent when the polecat lives again by the time that the inbox is read", async () => {
    const { town, desk } = await stuck();
    town.once("mail inbox", (run) => {
      desk.unresponsive.clear();
      return run();
    });
    await expect(desk.call("mail", INPUT)).rejects.toMatchObject({ reason: "Recovered" });
    expect(town.state.mail).toEqual([]);
  });

  it.each(["list:oncall", "@town", "*/witness"])("reaches whom gt makes of %s", async (to) => {
    const { town, desk } = await stuck();
    await desk.call("mail", { ...INPUT, to });
    expect(town.state.mail).toMatchObject([{ to }]);
  });

  it.each(["nobody/nowhere", "ftp:oncall", "--all"])("reaches nobody at %s", async (to) => {
    const { town, desk } = await stuck();
    expect(await desk.call("mail", { ...INPUT, to })).toMatchObject({ outcome: "unreached" });
    expect(town.state.mail).toEqual([]);
  });
});

describe.each(["nudge", "mail", "escalate"])("The service %s", (service) => {
  it.each<[string, (desk: Desk) => void, string]>([
    [
      "the resource may not be written for",
      (desk) => (desk.blocker = { reason: "Paused", message: "p" }),
      "Paused",
    ],
    ["the polecat lives again", (desk) => desk.unresponsive.clear(), "Recovered"],
    ["it has become unresponsive once more", (desk) => desk.unresponsive.set("u1", SINCE + 5), "Recovered"],
  ])("calls nothing where %s by the time that it is its turn", async (_, change, reason) => {
    const { town, desk } = await stuck();
    change(desk);
    await expect(desk.call(service, INPUT)).rejects.toMatchObject({ reason });
    expect(town.calls).toEqual([]);
  });

  it("calls nothing where its actor has left the state that asked, by the time that it is its turn", async () => {
    const { town, desk } = await stuck();
    const first = Promise.withResolvers<undefined>();
    // Both lanes are taken: that of the town by another mail, that of the rig by a nudge.
    for (const words of ["mail inbox", "nudge"]) {
      town.once(words, async (run) => {
        await first.promise;
        return run();
      });
    }
    const before = [desk.call("mail", INPUT), desk.call("nudge", INPUT)];
    const abort = new AbortController();
    const call = desk.call(service, INPUT, abort.signal);
    abort.abort(new Error("the machine has left the state"));
    first.resolve(undefined);
    await expect(call).rejects.toThrow("the machine has left the state");
    await Promise.all(before);
    expect(town.calls.filter((line) => /^(nudge|mail send|escalate)/.test(line))).toHaveLength(2);
  });

  it("ends nothing", async () => {
    const { town, desk } = await stuck();
    await desk.call(service, INPUT);
    expect(town.calls.filter((call) => /^(polecat nuke|session)|--force/.test(call))).toEqual([]);
  });
});
