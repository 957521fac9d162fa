/**
 * What every other room speaks in: JSON values, Kubernetes objects with their metadata, and failures.
 * In: text of requests. Out: typed objects, or a StatusError that the http room turns into an answer.
 */
export { childOf, isJsonObject, jsonEqual, omit, parseJson, stringAt, toJson } from "./json.ts";
export type { JsonObject, JsonValue } from "./json.ts";
export { parseJsonText, parseYamlText } from "./parse-text.ts";
export { isKubeObject, metadataTypeProblem, withMetadata } from "./kube-object.ts";
export type { KubeObject, ObjectMeta, OwnerReference } from "./kube-object.ts";
export { DecodingError } from "./decoding-error.ts";
export * from "./field-error.ts";
export * from "./status-error.ts";
export { compileJsonPath } from "./json-path.ts";
export { listPieces } from "./list-pieces.ts";
export type { ListParts } from "./list-pieces.ts";
