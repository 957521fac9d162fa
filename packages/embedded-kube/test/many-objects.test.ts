import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request, type ClientRequest, type IncomingMessage } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import type { EmbeddedApi } from "../src/index.ts";
import { polecat, polecatsOf } from "./conformance/given.ts";
import { startTestApi } from "./embedded.ts";

/** Together 40 MiB of text: more than may wait for one client. */
const MANY = 10_000;
const OBJECT_LENGTH = 4_096;
const MIB = 1024 * 1024;
const polecats = polecatsOf("default");

const eventSchema = z.object({
  type: z.string(),
  object: z.object({ metadata: z.object({ name: z.string().optional() }) }),
});

const folder = mkdtempSync(path.join(tmpdir(), "many-objects-"));
let api: EmbeddedApi;

/** The file of an embedded API with as many Polecats. */
function stateFile(): string {
  const file = path.join(folder, "state.json");
  const objects = Array.from({ length: MANY }, (_, at) => {
    const name = `p${String(at).padStart(5, "0")}`;
    const uid = createHash("sha256").update(name).digest("hex");
    const object = polecat(
      name,
      { taskDescription: "t".repeat(OBJECT_LENGTH) },
      {
        namespace: "default",
        uid,
        resourceVersion: String(at + 1),
        creationTimestamp: "2026-01-01T00:00:00Z",
        generation: 1,
      },
    );
    return { storage: "gastown.gastown.io/polecats", object };
  });
  writeFileSync(file, JSON.stringify({ format: "gastown-embedded-api/1", revision: MANY, objects }));
  return file;
}

beforeAll(async () => {
  api = await startTestApi({ tls: false, persistTo: stateFile() });
});

afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true });
});

/** A response of which nothing is read yet. */
async function asked(query: string): Promise<IncomingMessage> {
  const sent: ClientRequest = request(`${api.url}${polecats}?${query}`, {
    headers: { authorization: `Bearer ${api.token}` },
  });
  onTestFinished(() => void sent.destroy());
  const [response] = (await once(sent.end(), "response")) as [IncomingMessage];
  return response.on("error", () => undefined);
}

async function* eventsOf(response: IncomingMessage): AsyncGenerator<z.infer<typeof eventSchema>> {
  let rest = "";
  for await (const chunk of response.setEncoding("utf8") as AsyncIterable<string>) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield eventSchema.parse(JSON.parse(line));
  }
}

describe("With ten thousand objects", () => {
  it.each(["", "watch=true"])(
    "twenty clients that ask with %j and do not read hold little memory",
    async (query) => {
      const before = process.memoryUsage().arrayBuffers;
      for (let client = 0; client < 20; client += 1) expect((await asked(query)).statusCode).toBe(200);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40 * MIB);
    },
  );

  it("a watch begins with all of them, however large, then the bookmark, then what came meanwhile", async () => {
    const response = await asked(
      "watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true",
    );
    const created = await fetch(`${api.url}${polecats}`, {
      method: "POST",
      headers: { authorization: `Bearer ${api.token}`, "content-type": "application/json" },
      body: JSON.stringify(polecat("late")),
    });
    expect(created.status).toBe(201);

    const types: string[] = [];
    for await (const { type, object } of eventsOf(response)) {
      types.push(type);
      if (object.metadata.name === "late") break;
    }
    expect(types).toEqual([...Array.from({ length: MANY }, () => "ADDED"), "BOOKMARK", "ADDED"]);
  });

  it("a list without a limit has each once, in order", async () => {
    const response = await fetch(`${api.url}${polecats}`, {
      headers: { authorization: `Bearer ${api.token}` },
    });
    const { items } = z
      .object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })) })
      .parse(await response.json());
    const names = items.map(({ metadata }) => metadata.name).filter((name) => name !== "late");
    expect(names).toEqual(Array.from({ length: MANY }, (_, at) => `p${String(at).padStart(5, "0")}`));
  });
});
