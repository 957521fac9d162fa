import { createWebSocketReceiver, type StatelyInspectionEvent } from "@statelyai/inspect";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import { inspectedTown, type InspectedTown } from "./given.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const DEADLINE = { timeout: WAIT_DEADLINE_MS, interval: 20 };

let town: InspectedTown;

beforeEach(async () => {
  town = await inspectedTown();
});
afterEach(() => town.close());

const address = (): string => `${town.inspector.url.replace("http:", "ws:")}stately`;

/** The receiver of the published package, as Stately's own tools use it. */
function receive(): StatelyInspectionEvent[] {
  const frames: StatelyInspectionEvent[] = [];
  createWebSocketReceiver({ server: address() }).subscribe((frame) => void frames.push(frame));
  return frames;
}

describe("Stately's protocol", () => {
  it("brings each actor with its definition and newest snapshot, then events and snapshots", async () => {
    town.start("nux");
    town.work("nux");
    const frames = receive();
    await vi.waitFor(() => expect(frames).toHaveLength(1), DEADLINE);
    const [actor] = frames;
    if (actor?.type !== "@xstate.actor") throw new Error("the first frame is not an actor");
    expect(actor).toMatchObject({ name: "polecat/default/nux", sessionId: "polecat/default/nux" });
    expect(actor.snapshot).toMatchObject({ status: "active", value: { working: "healthy" } });
    const definition = z
      .looseObject({ id: z.string(), states: z.looseObject({}) })
      .parse(JSON.parse(actor.definition ?? ""));
    expect(definition.id).toBe("polecat");
    expect(Object.keys(definition.states)).toContain("working");

    town.send("nux", { type: "host.restored", at: 5 });
    const ref = town.start("late");
    await vi.waitFor(() => expect(frames).toHaveLength(4), DEADLINE);
    expect(frames.slice(1).map(({ type, sessionId }) => [type, sessionId])).toEqual([
      ["@xstate.event", "polecat/default/nux"],
      ["@xstate.snapshot", "polecat/default/nux"],
      ["@xstate.actor", "polecat/default/late"],
    ]);
    town.host.stop(ref);
    await vi.waitFor(
      () => expect(frames.at(-1)).toMatchObject({ snapshot: { status: "stopped" } }),
      DEADLINE,
    );
  });

  it("holds no credential", async () => {
    const args = "token=abcdefghijklmnop";
    town.start("told", { sling: { args, message: null, baseBranch: null, merge: null, agent: null } });
    const frames = receive();
    await vi.waitFor(() => expect(frames).toHaveLength(1), DEADLINE);
    expect(JSON.stringify(frames)).toContain("[redacted]");
    expect(JSON.stringify(frames)).not.toContain("abcdefghijklmnop");
  });

  it.for([{ origin: "http://evil.example" }, { host: "evil.example" }])(
    "is refused to %o",
    async (headers) => {
      const socket = new WebSocket(address(), { headers });
      const refused = await new Promise((resolve) => {
        socket.once("error", (error) => resolve(error.message));
        socket.once("open", () => resolve("open"));
      });
      expect(refused).toContain("403");
    },
  );
});
