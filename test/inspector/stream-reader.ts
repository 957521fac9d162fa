/** A page's side of the stream: frames as they come, applied to what was known before. */
import { get, type ClientRequest, type IncomingMessage } from "node:http";
import { z } from "zod";

const cellSchema = z.looseObject({
  id: z.string(),
  phase: z.string(),
  state: z.string(),
  edit: z.object({ at: z.number(), text: z.string() }).nullable(),
});

const beatSchema = z.object({
  now: z.number(),
  concerns: z.array(z.object({ name: z.string(), message: z.string() })),
});

const townSchema = z.object({
  epoch: z.string(),
  version: z.number(),
  now: z.number(),
  isWhole: z.boolean(),
  cells: z.array(cellSchema),
  gone: z.array(z.string()),
});

const actorSchema = z.looseObject({
  id: z.string(),
  detail: z.looseObject({ cell: cellSchema, context: z.unknown() }).nullable(),
  records: z.array(z.looseObject({ sequence: z.number(), type: z.string() })),
  calls: z.array(z.looseObject({ argv: z.array(z.string()) })),
  hasGap: z.boolean(),
});

export type TownFrame = z.infer<typeof townSchema>;
export type ActorFrame = z.infer<typeof actorSchema>;

export class StreamReader {
  readonly towns: TownFrame[] = [];
  readonly actors: ActorFrame[] = [];
  readonly beats: z.infer<typeof beatSchema>[] = [];
  readonly cells = new Map<string, z.infer<typeof cellSchema>>();
  lastId = "";
  received = 0;
  readonly #request: ClientRequest;
  #response: IncomingMessage | null = null;
  #rest = "";

  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.#request = get(url, { headers }, (response) => {
      this.#response = response;
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => this.#take(chunk));
    });
    this.#request.on("error", () => undefined);
  }

  phaseOf(id: string): string | undefined {
    return this.cells.get(id)?.phase;
  }

  pause(): void {
    this.#response?.pause();
  }

  resume(): void {
    this.#response?.resume();
  }

  get isConnected(): boolean {
    return this.#response !== null;
  }

  close(): void {
    this.#request.destroy();
  }

  #take(chunk: string): void {
    this.received += chunk.length;
    const parts = (this.#rest + chunk).split("\n\n");
    this.#rest = parts.pop() ?? "";
    for (const part of parts) this.#frame(part);
  }

  #frame(part: string): void {
    const fields = new Map(
      part.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
    );
    this.lastId = fields.get("id") ?? this.lastId;
    const data: unknown = JSON.parse(fields.get("data") ?? "null");
    if (fields.get("event") === "actor") this.actors.push(actorSchema.parse(data));
    if (fields.get("event") === "beat") this.beats.push(beatSchema.parse(data));
    if (fields.get("event") !== "town") return;
    const frame = townSchema.parse(data);
    this.towns.push(frame);
    if (frame.isWhole) this.cells.clear();
    for (const cell of frame.cells) this.cells.set(cell.id, cell);
    for (const id of frame.gone) this.cells.delete(id);
  }
}
