import { Writable } from "node:stream";
import { describe, expect, it, vi } from "vitest";
import { redactLine } from "../../src/host/index.ts";
import { createLogger, readableLines, transitionLine } from "../../src/telemetry/index.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const LINE = {
  actor: "polecat/default/one",
  event: "town.observed",
  from: "pending.slinging",
  to: "working.healthy",
  cause: "sync:7",
};

function sink(): { readonly destination: Writable; readonly text: () => string } {
  const chunks: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  return { destination, text: () => chunks.join("") };
}

describe("A transition in the log", () => {
  it("is one line of JSON where nobody looks at a terminal", () => {
    const { destination, text } = sink();
    transitionLine(createLogger({ level: "info", destination }), LINE);
    expect(text().trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(text())).toMatchObject({
      ...LINE,
      level: 30,
      msg: "polecat/default/one: pending.slinging → working.healthy",
    });
    expect(text()).toMatch(/"time":"\d{4}-\d\d-\d\dT/);
  });

  it("goes out without credentials, where it is told how to find them", async () => {
    for (const isTerminal of [false, true]) {
      const { destination: end, text } = sink();
      const destination = isTerminal ? await readableLines(end) : end;
      createLogger({ level: "info", destination, redact: redactLine }).warn(
        { error: "push to https://bot:hunter2@git.example.com failed" },
        "DB_PASS=hunter2",
      );
      expect(text()).not.toContain("hunter2");
      expect(text().trim()).not.toBe("");
    }
  });

  it("names the first state of an actor", () => {
    const { destination, text } = sink();
    transitionLine(createLogger({ level: "info", destination }), { ...LINE, from: null });
    expect(JSON.parse(text())).toMatchObject({
      from: null,
      msg: "polecat/default/one: new → working.healthy",
    });
  });

  it("is readable on a terminal", async () => {
    const { destination, text } = sink();
    transitionLine(createLogger({ level: "info", destination: await readableLines(destination) }), LINE);
    await vi.waitFor(() => expect(text()).toContain("pending.slinging → working.healthy"), WAIT_DEADLINE_MS);
    expect(text()).not.toContain('{"level"');
    const plain = text().replaceAll(/\u001b\[\d+m/g, "");
    expect(plain).toMatch(
      /^\[\d\d:\d\d:\d\d\] INFO: polecat\/default\/one: pending.slinging → working.healthy\n$/,
    );
  });

  it("gives no order to a terminal, whatever a text from outside holds", async () => {
    const { destination, text } = sink();
    const logger = createLogger({ level: "info", destination: await readableLines(destination) });
    logger.warn({ error: "file \u001b]0;owned\u0007 and \u009b2J" }, "left\u001b[2Jright\r\u202e");
    await vi.waitFor(
      () => expect(text()).toContain(String.raw`left\u001b[2Jright\u000d\u202e`),
      WAIT_DEADLINE_MS,
    );
    // Its own colours are all that is left.
    expect(text().replaceAll(/\u001b\[\d+m/g, "")).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  it("is left out below the level that was asked for", () => {
    const { destination, text } = sink();
    transitionLine(createLogger({ level: "warn", destination }), LINE);
    expect(text()).toBe("");
  });
});
