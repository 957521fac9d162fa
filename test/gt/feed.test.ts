import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { watchFeed } from "../../src/gt/index.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const WAIT = { timeout: WAIT_DEADLINE_MS, interval: 50 };
const LINE = `{"type":"sling"}\n`;

let townRoot: string;
let feed: string;
let stop: () => void;
const onChange = vi.fn<() => void>();

beforeEach(() => {
  townRoot = mkdtempSync(path.join(tmpdir(), "gt-feed-"));
  feed = path.join(townRoot, ".events.jsonl");
  stop = () => undefined;
  onChange.mockReset();
});

afterEach(() => {
  stop();
  rmSync(townRoot, { recursive: true, force: true });
});

/** Appends until the watch has seen it once: from then on it knows the file. */
async function watchGrowing(): Promise<void> {
  stop = watchFeed(townRoot, onChange);
  await vi.waitFor(() => {
    appendFileSync(feed, LINE);
    expect(onChange).toHaveBeenCalled();
  }, WAIT);
  await quiet();
}

/** Waits until two looks in a row have found nothing new. */
async function quiet(): Promise<void> {
  const looks = 2;
  for (let still = 0; still < looks;) {
    const before = onChange.mock.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    still = onChange.mock.calls.length === before ? still + 1 : 0;
  }
  onChange.mockReset();
}

describe("the watch on the event feed", () => {
  it("calls back when the feed grows", async () => {
    writeFileSync(feed, LINE);
    await watchGrowing();
    appendFileSync(feed, LINE);
    await vi.waitFor(() => expect(onChange).toHaveBeenCalled(), WAIT);
  });

  it("calls back when pruning puts a new file of the same length in its place, and goes on with that one", async () => {
    writeFileSync(feed, LINE);
    await watchGrowing();
    const pruned = path.join(townRoot, "pruned");
    writeFileSync(pruned, LINE);
    renameSync(pruned, feed);
    await vi.waitFor(() => expect(onChange).toHaveBeenCalled(), WAIT);
    await quiet();
    appendFileSync(feed, LINE);
    await vi.waitFor(() => expect(onChange).toHaveBeenCalled(), WAIT);
  });

  it("calls back when a feed appears that was not there", async () => {
    stop = watchFeed(townRoot, onChange);
    await vi.waitFor(() => {
      writeFileSync(feed, LINE);
      expect(onChange).toHaveBeenCalled();
    }, WAIT);
  });

  it("calls back when the feed goes away, and when it is back", async () => {
    writeFileSync(feed, LINE);
    await watchGrowing();
    rmSync(feed);
    await vi.waitFor(() => expect(onChange).toHaveBeenCalled(), WAIT);
    await quiet();
    writeFileSync(feed, LINE);
    await vi.waitFor(() => expect(onChange).toHaveBeenCalled(), WAIT);
  });

  it("does not call back once it was stopped, while another watch of the same feed does", async () => {
    writeFileSync(feed, LINE);
    await watchGrowing();
    const stopped = vi.fn<() => void>();
    watchFeed(townRoot, stopped)();
    appendFileSync(feed, LINE);
    await vi.waitFor(() => expect(onChange).toHaveBeenCalled(), WAIT);
    expect(stopped).not.toHaveBeenCalled();
  });
});
