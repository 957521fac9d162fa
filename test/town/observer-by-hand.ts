/** An observer whose reads and glances a test ends by hand. */
import { setImmediate } from "node:timers/promises";
import { createObserver } from "../../src/town/index.ts";
import { type EarlyNews, type TownObservation } from "../../src/projection/index.ts";
import { createFakeClock } from "../host/fake-clock.ts";
import { ALL_OF_IT, bead, observation } from "./observations.ts";

export const setUp = () => {
  const clock = createFakeClock(1_000);
  const begun: number[] = [];
  const heard: TownObservation[] = [];
  const errors: unknown[] = [];
  const glances: number[] = [];
  const told: EarlyNews[] = [];
  let isChanged = false;
  let isBehind = false;
  let isChanging = false;
  let isAway = false;
  let glanceEnds: Promise<void> = Promise.resolve(undefined);
  let held: { end: (read: TownObservation) => void; fail: (error: unknown) => void } | null = null;
  const observer = createObserver({
    clock,
    pollMs: 30_000,
    gatherMs: 100,
    request: () => ALL_OF_IT,
    observe: () => {
      begun.push(clock.now());
      return new Promise((resolve, reject) => (held = { end: resolve, fail: reject }));
    },
    glance: {
      note: (read) => {
        if (read.startedAt > (glances.at(-1) ?? 0)) isBehind = false;
        return read;
      },
      look: async () => {
        glances.push(clock.now());
        await glanceEnds;
        isBehind = isChanged;
        return isChanged ? { startedAt: clock.now(), ended: [bead("al-1", "closed")] } : null;
      },
      newsOf: ({ startedAt, ended }) => ({
        observation: observation({ startedAt }),
        ended: new Set(ended.map(({ id }) => id)),
        restReadAt: 0,
      }),
      isBehind: () => isBehind,
      isAway: () => isAway,
    },
    onNews: (news) => told.push(news),
    isChanging: () => isChanging,
    onObservation: (read) => heard.push(read),
    onError: (error) => errors.push(error),
  });
  const end = async (isTrusted = true, busyMs?: number, answerMs = 10): Promise<void> => {
    const startedAt = begun.at(-1) ?? 0;
    const took = { busyMs: busyMs ?? clock.now() - startedAt, answerMs };
    held?.end({ ...observation({ startedAt, isTrusted }), ...took });
    await setImmediate();
  };
  const fail = async (error: unknown): Promise<void> => {
    held?.fail(error);
    await setImmediate();
  };
  const change = (): void => {
    isChanged = true;
  };
  /** Resources change the town themselves from now on. */
  const beChanging = (): void => {
    isChanging = true;
  };
  /** The database, as glances find it from now on. */
  const goAway = (): void => {
    isAway = true;
  };
  const stay = (): void => {
    isChanged = false;
  };
  /** The next glances take until the returned function is called. */
  const holdGlances = (): (() => Promise<void>) => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    glanceEnds = promise;
    return async () => {
      resolve(undefined);
      await setImmediate();
    };
  };
  return {
    clock,
    begun,
    heard,
    told,
    errors,
    glances,
    change,
    beChanging,
    goAway,
    stay,
    holdGlances,
    observer,
    end,
    fail,
  };
};

/** It has just read, which took so many ms. */
export const afterRead = async (tookMs: number) => {
  const at = setUp();
  at.observer.start();
  at.clock.advance(0);
  at.clock.advance(tookMs);
  await at.end();
  return at;
};
