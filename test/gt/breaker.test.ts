import { describe, expect, it } from "vitest";
import { createBreaker } from "../../src/gt/breaker.ts";
import * as commands from "../../src/gt/commands.ts";
import { GtError, type GtReason } from "../../src/gt/index.ts";
import { createFakeClock } from "../host/fake-clock.ts";

function setUp() {
  const clock = createFakeClock();
  const breaker = createBreaker({ now: clock.now, firstPauseMs: 2_000, maxPauseMs: 30_000 });
  const fail = (command: commands.Command, reason: GtReason, message = "it failed"): void =>
    breaker.failed(command, new GtError(reason, command.label, message));
  const isHeld = (command: commands.Command): boolean => {
    try {
      breaker.check(command);
      return false;
    } catch (error) {
      expect(error).toBeInstanceOf(GtError);
      return true;
    }
  };
  return { clock, breaker, fail, isHeld };
}

const alpha = commands.mergeQueue("alpha");
const beta = commands.mergeQueue("beta");
const list = commands.listPolecats();
const stop = commands.stopSession("alpha", "nux");
const health = commands.health();

describe("the circuit breaker", () => {
  it.each(["GtMissing", "NotInTown"] as const)("holds all but health back after %s", (reason) => {
    const { fail, isHeld } = setUp();
    fail(alpha, reason);
    expect([alpha, beta, list, stop, health].map(isHeld)).toEqual([true, true, true, true, false]);
  });

  it("holds the calls of a rig that hangs back, and no others", () => {
    const { fail, isHeld } = setUp();
    fail(alpha, "Timeout");
    expect([alpha, commands.gitState("alpha", "nux"), stop].map(isHeld)).toEqual([true, true, true]);
    expect([beta, list, health].map(isHeld)).toEqual([false, false, false]);
  });

  it("holds a read of the town that hangs back, and no other read of the town", () => {
    const { fail, isHeld } = setUp();
    fail(list, "Timeout");
    expect([list, commands.listRigs(), alpha].map(isHeld)).toEqual([true, false, false]);
  });

  it.each(["Refused", "NotFound", "DoltDown", "Failed", "InvalidOutput"] as const)(
    "holds nothing back after %s",
    (reason) => {
      const { fail, isHeld } = setUp();
      fail(alpha, reason);
      expect(isHeld(alpha)).toBe(false);
    },
  );

  it("holds nothing back after a write that took too long", () => {
    const { fail, isHeld } = setUp();
    fail(stop, "Timeout");
    expect([stop, alpha].map(isHeld)).toEqual([false, false]);
  });

  it("answers with the real cause and the time of the next try", () => {
    const { breaker, fail } = setUp();
    fail(alpha, "GtMissing", "there is no program /usr/bin/gt");
    expect(() => breaker.check(list)).toThrow(
      expect.objectContaining({
        reason: "GtMissing",
        command: "polecat list",
        message: "there is no program /usr/bin/gt (next try in 2 s)",
        retryAfterMs: 2_000,
      }),
    );
  });

  it("lets calls through after the pause, which doubles up to its maximum", () => {
    const { clock, fail, isHeld } = setUp();
    for (const pause of [2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
      fail(alpha, "Timeout");
      clock.advance(pause - 1);
      expect(isHeld(alpha)).toBe(true);
      clock.advance(1);
      expect(isHeld(alpha)).toBe(false);
    }
  });

  it("lets everything through again once a call has succeeded, with the first pause for the next failure", () => {
    const { breaker, clock, fail, isHeld } = setUp();
    fail(alpha, "NotInTown");
    fail(alpha, "NotInTown");
    breaker.succeeded(health);
    expect(isHeld(alpha)).toBe(false);
    fail(alpha, "NotInTown");
    clock.advance(2_000);
    expect(isHeld(alpha)).toBe(false);
  });

  it("holds nothing back for longer because the clock was set back", () => {
    let time = 3_600_000;
    const breaker = createBreaker({ now: () => time, firstPauseMs: 2_000, maxPauseMs: 30_000 });
    breaker.failed(alpha, new GtError("Timeout", alpha.label, "it hangs"));
    expect(() => breaker.check(alpha)).toThrow(GtError);
    time = 0;
    expect(() => breaker.check(alpha)).not.toThrow();
  });

  it("does not open the circuit of a rig because another answered", () => {
    const { breaker, fail, isHeld } = setUp();
    fail(alpha, "Timeout");
    breaker.succeeded(beta);
    breaker.succeeded(health);
    expect(isHeld(alpha)).toBe(true);
  });

  it("does not take one terminal for another, nor one database of beads", () => {
    const { fail, isHeld } = setUp();
    fail(commands.peek("alpha", "nux"), "Timeout");
    fail(commands.showBeads(["al-1"], "al"), "Timeout");
    expect([commands.peek("alpha", "slit"), commands.showBeads(["be-1"], "be")].map(isHeld)).toEqual([
      false,
      false,
    ]);
  });

  it("suspects a circuit until a call of it has succeeded, also after its pause", () => {
    const { breaker, clock, fail } = setUp();
    fail(alpha, "Timeout");
    clock.advance(60_000);
    expect([alpha, beta].map((command) => breaker.isSuspect(command))).toEqual([true, false]);
    breaker.succeeded(alpha);
    expect(breaker.isSuspect(alpha)).toBe(false);
  });

  it("forgets the failures of what nobody asks for any more", () => {
    const { breaker, clock, fail } = setUp();
    for (let index = 0; index < 1_000; index += 1) {
      fail(commands.peek("alpha", `cat${index}`), "Timeout");
      clock.advance(10_000);
    }
    expect(breaker.size).toBeLessThan(40);
  });
});
