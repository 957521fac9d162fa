import { wholeSeconds } from "@gastown/system";
import { conflict, forbiddenError, jsonEqual, withMetadata, type KubeObject } from "../objects/index.ts";
import { graceOf, type Resource } from "../resources/index.ts";
import type { DeleteOptions } from "./delete-options.ts";
import type { WriteContext } from "./write-request.ts";

/** Finalizers of the garbage collector: give dependents free, or wait until they are gone. */
export const orphanFinalizer = "orphan";
export const foregroundFinalizer = "foregroundDeletion";

/** Namespaces that a cluster cannot do without. */
const immortalNamespaces = new Set(["default", "kube-system", "kube-public"]);

/** What a deletion led to: the object removed at once, or waiting for its finalizers. */
export interface Deletion {
  readonly removed: boolean;
  /** In the stored version. */
  readonly object: KubeObject;
}

/** Defaults of a deletion that nobody gave options for. */
export const plainDeletion: DeleteOptions = {
  propagation: undefined,
  uid: undefined,
  resourceVersion: undefined,
  dryRun: false,
  gracePeriod: undefined,
};

function checkPreconditions(resource: Resource, live: KubeObject, options: DeleteOptions): void {
  const { uid = "", resourceVersion = "", name = "" } = live.metadata;
  const about = { group: resource.group, plural: resource.kind };
  if (options.uid !== undefined && options.uid !== uid) {
    const why = `the UID in the precondition (${options.uid}) does not match the UID in record (${uid})`;
    throw conflict(about, name, `${why}. The object might have been deleted and then recreated`);
  }
  if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion) {
    const given = options.resourceVersion;
    const why = `the ResourceVersion in the precondition (${given}) does not match the ResourceVersion in record (${resourceVersion})`;
    throw conflict(about, name, `${why}. The object might have been modified`);
  }
}

function isAsked(live: KubeObject, options: DeleteOptions, finalizer: string, propagation: string): boolean {
  if (options.propagation !== undefined) return options.propagation === propagation;
  return live.metadata.finalizers?.includes(finalizer) === true;
}

function finalizersFor(live: KubeObject, options: DeleteOptions): string[] {
  const others = (live.metadata.finalizers ?? []).filter(
    (name) => name !== orphanFinalizer && name !== foregroundFinalizer,
  );
  if (isAsked(live, options, orphanFinalizer, "Orphan")) return [...others, orphanFinalizer];
  return isAsked(live, options, foregroundFinalizer, "Foreground")
    ? [...others, foregroundFinalizer]
    : others;
}

/** Marks an object as being deleted; finalizers (and, for a namespace, its contents) decide when it goes. */
function marked(context: WriteContext, live: KubeObject, finalizers: string[]): KubeObject {
  const first = live.metadata.deletionTimestamp === undefined;
  return withMetadata(live, {
    finalizers: finalizers.length === 0 ? undefined : finalizers,
    deletionTimestamp: live.metadata.deletionTimestamp ?? wholeSeconds(context.now()),
    deletionGracePeriodSeconds: 0,
    ...(first && live.metadata.generation !== undefined ? { generation: live.metadata.generation + 1 } : {}),
  });
}

/**
 * Deletes a stored object, or begins to: with finalizers it only gets a deletionTimestamp. `live` is in the stored
 * version. Throws 409 for preconditions and 403 for namespaces that have to stay.
 */
export function deleteObject(
  context: WriteContext,
  resource: Resource,
  live: KubeObject,
  options: DeleteOptions,
): Deletion {
  checkPreconditions(resource, live, options);
  if (resource.labelNames) return deleteNamespace(context, resource, live, options);
  const grace = resource.endsWithGrace ? graceOf(live, options.gracePeriod) : 0;
  if (grace > 0) return endGracefully(context, resource, live, { grace, dryRun: options.dryRun });
  const finalizers = finalizersFor(live, options);
  if (finalizers.length === 0) {
    if (!options.dryRun) context.store.remove(resource.storage, live);
    return { removed: true, object: live };
  }
  const waits =
    live.metadata.deletionTimestamp !== undefined && jsonEqual(live.metadata.finalizers, finalizers);
  if (waits) return { removed: false, object: live };
  const waiting = marked(context, live, finalizers);
  return { removed: false, object: options.dryRun ? waiting : context.store.put(resource.storage, waiting) };
}

/** A second deletion may shorten the time that the first one gave, and never lengthens it. */
function endGracefully(
  context: WriteContext,
  resource: Resource,
  live: KubeObject,
  { grace, dryRun }: { readonly grace: number; readonly dryRun: boolean },
): Deletion {
  const { deletionTimestamp, deletionGracePeriodSeconds = Infinity } = live.metadata;
  if (deletionTimestamp !== undefined && deletionGracePeriodSeconds <= grace)
    return { removed: false, object: live };
  const ending = withMetadata(live, {
    deletionTimestamp: wholeSeconds(context.now() + grace * 1_000),
    deletionGracePeriodSeconds: grace,
  });
  return { removed: false, object: dryRun ? ending : context.store.put(resource.storage, ending) };
}

function deleteNamespace(
  context: WriteContext,
  resource: Resource,
  live: KubeObject,
  options: DeleteOptions,
): Deletion {
  const name = live.metadata.name ?? "";
  if (immortalNamespaces.has(name)) throw forbiddenError(resource, name, "this namespace may not be deleted");
  if (live.metadata.deletionTimestamp !== undefined) return { removed: false, object: live };
  const terminating = withMetadata(
    { ...live, status: { phase: "Terminating" } },
    { deletionTimestamp: wholeSeconds(context.now()) },
  );
  return {
    removed: false,
    object: options.dryRun ? terminating : context.store.put(resource.storage, terminating),
  };
}
