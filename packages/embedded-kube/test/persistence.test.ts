import { mkdtempSync } from "node:fs";
import { mkdir, readFile, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { Client, listOf, objectOf } from "./conformance/client.ts";
import { polecat, polecatsOf } from "./conformance/given.ts";
import { asServer, startTestApi } from "./embedded.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const polecats = polecatsOf("default");

function aFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "embedded-api-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return path.join(folder, "deep", "state.json");
}

async function started(persistTo: string, token?: string) {
  const api = await startTestApi({ persistTo, ...(token === undefined ? {} : { token }) });
  const client = new Client(asServer(api));
  const stop = async () => {
    await client.close();
    await api.stop();
  };
  let stopped: Promise<void> | undefined;
  const once = () => (stopped ??= stop());
  // A test that stops on its own has seen how it ended.
  onTestFinished(() => stopped?.catch(() => undefined) ?? once());
  return { client, stop: once };
}

describe("The embedded API's file", () => {
  it("brings objects back after a restart: uids, versions, status, owners, everything", async () => {
    const file = aFile();
    const first = await started(file);
    await first.client.post(
      polecats,
      polecat("a", { agent: "aider" }, { labels: { a: "b" }, finalizers: ["test.gastown.io/x"] }),
    );
    await first.client.patch(`${polecats}/a/status`, "application/merge-patch+json", {
      status: { phase: "Idle" },
    });
    await first.client.delete(`${polecats}/a`);
    const before = objectOf(await first.client.get(`${polecats}/a`));
    const namespace = objectOf(await first.client.get("/api/v1/namespaces/default"));
    await first.stop();
    const second = await started(file);
    expect(objectOf(await second.client.get(`${polecats}/a`))).toEqual(before);
    expect(objectOf(await second.client.get("/api/v1/namespaces/default")).metadata.uid).toBe(
      namespace.metadata.uid,
    );
  });

  it("gives no resource version out twice, and tells watchers of the time before that theirs is too old", async () => {
    const file = aFile();
    const first = await started(file);
    await first.client.post(polecats, polecat("a"));
    const seen = listOf(await first.client.get(polecats)).metadata.resourceVersion;
    await first.stop();
    const second = await started(file);
    const later = objectOf(await second.client.post(polecats, polecat("b")));
    expect(Number(later.metadata.resourceVersion)).toBeGreaterThan(Number(seen));
    await using watch = await second.client.watch(polecats, { resourceVersion: seen });
    await watch.ended;
    expect(watch.events).toMatchObject([{ type: "ERROR", object: { code: 410 } }]);
  });

  it("collects after a restart what lost its owner before", async () => {
    const file = aFile();
    const first = await started(file);
    const owner = objectOf(await first.client.post(polecats, polecat("owner")));
    const { apiVersion, kind } = owner;
    const { name, uid } = owner.metadata;
    await first.client.post(
      polecats,
      polecat("dependent", {}, { ownerReferences: [{ apiVersion, kind, name, uid }] }),
    );
    await first.stop();
    const saved = await readFile(file, "utf8");
    await writeFile(
      file,
      saved
        .split("\n")
        .filter((line) => !line.includes('"name":"owner","namespace"'))
        .join("\n"),
    );
    const second = await started(file);
    await vi.waitFor(
      async () => expect(await second.client.get(`${polecats}/dependent`)).toMatchObject({ code: 404 }),
      WAIT_DEADLINE_MS,
    );
  });

  it("is written a moment after a change, without a stop, and never in halves", async () => {
    const file = aFile();
    const { client } = await started(file);
    for (let count = 0; count < 20; count += 1)
      await client.post(polecats, polecat(`p${count}`, { taskDescription: "x".repeat(20_000) }));
    let reads = 0;
    await vi.waitFor(
      async () => {
        const text = await readFile(file, "utf8");
        expect(JSON.parse(text)).toMatchObject({ format: "gastown-embedded-api/1" });
        reads += 1;
        expect(text).toContain('"name":"p19"');
      },
      { timeout: WAIT_DEADLINE_MS, interval: 5 },
    );
    expect(reads).toBeGreaterThan(0);
    await expect(stat(`${file}.tmp`)).rejects.toThrow(/ENOENT/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it.each([
    ["half of a file", (text: string) => text.slice(0, text.length / 2)],
    ["an empty file", () => ""],
    ["another format", () => '{"format":"something/9","revision":1,"objects":[]}'],
    [
      "an entry that is no object",
      () => '{"format":"gastown-embedded-api/1","revision":1,"objects":[{"storage":"x","object":5}]}',
    ],
  ])("refuses %s with a sentence that says what to do, and leaves it as it is", async (_, broken) => {
    const file = aFile();
    const first = await started(file);
    await first.client.post(polecats, polecat("a"));
    await first.stop();
    const text = broken(await readFile(file, "utf8"));
    await writeFile(file, text);
    await expect(startTestApi({ persistTo: file })).rejects.toThrow(
      `${file} holds no saved state of an embedded API; move it away to start empty.`,
    );
    expect(await readFile(file, "utf8")).toBe(text);
  });

  it("goes on while it cannot be written, saves when it can again, and tells of it at the stop otherwise", async () => {
    const file = aFile();
    const { client, stop } = await started(file);
    await client.post(polecats, polecat("a"));
    await vi.waitFor(async () => expect(await readFile(file, "utf8")).toContain('"name":"a"'), {
      timeout: WAIT_DEADLINE_MS,
    });
    // A folder in the file's place: the new file cannot take it, and stays beside it.
    const block = async () => {
      await rm(file);
      await mkdir(file);
    };
    await block();
    await client.post(polecats, polecat("b"));
    await vi.waitFor(() => stat(`${file}.tmp`), { timeout: WAIT_DEADLINE_MS });
    expect(await client.post(polecats, polecat("c"))).toMatchObject({ code: 201 });
    await rmdir(file);
    await vi.waitFor(async () => expect(await readFile(file, "utf8")).toContain('"name":"c"'), {
      timeout: WAIT_DEADLINE_MS,
    });
    await block();
    await expect(stop()).rejects.toThrow(`Cannot save to ${file}, `);
  });

  it("refuses a path that it cannot read", async () => {
    const file = aFile();
    await expect(startTestApi({ persistTo: path.dirname(path.dirname(file)) })).rejects.toThrow(
      /^Cannot read .*: E[A-Z]+.*; make it readable/,
    );
  });
});
