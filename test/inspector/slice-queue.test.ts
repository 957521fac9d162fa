import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { JournalIndex, JournalLine } from "../../src/host/index.ts";
import { createAnswerer, type AnswerPorts } from "../../src/inspector/answers.ts";
import { Hub } from "../../src/inspector/hub.ts";
import { createCallLog } from "../../src/inspector/index.ts";
import { createListener, listenOn, type Listener } from "@gastown/listener";
import { createFakeClock } from "../host/fake-clock.ts";
import { ask, type Answer } from "./given.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

/** A journal of damaged lines that comes to its end only once it is let. */
class EndlessJournal {
  mayEnd = false;
  /** Readings that have begun and not ended. */
  reading = 0;

  *readLines(): Generator<JournalLine> {
    this.reading += 1;
    try {
      while (!this.mayEnd) yield { ok: false, problem: "torn" };
    } finally {
      this.reading -= 1;
    }
  }

  readTexts(): readonly string[] {
    return [];
  }

  index(): JournalIndex {
    return { parts: [{ first: 1, at: 0, bytes: 1 }], last: { sequence: 1, at: 0 } };
  }

  subscribe(): () => void {
    return () => undefined;
  }
}

const surprise = (error: unknown): never => {
  throw error;
};

/** So that never more than the queue is full: two of them are read, and eight wait. */
const PLACES = 10;

let journal: EndlessJournal;
let listener: Listener;
let responses: ServerResponse[];
let url: string;

beforeEach(async () => {
  const clock = createFakeClock();
  journal = new EndlessJournal();
  responses = [];
  const feeds = {
    actors: { actors: () => [], subscribe: () => () => undefined },
    calls: createCallLog(surprise),
    health: () => Promise.resolve([]),
  };
  const hub = new Hub({ ...feeds, journal, clock, onProblem: surprise });
  const ports: AnswerPorts = {
    ...feeds,
    hub,
    journal,
    clock,
    peek: () => Promise.resolve(""),
    files: () => new Map(),
  };
  const answer = createAnswerer(ports);
  listener = createListener({
    limits: { connections: 100, headMs: 10_000, requestMs: 10_000, quietMs: 0 },
    onRequest(target, request, response) {
      // A minute between two requests: the limit of their rate never refuses one.
      clock.advance(60_000);
      responses.push(response);
      return answer(target, request, response);
    },
  });
  url = `http://127.0.0.1:${await listenOn(listener, 0, "127.0.0.1")}/inspector/journal`;
});

afterEach(async () => {
  journal.mayEnd = true;
  await listener.close();
});

/** Asks for as many slices as may be read or waited for. */
async function fill(): Promise<readonly Promise<Answer>[]> {
  const asked = Array.from({ length: PLACES }, () => ask(url));
  await vi.waitFor(() => expect(responses).toHaveLength(PLACES), WAIT_DEADLINE_MS);
  return asked;
}

describe("Slices of the journal wait in a queue", () => {
  it("that refuses with 503 when it is full, serves whoever waited, and then takes the next", async () => {
    const asked = await fill();
    expect(journal.reading).toBe(2);

    const { status, headers, body } = await ask(url);
    expect(status).toBe(503);
    expect(headers["retry-after"]).toBe("2");
    expect(body).toBe("8 slices of the journal are waited for: try again\n");

    journal.mayEnd = true;
    const answers = await Promise.all(asked);
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: PLACES }, () => 200));
    expect((await ask(url)).status).toBe(200);
  });

  it("in which those who have gone take no place, and their journal is read no further", async () => {
    const gone = Promise.allSettled(await fill());
    for (const response of responses) response.destroy();
    await gone;
    await vi.waitFor(() => expect(journal.reading).toBe(0), WAIT_DEADLINE_MS);

    const asked = await Promise.all([ask(url), Promise.resolve((journal.mayEnd = true))]);
    expect(asked[0].status).toBe(200);
  });
});
