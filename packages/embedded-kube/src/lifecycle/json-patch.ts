import jsonpatch, { type Operation } from "fast-json-patch";
import { z } from "zod";
import { badRequest, toJson, unprocessable, type JsonObject, type JsonValue } from "../objects/index.ts";

const operation = z.discriminatedUnion("op", [
  z.object({ op: z.literal("add"), path: z.string(), value: z.unknown() }),
  z.object({ op: z.literal("replace"), path: z.string(), value: z.unknown() }),
  z.object({ op: z.literal("test"), path: z.string(), value: z.unknown() }),
  z.object({ op: z.literal("remove"), path: z.string() }),
  z.object({ op: z.literal("move"), path: z.string(), from: z.string() }),
  z.object({ op: z.literal("copy"), path: z.string(), from: z.string() }),
]);

/** RFC 6902. Throws 400 when it is no list of operations, 422 when an operation fails (a test, or a missing path). */
export function jsonPatch(target: JsonObject, patch: JsonValue): JsonValue {
  if (!Array.isArray(patch)) {
    const found = typeof patch === "object" ? "object" : typeof patch;
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${found} into Go value of type []handlers.jsonPatchOp`,
    );
  }
  const operations = z.array(operation).safeParse(patch);
  if (!operations.success) throw unprocessable(operations.error);
  try {
    const applied = jsonpatch.applyPatch<unknown>(
      toJson(target),
      operations.data satisfies Operation[],
      true,
      true,
    );
    return toJson(applied.newDocument);
  } catch (error) {
    throw unprocessable(error);
  }
}
