/** Statuses with too much of everything, after the schema that the API server has. */
import { z } from "zod";
import type { Node } from "./served.ts";

const nodeSchema = z.record(z.string(), z.unknown());
const nodesSchema = z.record(z.string(), nodeSchema);

/** By what is odd about them. */
export const ODD_TEXTS: Readonly<Record<string, string>> = {
  "40 kB of letters": "x".repeat(40_000),
  "emoji of four bytes": "😀".repeat(40_000),
  "families of emoji": "👨‍👩‍👧‍👦".repeat(4_000),
  "one endless character": `e${"\u0301".repeat(33_000)}`,
  "halves of characters": "a\uD83D".repeat(20_000),
  "control characters": "\u0000\u001B[31m\n\r\t".repeat(10_000),
  "right to left": "\u202Eשלום".repeat(10_000),
  "a foreign name": "nux; rm -rf /",
  nothing: "",
};

/** @param most entries of a list where the schema sets no limit. */
export function oversized(node: Node, text: string, most = 510): unknown {
  if (node["x-kubernetes-preserve-unknown-fields"] === true) {
    return { machine: "it", value: text, context: { deep: [{ text }, [text]] }, sequence: 1, version: 1 };
  }
  switch (node["type"]) {
    case "string":
      return text;
    case "integer":
      return text.length % 2 === 0 ? -1 : 1.5;
    case "boolean":
      return text;
    case "array":
      return Array.from({ length: most }, (_, index) => ({ ...asObject(node, text, most), index })).map(
        ({ index, item }) =>
          isFields(item) && "type" in item ? { ...item, type: `T${index}`, status: "True" } : item,
      );
    case "object":
      return Object.fromEntries(
        Object.entries(nodesSchema.parse(node["properties"])).map(([name, child]) => [
          name,
          name === "lastTransitionTime" ? "2026-05-01T12:00:00Z" : oversized(child, text, most),
        ]),
      );
    default:
      throw new Error(`what is a ${String(node["type"])}?`);
  }
}

function asObject(node: Node, text: string, most: number): { readonly item: unknown } {
  return { item: oversized(nodeSchema.parse(node["items"]), text, most) };
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
