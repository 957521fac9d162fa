import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { describe, expect, it } from "vitest";
import {
  ApiError,
  ConnectionError,
  Election,
  TermEndedError,
  underTerm,
  type KubeApi,
  type Term,
} from "../../src/kube/index.ts";
import { createFakeClock, type FakeClock } from "../host/fake-clock.ts";

const TIMINGS = { leaseMs: 15_000, renewDeadlineMs: 10_000, retryMs: 2_000 };

const bodySchema = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string().optional() }),
  spec: z.looseObject({ holderIdentity: z.string().optional(), leaseTransitions: z.number().optional() }),
});
type Stored = z.infer<typeof bodySchema>;

/** One Lease in memory, with optimistic concurrency. */
class LeaseServer {
  lease: Stored | undefined;
  /** Who cannot reach it. */
  readonly cut = new Set<string>();
  /** Writes are carried out, and their answers lost. */
  losesAnswers = false;
  #version = 0;

  for(identity: string): KubeApi {
    return {
      stream: () => Promise.reject(new Error("nobody watches leases")),
      request: async (method, _path, schema, { body, beforeSend } = {}) => {
        await setImmediate();
        beforeSend?.();
        if (this.cut.has(identity)) throw new ConnectionError("cut off");
        const answer = this.#answer(method, body);
        if (this.losesAnswers && method !== "GET") throw new ConnectionError("the answer was lost");
        return schema.parse(answer);
      },
    };
  }

