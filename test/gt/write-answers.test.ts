import { describe, expect, it, vi } from "vitest";
import { createGtClient, type GtCall, type GtClient } from "../../src/gt/index.ts";
import { createFakeClock } from "../host/fake-clock.ts";
import { createHandExec, printed } from "./hand-exec.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

function setUp() {
  const { now, setTimer } = createFakeClock();
  const gt = createHandExec();
  const calls: GtCall[] = [];
  const onCall = (call: GtCall): unknown => calls.push(call);
  const client = createGtClient({
    ...{ exec: gt.exec, gtPath: "/usr/bin/gt", now, setTimer, onCall, maxPauseMs: 30_000 },
  });
  return { gt, calls, client };
}

const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: unknown) => error,
  );

describe("a write of gt that exits with 0", () => {
  const mail = { to: "mayor/", subject: "done", body: "all" };
  const error = "Error: database is locked\n";

  it("has failed where it tells an error and nothing else", async () => {
    const { gt, client, calls } = setUp();
    const sent = reasonOf(client.sendMail(mail));
    await vi.waitFor(() => expect(gt.running).toHaveLength(1), WAIT_DEADLINE_MS);
    gt.end(gt.running[0]?.argv.join(" ") ?? "", printed("", error));
    expect(await sent).toMatchObject({ reason: "Failed", message: "gt mail send: database is locked" });
    expect(calls).toMatchObject([{ command: "mail send", result: "error" }]);
  });

  it.each<[string, (client: GtClient) => Promise<unknown>, string]>([
    ["mail send", (client) => client.sendMail(mail), "Error: database is locked\n"],
    ["mail send", (client) => client.sendMail(mail), ""],
    ["session stop", (client) => client.stopSession("alpha", "nux"), "Stopping session for alpha/nux...\n"],
    [
      "convoy add",
      (client) => client.addToConvoy({ id: "hq-cv-1", beads: ["al-1"] }),
      "panic: runtime error\n",
    ],
    ["convoy check", (client) => client.checkConvoy("hq-cv-1"), "Error: bd list: exit status 1\n"],
  ])("has not gone through where its answer does not say so: %s", async (command, write, stdout) => {
    const { gt, client, calls } = setUp();
    const written = reasonOf(write(client));
    await vi.waitFor(() => expect(gt.running).toHaveLength(1), WAIT_DEADLINE_MS);
    gt.end(gt.running[0]?.argv.join(" ") ?? "", printed(stdout, ""));
    expect(await written).toMatchObject({ reason: "InvalidOutput" });
    expect(calls).toMatchObject([{ command, result: "error" }]);
  });

  it("has gone through where it says so, whatever else it warns of", async () => {
    const { gt, client } = setUp();
    const sent = reasonOf(client.sendMail(mail));
    await vi.waitFor(() => expect(gt.running).toHaveLength(1), WAIT_DEADLINE_MS);
    gt.end(gt.running[0]?.argv.join(" ") ?? "", printed("✓ Message sent to mayor/\n", error));
    expect(await sent).toBe("none");
  });
});
