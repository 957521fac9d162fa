import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { ALPHA } from "simulated-town";
import { createSimTown } from "../town/sim-town.ts";
import { createDesk } from "./desk.ts";

const UID = "0b8c1c53-0c5d-4f6e-9f5e-4a1f0f6b8c11";
const NOTICE = {
  uid: UID,
  address: "mayor/",
  description: "Wave 1",
  convoyId: "hq-cv-1",
  total: 2,
  closedAt: 5_000,
};

test.each([
  ["is not told twice where the mail of that gt comes a few seconds later", 3_000, 0],
  ["is reported where that gt mails nobody", null, 1],
])("a completion of a convoy that another gt has just closed %s", async (_what, mailAfterMs, sent) => {
  const town = createSimTown({ rigs: [ALPHA], beads: [] });
  town.always("convoy check", () => ({
    outcome: "exited",
    exitCode: 0,
    stdout: `○ Convoy ${NOTICE.convoyId} is already closed\n`,
    stderr: "",
  }));
  const mail = { id: "hq-wisp-1", to: NOTICE.address, subject: `Convoy complete: Wave 1 [${UID}]`, body: "" };
  if (mailAfterMs !== null) {
    const sentAt = NOTICE.closedAt + mailAfterMs;
    town.clock.setTimer(mailAfterMs, () => town.state.mail.push({ ...mail, sentAt }));
  }
  const state = { isDone: false };
  const told = createDesk(town)
    .call("notify", NOTICE)
    .finally(() => (state.isDone = true));
  for (let step = 0; step < 400 && !state.isDone; step += 1) {
    await setImmediate();
    town.clock.advance(50);
  }
  expect(await told).toMatchObject({ outcome: "sent" });
  expect(town.calls.filter((call) => call.startsWith("mail send"))).toHaveLength(sent);
});