  #answer(method: string, body: unknown): Stored {
    const refuse = (code: number): never => {
      throw new ApiError({ request: method, code, status: {} });
    };
    if (method === "GET") return this.lease ?? refuse(404);
    const given = bodySchema.parse(body);
    if (method === "POST" && this.lease !== undefined) return refuse(409);
    if (method === "PUT" && this.lease === undefined) return refuse(404);
    if (method === "PUT" && given.metadata.resourceVersion !== this.lease?.metadata.resourceVersion)
      return refuse(409);
    this.#version += 1;
    const metadata = { ...given.metadata, uid: "u1", resourceVersion: String(this.#version) };
    this.lease = { ...given, metadata };
    return this.lease;
  }
}

interface Setting {
  readonly server: LeaseServer;
  readonly clock: FakeClock;
  readonly pass: (ms: number) => Promise<void>;
  readonly candidate: (identity: string, skewMs?: number) => Candidate;
}

interface Candidate {
  readonly terms: Term[];
  readonly seen: Election["seen"];
  campaign(): void;
}

function setting(): Setting {
  const server = new LeaseServer();
  const clock = createFakeClock(1_700_000_000_000);
  const begunAt = clock.now();
  return {
    server,
    clock,
    async pass(ms) {
      for (let left = ms; left > 0; left -= 100) {
        for (let turn = 0; turn < 4; turn += 1) await setImmediate();
        clock.advance(Math.min(100, left));
      }
      for (let turn = 0; turn < 4; turn += 1) await setImmediate();
    },
    candidate(identity, skewMs = 0) {
      const election = new Election({
        api: server.for(identity),
        lease: { namespace: "default", name: "gastown-operator" },
        identity,
        timings: TIMINGS,
        now: () => clock.now() + skewMs,
        monotonic: () => clock.now() - begunAt,
        random: () => 0.5,
        setTimer: clock.setTimer,
        onDisturbance: () => undefined,
      });
      const terms: Term[] = [];
      return {
        terms,
        get seen() {
          return election.seen;
        },
        campaign: () =>
          void election.campaign(new AbortController().signal).then((term) => term && terms.push(term)),
      };
    },
  };
}

describe("Leader election", () => {
  it("lets the first candidate lead and the second wait, as long as the lease is renewed", async () => {
    const { candidate, pass } = setting();
    const [a, b] = [candidate("a"), candidate("b")];
    a.campaign();
    await pass(100);
    b.campaign();
    await pass(60_000);
    expect(a.terms.map((term) => term.isHeld())).toEqual([true]);
    expect(b.terms).toEqual([]);
    expect(b.seen).toEqual({ holder: "a", isSeen: true });
  });

  it("never believes another machine's clock: an hour's difference changes nothing", async () => {
    for (const skewMs of [3_600_000, -3_600_000]) {
      const { candidate, pass } = setting();
      const [a, b] = [candidate("a"), candidate("b", skewMs)];
      a.campaign();
      await pass(100);
      b.campaign();
      await pass(60_000);
      expect(a.terms[0]?.isHeld()).toBe(true);
      expect(b.terms).toEqual([]);
    }
  });

  it("ends the term of a leader that is cut off before anybody else can lead, and another leads in under 20 s", async () => {
    const { candidate, pass, server, clock } = setting();
    const [a, b] = [candidate("a"), candidate("b")];
    a.campaign();
    await pass(100);
    b.campaign();
    await pass(30_000);
    server.cut.add("a");
    const cutAt = clock.now();
    /** Who leads, looked at ten times a second. */
    const leaders: string[] = [];
    const isOver = (): boolean => clock.now() - cutAt > 60_000 || b.terms.length > 0;
    while (!isOver()) {
      await pass(100);
      const holds = ({ terms }: Candidate): boolean => terms.some((term) => term.isHeld());
      leaders.push(`${holds(a) ? "a" : ""}${holds(b) ? "b" : ""}`);
    }
    expect(leaders).not.toContain("ab");
    expect(clock.now() - cutAt).toBeLessThan(20_000);
    await a.terms[0]?.ended;
    expect(a.terms[0]?.isHeld()).toBe(false);
    expect(b.terms[0]?.token).not.toBe(a.terms[0]?.token);
  });

  it("holds the term through failures shorter than the renew deadline, and through lost answers", async () => {
    const { candidate, pass, server } = setting();
    const a = candidate("a");
    a.campaign();
    await pass(5_000);
    server.cut.add("a");
    await pass(7_000);
    server.cut.delete("a");
    await pass(3_000);
    server.losesAnswers = true;
    await pass(5_000);
    server.losesAnswers = false;
    await pass(20_000);
    expect(a.terms[0]?.isHeld()).toBe(true);
  });

  it("frees the lease at a release, for the next one at once", async () => {
    const { candidate, pass } = setting();
    const [a, b] = [candidate("a"), candidate("b")];
    a.campaign();
    await pass(100);
    b.campaign();
    await pass(4_000);
    const released = a.terms[0]?.release();
    await pass(3_000);
    await released;
    expect(a.terms[0]?.isHeld()).toBe(false);
    expect(b.terms).toHaveLength(1);
  });

  it("ends the term where somebody deleted the lease or gave it to another", async () => {
    for (const spoil of [
      (server: LeaseServer) => (server.lease = undefined),
      ({ lease }: LeaseServer) => {
        if (lease === undefined) return;
        lease.metadata.resourceVersion = "99";
        lease.spec.holderIdentity = "b";
      },
    ]) {
      const { candidate, pass, server } = setting();
      const a = candidate("a");
      a.campaign();
      await pass(1_000);
      spoil(server);
      await pass(5_000);
      expect(a.terms[0]?.isHeld()).toBe(false);
    }
  });

  it("ends a term by the wall clock, too: a laptop's monotonic clock stands still while it sleeps", async () => {
    const { server, clock, pass } = setting();
    let sleptMs = 0;
    const election = new Election({
      api: server.for("a"),
      lease: { namespace: "default", name: "gastown-operator" },
      identity: "a",
      timings: TIMINGS,
      now: () => clock.now() + sleptMs,
      monotonic: () => clock.now(),
      random: () => 0.5,
      setTimer: clock.setTimer,
      onDisturbance: () => undefined,
    });
    const campaign = election.campaign(new AbortController().signal);
    await pass(1_000);
    const term = await campaign;
    expect(term?.isHeld()).toBe(true);
    sleptMs = 60_000;
    expect(term?.isHeld()).toBe(false);
  });
});

describe("A write under a term", () => {
  it("is dropped right before it is sent once the term has ended; reads go on", async () => {
    const sent: string[] = [];
    let isHeld = true;
    const inner: KubeApi = {
      stream: () => Promise.reject(new Error("not asked for")),
      request: async (method, path, schema, { beforeSend } = {}) => {
        // Fetching credentials takes its time, and the process may be frozen meanwhile.
        await setImmediate();
        beforeSend?.();
        sent.push(`${method} ${path}`);
        return schema.parse({});
      },
    };
    const api = underTerm(inner, { isHeld: () => isHeld, remainingMs: () => 5_000 });
    const write = api.request("PATCH", "/a", z.unknown());
    isHeld = false;
    await expect(write).rejects.toThrow(TermEndedError);
    await api.request("GET", "/b", z.unknown());
    expect(sent).toEqual(["GET /b"]);
  });
});
