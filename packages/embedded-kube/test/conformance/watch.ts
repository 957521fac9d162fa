import { vi } from "vitest";
import { z } from "zod";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const eventSchema = z.object({
  type: z.enum(["ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR"]),
  object: z.looseObject({
    kind: z.string(),
    metadata: z.looseObject({
      name: z.string().optional(),
      resourceVersion: z.string().optional(),
      annotations: z.record(z.string(), z.string()).optional(),
      labels: z.record(z.string(), z.string()).optional(),
    }),
  }),
});
export type SeenEvent = z.infer<typeof eventSchema>;

/** One open watch and everything it has said so far. */
export class Watch implements AsyncDisposable {
  readonly events: SeenEvent[] = [];
  /** Fulfilled when the server has ended the stream in good order, rejected when the connection broke. */
  readonly ended: Promise<void>;
  readonly #abort: AbortController;

  constructor(body: AsyncIterable<Uint8Array>, abort: AbortController) {
    this.#abort = abort;
    this.ended = this.#read(body);
    // Whoever waits for the end gets the error; a watch that is only thrown away must not be an unhandled rejection.
    this.ended.catch(() => undefined);
  }

  /** Events as `TYPE name`, bookmarks left out. */
  get story(): string[] {
    return this.events
      .filter(({ type }) => type !== "BOOKMARK")
      .map(({ type, object }) => `${type} ${object.metadata.name ?? ""}`);
  }

  /** Waits until an event fits; gives it. */
  async next(matches: (event: SeenEvent) => boolean): Promise<SeenEvent> {
    return vi.waitFor(
      () => {
        const found = this.events.find(matches);
        if (found === undefined) throw new Error(`not seen yet; so far ${JSON.stringify(this.events)}`);
        return found;
      },
      { timeout: WAIT_DEADLINE_MS, interval: 10 },
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    await this.ended.catch(() => undefined);
  }

  async #read(body: AsyncIterable<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = "";
    for await (const chunk of body) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.events.push(eventSchema.parse(JSON.parse(line)));
    }
  }
}
