/**
 * Reading many objects: selectors, pages, tables.
 * In: a resource, query parameters, the store. Out: pages of objects, Tables, and 400/410/422 for what cannot be asked.
 */
export { listPage } from "./list.ts";
export type { Page } from "./list.ts";
export { parseInteger, parseListOptions, parseRevision } from "./list-options.ts";
export { selectionOf } from "./selection.ts";
export type { Selection } from "./selection.ts";
export { partialMetadata, rowOf, tableOf } from "./table.ts";
export type { IncludeObject } from "./table.ts";
