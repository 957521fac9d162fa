import {
  conflict,
  invalid,
  invalidObject,
  jsonEqual,
  omit,
  withMetadata,
  type JsonObject,
  type KubeObject,
} from "../objects/index.ts";
import type { Resource } from "../resources/index.ts";
import { finalizerWarnings, metadataFindings, metadataUpdateFindings } from "./metadata-validation.ts";
import { validateObject } from "./object-validation.ts";
import type { WriteContext, WriteRequest } from "./write-request.ts";

const modified =
  "the object has been modified; please apply your changes to the latest version and try again";

function checkVersions(request: WriteRequest, live: KubeObject, next: KubeObject): void {
  const { resource } = request;
  const name = live.metadata.name ?? "";
  const { resourceVersion } = next.metadata;
  if (resourceVersion === undefined || resourceVersion === "") {
    if (resource.unconditionalUpdate) return;
    const problem = invalid("metadata.resourceVersion", 0, "must be specified for an update");
    throw invalidObject({ group: resource.group, kind: resource.plural }, name, [problem]);
  }
  if (resourceVersion !== live.metadata.resourceVersion) throw conflict(resource, name, modified);
}

/** Puts back what a write of this (sub)resource cannot change. */
function prepared(request: WriteRequest, live: KubeObject, next: KubeObject): KubeObject {
  const { resource, subresource } = request;
  if (subresource === "status") {
    const { status: _, ...rest } = live;
    const changed: KubeObject = next.status === undefined ? rest : { ...rest, status: next.status };
    return withMetadata(changed, { managedFields: next.metadata.managedFields });
  }
  const { status: _, ...rest } = next;
  const kept: KubeObject = live.status === undefined ? rest : { ...rest, status: live.status };
  const object = resource.hasStatus ? kept : next;
  // A namespace's spec has nothing but the finalizers of the namespace controller.
  return resource.plural === "namespaces" && resource.group === ""
    ? { ...object, spec: live.spec ?? {} }
    : object;
}

function withSystemMetadata(resource: Resource, live: KubeObject, next: KubeObject): KubeObject {
  const before = live.metadata;
  const changed = !jsonEqual(omit(next, ["metadata"]), omit(live, ["metadata"]));
  const generation = resource.custom
    ? (before.generation ?? 1) + (changed && specChanged(resource, live, next) ? 1 : 0)
    : before.generation;
  return withMetadata(next, {
    generation,
    uid: (next.metadata.uid ?? "") === "" ? before.uid : next.metadata.uid,
    creationTimestamp: before.creationTimestamp,
    deletionTimestamp: before.deletionTimestamp ?? next.metadata.deletionTimestamp,
    deletionGracePeriodSeconds: next.metadata.deletionGracePeriodSeconds ?? before.deletionGracePeriodSeconds,
    resourceVersion: before.resourceVersion,
    name: (next.metadata.name ?? "") === "" ? before.name : next.metadata.name,
  });
}

/** A change of anything but metadata and status; where there is no status subresource, status counts as well. */
function specChanged(resource: Resource, live: KubeObject, next: KubeObject): boolean {
  const ignored = resource.hasStatus ? ["metadata", "status"] : ["metadata"];
  return !jsonEqual(omit(next, ignored), omit(live, ignored));
}

function withoutTimes(entries: readonly JsonObject[] | undefined): JsonObject[] {
  return (entries ?? []).map((entry) => omit(entry, ["time"]));
}

/** Whether nothing changed but times in managedFields: such a write must not make a new resource version. */
function isSame(live: KubeObject, next: KubeObject): boolean {
  if (!jsonEqual(omit(live, ["metadata"]), omit(next, ["metadata"]))) return false;
  if (!jsonEqual(omit(live.metadata, ["managedFields"]), omit(next.metadata, ["managedFields"])))
    return false;
  return jsonEqual(withoutTimes(live.metadata.managedFields), withoutTimes(next.metadata.managedFields));
}

/**
 * Admits and stores a changed object whose managedFields are set. An object in deletion that has lost its last finalizer
 * is removed. Gives it in the request's version; throws 409 or 422.
 */
export function storeChanged(
  context: WriteContext,
  request: WriteRequest,
  live: KubeObject,
  next: KubeObject,
): KubeObject {
  const { resource, dryRun } = request;
  const uid = next.metadata.uid ?? "";
  checkVersions(request, live, next);
  const object = withSystemMetadata(resource, live, prepared(request, live, next));
  const checked = uid === "" ? object : withMetadata(object, { uid });
  const findings = [
    ...metadataFindings(resource, checked.metadata),
    ...metadataUpdateFindings(checked, live),
  ];
  validateObject(resource, checked, live, findings);
  if (request.subresource === "") request.warnings.push(...finalizerWarnings(checked, live));
  const deleting = checked.metadata.deletionTimestamp !== undefined && !resource.labelNames;
  const isRun = (checked.metadata.deletionGracePeriodSeconds ?? 0) > 0;
  if (deleting && !isRun && (checked.metadata.finalizers ?? []).length === 0) {
    if (!dryRun) context.store.remove(resource.storage, resource.strategy.toStorage(checked));
    return checked;
  }
  if (isSame(live, checked)) return live;
  if (dryRun) return checked;
  return resource.strategy.fromStorage(
    context.store.put(resource.storage, resource.strategy.toStorage(checked)),
  );
}
