import { notAcceptable } from "../objects/index.ts";

/** The form in which a client wants objects: whole, as metadata only, or as rows for people. */
export type Form = "object" | "metadata" | "table";

/** The first form that a client accepts and this server has; JSON is the only encoding. Throws 406. */
export function formOf(accept: string | undefined): Form {
  for (const entry of (accept ?? "*/*").split(",")) {
    const [type = "", ...parameters] = entry.split(";").map((part) => part.trim());
    if (!["application/json", "application/*", "*/*", ""].includes(type)) continue;
    const values = new Map(parameters.map((parameter) => splitAt(parameter, "=")));
    const wanted = values.get("as");
    if (wanted === undefined) return "object";
    if (values.get("g") !== "meta.k8s.io" || values.get("v") !== "v1") continue;
    if (wanted === "Table") return "table";
    if (wanted === "PartialObjectMetadata" || wanted === "PartialObjectMetadataList") return "metadata";
  }
  throw notAcceptable();
}

function splitAt(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
