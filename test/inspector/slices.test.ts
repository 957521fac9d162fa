import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { EVENT } from "../host/journal-entries.ts";

/** 195 MiB in 13 files, and one damaged line near the end. */
function bigJournal(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "slices-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const line = (sequence: number): string =>
    `${JSON.stringify({ sequence, ...EVENT, event: { type: "noted", words: "w".repeat(7_500) } })}\n`;
  for (let segment = 0; segment < 13; segment += 1) {
    const first = segment * 2_000 + 1;
    const lines = Array.from({ length: 2_000 }, (_, at) => line(first + at));
    if (segment === 12) lines.splice(-5, 1, "{torn\n");
    appendFileSync(path.join(folder, `${String(first).padStart(15, "0")}.jsonl`), lines.join(""));
  }
  return folder;
}

it("Four slices of a journal of 195 MiB at once, and four searches, fit into a small heap, with a damaged line told among the rest", async () => {
  const child = spawn(
    process.execPath,
    ["--max-old-space-size=96", path.join(import.meta.dirname, "journal-reader.ts"), bigJournal()],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  const [url] = (await once(child.stdout, "data")) as [Buffer];
  const slice = async (): Promise<{ readonly records: number; readonly problems: readonly string[] }> => {
    const response = await fetch(`${url.toString().trim()}journal`);
    expect(response.status).toBe(200);
    const lines = (await response.text()).trim().split("\n");
    const problems = lines.filter((text) => text.startsWith('{"problem"'));
    return { records: lines.length - problems.length, problems };
  };
  for (const { records, problems } of await Promise.all([slice(), slice(), slice(), slice()])) {
    // The damaged line is one of the newest 20,000.
    expect(records).toBe(19_999);
    expect(problems).toEqual([expect.stringContaining("is not a journal record")]);
  }
  const search = async (number: number): Promise<string> =>
    (await fetch(`${url.toString().trim()}search?q=${number}&order=oldest`)).text();
  const found = await Promise.all([7, 12_345, 25_990, 25_997].map((number) => search(number)));
  expect(found.map((text) => text.split('"sequence":')[1]?.split(",")[0])).toEqual([
    "7",
    "12345",
    "25990",
    "25997",
  ]);
  expect(child.exitCode).toBeNull();
});
