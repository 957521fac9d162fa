import { omit, type JsonObject, type KubeObject, withMetadata } from "../objects/index.ts";
import { difference, isEmptySet, recursiveDifference, union } from "./field-set.ts";
import {
  decodeManagedFields,
  encodeManagedFields,
  managerId,
  type Managed,
  type ManagedEntry,
} from "./managed-fields.ts";
import { unownedFields, type OwnershipContext } from "./ownership-context.ts";
import { transferFields } from "./transfer.ts";

const mostUpdateManagers = 10;

/** An object without its metadata.managedFields, which never own themselves. */
export function withoutManagedFields(object: JsonObject): JsonObject {
  const { metadata } = object;
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) return object;
  return Object.hasOwn(metadata, "managedFields")
    ? { ...object, metadata: omit(metadata, ["managedFields"]) }
    : object;
}

/** The entries a write starts from: the request's own if it brings valid ones, else those of the live object. */
function startingEntries(context: OwnershipContext, live: KubeObject | undefined, next: KubeObject): Managed {
  const ofLive = () =>
    decodeManagedFields(live?.metadata.managedFields ?? []) ?? new Map<string, ManagedEntry>();
  const given = next.metadata.managedFields;
  if (context.subresource !== "" || given === undefined) return ofLive();
  const [first] = given;
  // An empty list, or one empty entry, is how a client clears the ownership of everything.
  if (given.length === 0 || (given.length === 1 && first !== undefined && Object.keys(first).length === 0))
    return new Map();
  const decoded = decodeManagedFields(given);
  return decoded === undefined || decoded.size === 0 ? ofLive() : decoded;
}

/**
 * Gives `next` the managedFields that follow from a create, update or patch by `manager`: it owns what it changed, and
 * others lose it (the API server's FieldManager.Update). Objects whose ownership was cleared stay untracked.
 */
export function recordUpdate(
  context: OwnershipContext,
  live: KubeObject | undefined,
  next: KubeObject,
  manager: string,
): KubeObject {
  const managed = startingEntries(context, live, next);
  if (managed.size === 0 && live !== undefined) return withMetadata(next, { managedFields: undefined });
  const before = live === undefined ? context.blank : withoutManagedFields(live);
  const after = updatedEntries(context, before, withoutManagedFields(next), managed, manager);
  return withMetadata(next, { managedFields: after.size === 0 ? undefined : encodeManagedFields(after) });
}

/** The entries after `manager` changed `live` to `next`. */
export function updatedEntries(
  context: OwnershipContext,
  live: JsonObject,
  next: JsonObject,
  managed: Managed,
  manager: string,
): Managed {
  const transfer = transferFields(context, live, next, managed, undefined);
  const { added, modified } = transfer.comparison;
  const taken = difference(recursiveDifference(union(modified, added), context.ignored), unownedFields);
  if (isEmptySet(taken)) return transfer.managed;
  const { apiVersion, subresource, time } = context;
  const entry = {
    manager: manager === "" ? "unknown" : manager,
    operation: "Update" as const,
    apiVersion,
    subresource,
  };
  const id = managerId(entry);
  const previous = transfer.managed.get(id);
  const set = previous === undefined ? taken : union(taken, previous.set);
  return capUpdateManagers(new Map([...transfer.managed, [id, { ...entry, time, set }]]));
}

/** Merges the oldest updaters into one, so that managedFields do not grow without limit. */
function capUpdateManagers(managed: Managed): Managed {
  const updaters = [...managed].filter(([, entry]) => entry.operation === "Update");
  if (updaters.length <= mostUpdateManagers) return managed;
  const oldestFirst = updaters.sort(([a, x], [b, y]) => {
    const left = `${x.time ?? ""} ${a}`;
    const right = `${y.time ?? ""} ${b}`;
    return left < right ? -1 : 1;
  });
  // One entry more than the surplus goes, because all of them come back as one.
  const surplus = oldestFirst.slice(0, updaters.length - mostUpdateManagers + 1);
  const [first] = surplus;
  const last = surplus.at(-1);
  if (first === undefined || last === undefined) return managed;
  const merged: ManagedEntry = {
    ...first[1],
    manager: "ancient-changes",
    subresource: "",
    time: last[1].time,
    set: surplus.map(([, entry]) => entry.set).reduce(union),
  };
  const rest = [...managed].filter(([id]) => !surplus.some(([old]) => old === id));
  return new Map([...rest, [managerId(merged), merged]]);
}
