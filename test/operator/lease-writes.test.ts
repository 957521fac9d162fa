import { ALL_KINDS } from "../../src/kinds/index.ts";
import { expect, it, onTestFinished, vi } from "vitest";
import { createElection, createLeaseWrites } from "../../src/cli/election.ts";
import { ALPHA } from "simulated-town";
import { systemClock } from "../../src/host/index.ts";
import { createReplica } from "../../src/operator/index.ts";
import { createLogger, createMetrics } from "../../src/telemetry/index.ts";
import { refused } from "./memory-api.ts";
import { createWorld } from "./world.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const TIMINGS = { namespace: "default", leaseMs: 1_000, renewDeadlineMs: 800, retryMs: 50 };
const LEASE = { namespace: "default", name: "gastown-operator" };

it.each([
  [403, "Forbidden"],
  [422, "Invalid"],
  [404, "NotFound"],
])("A replica whose lease is refused with %i is not ready, and its metrics say so", async (code, reason) => {
  const { api } = createWorld({ rigs: [ALPHA], beads: [] });
  const metrics = createMetrics(ALL_KINDS);
  const logger = createLogger({ level: "silent", redact: (line) => line });
  const writes = createLeaseWrites(logger, metrics);
  let isRefused = true;
  api.intercept = (method, path) => {
    if (isRefused && method === "POST" && path.includes("/leases")) throw refused(path, code, reason);
  };
  const identity = "one";
  const replica = createReplica({
    election: createElection({ api, writes, lease: LEASE, identity, timings: TIMINGS, logger }),
    lease: "default/gastown-operator",
    identity,
    leaseWrites: () => ({ ...writes.check(), name: "lease" }),
    setTimer: systemClock.setTimer,
    logger,
    metrics,
    run: () => {
      throw new Error("it leads");
    },
  });
  const leads = replica.start();
  onTestFinished(() => replica.close(0));
  const ready = (): unknown => replica.ready().checks.find(({ name }) => name === "lease");
  const outstanding = async (): Promise<unknown> =>
    (await metrics.registry.getSingleMetric("gastown_operator_writes_refused")?.get())?.values[0]?.value;
  await vi.waitFor(() => expect(ready()).toMatchObject({ ok: false }), { timeout: WAIT_DEADLINE_MS });
  expect(ready()).toMatchObject({
    message: expect.stringMatching(
      new RegExp(`^lease of lease/default/gastown-operator is refused since .* \\(${reason}\\)`),
    ) as string,
  });
  expect(replica.ready().ok).toBe(false);
  expect(await outstanding()).toBe(1);
  isRefused = false;
  await expect(leads).rejects.toThrow("it leads");
  expect(writes.check().ok).toBe(true);
  expect(await outstanding()).toBe(0);
});
