import jsonPatch from "fast-json-patch";
import { z } from "zod";
import type { Exchange } from "./scripted-server.ts";
import { refusal, widget } from "./widgets.ts";

const stored = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    uid: z.string(),
    resourceVersion: z.string(),
    finalizers: z.array(z.string()).optional(),
    deletionTimestamp: z.string().optional(),
  }),
});

const patchBody = z.array(
  z.discriminatedUnion("op", [
    z.object({ op: z.literal("test"), path: z.string(), value: z.unknown() }),
    z.object({ op: z.literal("add"), path: z.string(), value: z.unknown() }),
    z.object({ op: z.literal("remove"), path: z.string() }),
  ]),
);

const deleteBody = z.object({ preconditions: z.object({ uid: z.string(), resourceVersion: z.string() }) });

/** One widget named "a" that can be read, patched and deleted, with the API server's answers. */
export class ObjectServer {
  object: z.infer<typeof stored> | undefined = stored.parse(widget("a", { version: 1 }));
  /** Runs before the next patch or deletion is carried out: somebody else is faster. */
  before: (() => void) | undefined;
  #version = 1;

  change(metadata: Record<string, unknown>): void {
    if (this.object === undefined) return;
    this.#version += 1;
    const next = { ...this.object.metadata, ...metadata, resourceVersion: String(this.#version) };
    this.object = stored.parse({ ...this.object, metadata: next });
  }

  readonly answer = (exchange: Exchange): void => {
    if (exchange.method === "PATCH" || exchange.method === "DELETE") {
      const before = this.before;
      this.before = undefined;
      before?.();
    }
    if (exchange.method === "POST") {
      exchange.json(409, refusal(409, "AlreadyExists"));
      return;
    }
    if (this.object === undefined) {
      exchange.json(404, refusal(404, "NotFound"));
      return;
    }
    if (exchange.method === "PATCH") {
      this.#patch(exchange, this.object);
      return;
    }
    if (exchange.method === "DELETE") {
      this.#delete(exchange, this.object.metadata);
      return;
    }
    exchange.json(200, this.object);
  };

  #patch({ body, json }: Exchange, object: z.infer<typeof stored>): void {
    try {
      const patched = jsonPatch.applyPatch(structuredClone(object), patchBody.parse(body), true).newDocument;
      this.change(patched.metadata);
      json(200, this.object);
    } catch {
      json(422, refusal(422, "", "the server rejected our request due to an error in our request"));
    }
  }

  #delete({ body, json }: Exchange, { uid, resourceVersion }: z.infer<typeof stored>["metadata"]): void {
    const { preconditions } = deleteBody.parse(body);
    if (preconditions.uid !== uid || preconditions.resourceVersion !== resourceVersion) {
      json(409, refusal(409, "Conflict"));
      return;
    }
    this.object = undefined;
    json(200, { kind: "Status", status: "Success" });
  }
}
