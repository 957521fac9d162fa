import { badRequest, type KubeObject } from "../objects/index.ts";
import type { Resource } from "../resources/index.ts";

/** Decides over an object's fields. */
export type FieldMatch = (object: KubeObject) => boolean;

function selectOf(resource: Resource, field: string): (object: KubeObject) => string {
  if (field === "metadata.name") return (object) => object.metadata.name ?? "";
  if (field === "metadata.namespace" && resource.namespaced)
    return (object) => object.metadata.namespace ?? "";
  const select = resource.selectableFields.get(field);
  if (select === undefined) throw badRequest(`field label not supported: ${field}`);
  return select;
}

/** Parses a field selector; throws 400 for fields that the resource cannot be selected by. */
export function parseFieldSelector(resource: Resource, text: string): FieldMatch {
  const terms = text.split(/(?<!\\),/).filter((term) => term !== "");
  const matches = terms.map((term): FieldMatch => {
    const match = /^([^!=]+)(==|!=|=)(.*)$/s.exec(term);
    if (match === null) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
    const [, field = "", operator, escaped = ""] = match;
    const select = selectOf(resource, field.trim());
    const value = escaped.replace(/\\([\\,=])/g, "$1");
    return (object) => (select(object) === value) === (operator !== "!=");
  });
  return (object) => matches.every((isMatch) => isMatch(object));
}
