/** The operator's own journal, by its index. */
import { z } from "zod";
import type { JournalIndex } from "../../../src/host/journal/journal.ts";
import type { Finding } from "../../../src/inspector/search.ts";
import { read } from "../live/read.ts";
import type { JournalSource } from "./source.ts";

const indexSchema: z.ZodType<JournalIndex> = z.object({
  parts: z.array(z.object({ first: z.number(), at: z.number().nullable(), bytes: z.number() })),
  last: z.object({ sequence: z.number(), at: z.number() }).nullable(),
});

const findingSchema: z.ZodType<Finding> = z.object({
  sequence: z.number(),
  at: z.number(),
  actor: z.string(),
  event: z.string(),
  state: z.string().nullable(),
  isChange: z.boolean(),
  text: z.string(),
});

export const operatorSource: JournalSource = {
  name: null,
  async index() {
    return indexSchema.parse(JSON.parse(await read("journal/index")));
  },
  read(first, end) {
    const query = new URLSearchParams({
      after: String(first - 1),
      until: String(end - 1),
      limit: String(end - first),
    });
    return read(`journal?${query.toString()}`);
  },
  async search({ words, actor, onlyChanges, order, limit }) {
    const query = new URLSearchParams({ q: words.join(" "), order, limit: String(limit) });
    if (actor !== null) query.set("actor", actor);
    if (onlyChanges) query.set("changes", "1");
    const lines = (await read(`search?${query.toString()}`)).split("\n").filter(Boolean);
    return lines.map((line) => findingSchema.parse(JSON.parse(line)));
  },
};
