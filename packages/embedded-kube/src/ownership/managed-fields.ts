import { stringAt, type JsonObject } from "../objects/index.ts";
import { fromFieldsV1, toFieldsV1, type FieldSet } from "./field-set.ts";

/** One manager's entry: who owns which fields since when. */
export interface ManagedEntry {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  readonly apiVersion: string;
  /** Such as status; empty for the resource itself. */
  readonly subresource: string;
  readonly time: string | undefined;
  readonly set: FieldSet;
}

/** All entries of an object by the identity of their manager. */
export type Managed = ReadonlyMap<string, ManagedEntry>;

/** What tells managers apart: appliers keep their identity over versions, updaters have one for each version. */
export function managerId(
  entry: Pick<ManagedEntry, "manager" | "operation" | "apiVersion" | "subresource">,
): string {
  const version = entry.operation === "Apply" ? "" : entry.apiVersion;
  return JSON.stringify([entry.manager, entry.operation, version, entry.subresource]);
}

function decodeEntry(value: JsonObject): ManagedEntry | undefined {
  const operation = value.operation;
  const apiVersion = stringAt(value, "apiVersion") ?? "";
  const set = fromFieldsV1(value.fieldsV1 ?? {});
  if (operation !== "Apply" && operation !== "Update") return undefined;
  if (apiVersion === "" || value.fieldsType !== "FieldsV1" || set === undefined) return undefined;
  return {
    manager: stringAt(value, "manager") ?? "",
    operation,
    apiVersion,
    subresource: stringAt(value, "subresource") ?? "",
    time: stringAt(value, "time"),
    set,
  };
}

/** Reads metadata.managedFields; undefined when an entry is malformed. */
export function decodeManagedFields(entries: readonly JsonObject[]): Managed | undefined {
  const managed = new Map<string, ManagedEntry>();
  for (const value of entries) {
    const entry = decodeEntry(value);
    if (entry === undefined) return undefined;
    managed.set(managerId(entry), entry);
  }
  return managed;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Order of entries, as the API server sorts them: operation, time, manager, version, subresource. */
function compareEntries(a: ManagedEntry, b: ManagedEntry): number {
  return (
    compareText(a.operation, b.operation) ||
    compareText(a.time ?? "", b.time ?? "") ||
    compareText(a.manager, b.manager) ||
    compareText(a.apiVersion, b.apiVersion) ||
    compareText(a.subresource, b.subresource)
  );
}

/** Writes metadata.managedFields. */
export function encodeManagedFields(managed: Managed): JsonObject[] {
  return [...managed.values()].sort(compareEntries).map((entry) => ({
    manager: entry.manager,
    operation: entry.operation,
    apiVersion: entry.apiVersion,
    ...(entry.time === undefined ? {} : { time: entry.time }),
    fieldsType: "FieldsV1",
    fieldsV1: toFieldsV1(entry.set),
    ...(entry.subresource === "" ? {} : { subresource: entry.subresource }),
  }));
}
