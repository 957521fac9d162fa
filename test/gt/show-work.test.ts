/** A bead and the merge request of its work, read in one call; with what the real gt printed where a name is given. */
import { transcript } from "simulated-town/testing";
import { describe, expect, it } from "vitest";
import { createGtClient, type ExecOutcome, type GtClient } from "../../src/gt/index.ts";
import { createFakeClock } from "../host/fake-clock.ts";
import { failed, printed } from "./hand-exec.ts";

const BEAD = "al-wm0";
const REQUEST = "al-wisp-podb559b8db1b5f";

function clientThatHears(...answers: readonly ExecOutcome[]): GtClient {
  const clock = createFakeClock();
  const waiting = [...answers];
  return createGtClient({
    exec: (argv) => {
      if (argv[0] === "rig") return Promise.resolve(printed(transcript("rig-list-running").stdout));
      if (argv[0] === "version") return Promise.resolve(printed("gt version 1.2.1\n"));
      return Promise.resolve(waiting.shift() ?? failed("Error: nothing more was expected"));
    },
    gtPath: "gt",
    now: clock.now,
    setTimer: clock.setTimer,
    onCall: () => undefined,
    maxPauseMs: 30_000,
  });
}

const told = (name: string): ExecOutcome => ({ outcome: "exited", ...transcript(name) });

describe("Work is shown", () => {
  it("with its request, its description and its priority", async () => {
    const { bead, request } = await clientThatHears(told("show-bead-with-request")).showWork(BEAD, REQUEST);
    expect(bead).toMatchObject({ id: BEAD, description: "What is to be done", priority: 2, openCriteria: 0 });
    expect(request).toMatchObject({ id: REQUEST, status: "open" });
  });

  it("without a request, which is missing where its bead was found", async () => {
    const shown = await clientThatHears(told("show-bead-without-request")).showWork(BEAD, REQUEST);
    expect(shown).toMatchObject({ bead: { id: BEAD }, request: null });
  });

  it("with a request that was closed, and why", async () => {
    const shown = await clientThatHears(told("show-superseded-request")).showWork(BEAD, REQUEST);
    expect(shown.request).toMatchObject({ status: "closed", closeReason: "superseded by al-wisp-pod0" });
  });

  it("with as many open criteria as gt counts", async () => {
    const criteria = "- [ ] one\n- [x] two\n  - [ ] three\n* [ ] four\n- [ ]five";
    const entry = { id: BEAD, title: "x", status: "in_progress", acceptance_criteria: criteria };
    const shown = await clientThatHears(printed(JSON.stringify([entry]))).showWork(BEAD, null);
    expect(shown.bead?.openCriteria).toBe(2);
  });
});

describe("Nothing is believed of work", () => {
  it("whose request gt says nothing of", async () => {
    const entry = { id: BEAD, title: "x", status: "in_progress" };
    const client = clientThatHears(printed(JSON.stringify([entry])));
    await expect(client.showWork(BEAD, REQUEST)).rejects.toMatchObject({ reason: "InvalidOutput" });
  });

  it("whose database is not running", async () => {
    const client = clientThatHears(told("dolt-down-show"));
    await expect(client.showWork(BEAD, REQUEST)).rejects.toMatchObject({ reason: "DoltDown" });
  });

  it("that gt has looked for in the town's database alone", async () => {
    const missing = failed(
      `Error fetching ${BEAD}: no issue found matching "${BEAD}"\n`,
      '{"error": "no issues found matching the provided IDs"}\n',
    );
    const mayor = { id: "hq-mayor", title: "mayor", status: "open" };
    const misled = printed(
      JSON.stringify([mayor]),
      `Error fetching ${BEAD}: no issue found matching "${BEAD}"\n`,
    );
    const client = clientThatHears(missing, missing, misled);
    await client.listRigs();
    await expect(client.showWork(BEAD, null)).rejects.toMatchObject({
      reason: "InvalidOutput",
      message: expect.stringContaining("BEADS_DOLT_DATA_DIR") as string,
    });
  });

  it("but that the bead is not there, where that was asked of the right database", async () => {
    const lines = [BEAD, REQUEST].map((id) => `Error fetching ${id}: no issue found matching "${id}"\n`);
    const missing = failed(lines.join(""), '{"error": "no issues found matching the provided IDs"}\n');
    expect(await clientThatHears(missing, missing).showWork(BEAD, REQUEST)).toEqual({
      bead: null,
      request: null,
    });
  });
});
