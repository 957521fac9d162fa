import {
  applyConflict,
  badRequest,
  isKubeObject,
  jsonEqual,
  unexpected,
  withMetadata,
  type JsonObject,
  type KubeObject,
} from "../objects/index.ts";
import {
  difference,
  emptySet,
  intersection,
  isEmptySet,
  pathsOf,
  recursiveDifference,
  union,
  type FieldSet,
} from "./field-set.ts";
import {
  decodeManagedFields,
  encodeManagedFields,
  managerId,
  type Managed,
  type ManagedEntry,
} from "./managed-fields.ts";
import { mergeObjects } from "./merge.ts";
import { ownedFields, withNamedFields } from "./owned-fields.ts";
import { unownedFields, type OwnershipContext } from "./ownership-context.ts";
import { describePath } from "./path-element.ts";
import { updatedEntries, withoutManagedFields } from "./record-update.ts";
import { removeFields } from "./remove.ts";
import { transferFields } from "./transfer.ts";
import { typedProblem } from "./typed-check.ts";

/** An apply request: the configuration, who applies it, and whether to take fields from others. */
export interface ApplyRequest {
  readonly config: JsonObject;
  readonly manager: string;
  readonly force: boolean;
}

/**
 * Carries out a server-side apply on a live object (undefined: it does not exist yet) and gives the resulting object
 * with its managedFields. Throws StatusError 409 with a cause for each field that another manager owns with another
 * value, unless forced.
 */
export function applyConfiguration(
  context: OwnershipContext,
  live: KubeObject | undefined,
  request: ApplyRequest,
): KubeObject {
  const { config } = request;
  checkConfig(context, config);
  const before: JsonObject = live ?? { apiVersion: context.apiVersion, kind: context.kind, metadata: {} };
  const bare = withoutManagedFields(before);
  const managed = entriesOfLive(context, live, bare);
  const applied = differenceOfIgnored(context, ownedFields(context.schema, config));
  const self = {
    manager: request.manager,
    operation: "Apply" as const,
    apiVersion: context.apiVersion,
    subresource: context.subresource,
  };
  const id = managerId(self);
  const last = managed.get(id);
  const entry: ManagedEntry = { ...self, time: last?.time, set: applied };
  const claimed: Managed = new Map([...managed, [id, entry]]);
  const merged = mergeObjects(context.schema, bare, config);
  const pruned = pruneGivenUp(context, merged, claimed, last?.set ?? emptySet);
  const transfer = transferFields(context, bare, pruned, claimed, id);
  if (!request.force && transfer.conflicts.size > 0) throw conflictError(transfer.conflicts, claimed);
  const changed = !jsonEqual(bare, pruned);
  return finish(context, pruned, transfer.managed, id, changed);
}

function checkConfig(context: OwnershipContext, config: JsonObject): void {
  const { metadata } = config;
  if (typeof metadata === "object" && metadata !== null && Object.hasOwn(metadata, "managedFields")) {
    throw badRequest("metadata.managedFields must be nil");
  }
  const problem = typedProblem(context.schema, config);
  if (problem === undefined) return;
  const name = isKubeObject(config)
    ? `${config.metadata.namespace ?? ""}/${config.metadata.name ?? ""}`
    : "/";
  throw unexpected(
    `failed to create typed patch object (${name}; ${context.apiVersion}, Kind=${context.kind}): ${problem}`,
  );
}

/** Fields of a live object that nobody tracked so far are owned by `before-first-apply` from the first apply on. */
function entriesOfLive(context: OwnershipContext, live: KubeObject | undefined, bare: JsonObject): Managed {
  if (live === undefined) return new Map();
  const managed = decodeManagedFields(live.metadata.managedFields ?? []) ?? new Map<string, ManagedEntry>();
  if (managed.size > 0) return managed;
  return updatedEntries(context, context.blank, bare, managed, "before-first-apply");
}

function differenceOfIgnored(context: OwnershipContext, set: FieldSet): FieldSet {
  return recursiveDifference(set, context.ignored);
}

/**
 * Removes what the manager applied last time but not this time, except what others own (Updater.prune). Sets are
 * completed with named fields first; the two corrections put back parents and items that removal took with it.
 */
function pruneGivenUp(
  context: OwnershipContext,
  merged: JsonObject,
  managed: Managed,
  last: FieldSet,
): JsonObject {
  if (isEmptySet(last)) return merged;
  const { schema } = context;
  const complete = (set: FieldSet) => withNamedFields(schema, set);
  const inMerged = complete(ownedFields(schema, merged));
  const lastComplete = complete(last);
  const removed = removeFields(schema, merged, lastComplete);
  const owned = complete(
    [...managed.values()].map((entry) => inThisVersion(context, merged, entry)).reduce(union, emptySet),
  );
  const inRemoved = complete(ownedFields(schema, removed));
  const withOwned = removeFields(schema, merged, difference(inMerged, union(inRemoved, owned)));
  const inWithOwned = complete(ownedFields(schema, withOwned));
  return removeFields(schema, merged, intersection(difference(inMerged, inWithOwned), lastComplete));
}

/** Entries of versions that are not served any longer protect nothing from pruning. */
function inThisVersion(context: OwnershipContext, object: JsonObject, entry: ManagedEntry): FieldSet {
  const known =
    entry.apiVersion === context.apiVersion || context.inVersion(object, entry.apiVersion) !== undefined;
  return known ? entry.set : emptySet;
}

function finish(
  context: OwnershipContext,
  object: JsonObject,
  managed: Managed,
  id: string,
  changed: boolean,
): KubeObject {
  const entries = new Map(managed);
  const own = entries.get(id);
  if (own !== undefined) {
    const set = difference(own.set, unownedFields);
    if (isEmptySet(set)) entries.delete(id);
    else entries.set(id, { ...own, set, time: changed ? context.time : own.time });
  }
  if (!isKubeObject(object)) throw unexpected("the applied object lost its type or metadata");
  return withMetadata(object, {
    managedFields: entries.size === 0 ? undefined : encodeManagedFields(entries),
  });
}

function describeManager(entry: ManagedEntry): string {
  const part = entry.subresource === "" ? "" : ` with subresource ${JSON.stringify(entry.subresource)}`;
  const version = entry.operation === "Update" ? ` using ${entry.apiVersion}` : "";
  return `${JSON.stringify(entry.manager)}${part}${version}`;
}

function conflictError(conflicts: ReadonlyMap<string, FieldSet>, managed: Managed): Error {
  const found = [...conflicts]
    .flatMap(([id, set]) => {
      const entry = managed.get(id);
      if (entry === undefined) return [];
      return pathsOf(set).map((path) => ({ manager: describeManager(entry), path: describePath(path) }));
    })
    .sort((a, b) => (a.manager < b.manager ? -1 : a.manager > b.manager ? 1 : 0));
  const causes = found.map(({ manager, path }) => ({
    reason: "FieldManagerConflict",
    message: `conflict with ${manager}`,
    field: path,
  }));
  const [first] = found;
  if (found.length === 1 && first !== undefined) {
    return applyConflict(
      `Apply failed with 1 conflict: conflict with ${first.manager}: ${first.path}`,
      causes,
    );
  }
  const lines = found.flatMap(({ manager, path }, index) => {
    const heading = found[index - 1]?.manager === manager ? [] : [`conflicts with ${manager}:`];
    return [...heading, `- ${path}`];
  });
  return applyConflict(`Apply failed with ${found.length} conflicts: ${lines.join("\n")}`, causes);
}
