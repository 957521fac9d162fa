import { isApiError } from "./errors.ts";
import { objectPath, rawObjectSchema, type ObjectRef, type RawObject } from "./resource.ts";
import type { KubeApi } from "./transport.ts";

/**
 * What became of it. `changed`: done by this call; `unchanged`: it was so already, or is not due any more; `deleting`: the object is being
 * deleted, and Kubernetes then takes no new finalizer; `gone`: no such object any more.
 */
export type FinalizerOutcome = "changed" | "unchanged" | "deleting" | "gone";

/** One operation of a JSON patch (RFC 6902). */
type Operation = { op: "test" | "add"; path: string; value: unknown } | { op: "remove"; path: string };

const attempts = 6;

/**
 * @param finalizer qualified, such as `gastown.io/terminate`
 * @param isDue judges the object as it is when the change is made: what a cache told may be over
 * @throws ApiError when the server refuses, ConnectionError when it does not answer.
 */
export type FinalizerChange = (
  api: KubeApi,
  ref: ObjectRef,
  finalizer: string,
  isDue?: (object: RawObject) => boolean,
) => Promise<FinalizerOutcome>;

const always = (): boolean => true;

/** Holds the object back from deletion until `removeFinalizer`. */
export const addFinalizer: FinalizerChange = (api, ref, finalizer, isDue = always) =>
  change(api, ref, (object) => {
    const { finalizers = [], deletionTimestamp } = object.metadata;
    if (finalizers.includes(finalizer)) return "unchanged";
    if (deletionTimestamp !== undefined) return "deleting";
    if (!isDue(object)) return "unchanged";
    return finalizers.length === 0
      ? [{ op: "add", path: "/metadata/finalizers", value: [finalizer] }]
      : [{ op: "add", path: "/metadata/finalizers/-", value: finalizer }];
  });

/** Lets the object go, as far as this finalizer is concerned; those of others stay. */
export const removeFinalizer: FinalizerChange = (api, ref, finalizer, isDue = always) =>
  change(api, ref, (object) => {
    const at = object.metadata.finalizers?.indexOf(finalizer) ?? -1;
    return at < 0 || !isDue(object) ? "unchanged" : [{ op: "remove", path: `/metadata/finalizers/${at}` }];
  });

/**
 * Reads, decides, patches; again when somebody else changed the object in between. The test on the resource version
 * makes the patch fail then, or else an index would name another's finalizer. The API server answers a failed test
 * with 422, as it does an invalid object: which of the two it was shows by the version having moved on.
 */
async function change(
  api: KubeApi,
  ref: ObjectRef,
  decide: (object: RawObject) => Operation[] | "unchanged" | "deleting",
): Promise<FinalizerOutcome> {
  const path = objectPath(ref.resource, ref);
  let object = await read(api, path);
  for (let attempt = 1; ; attempt += 1) {
    if (object?.metadata.uid !== ref.uid) return "gone";
    const { resourceVersion } = object.metadata;
    const decision = decide(object);
    if (typeof decision === "string") return decision;
    const body: Operation[] = [
      { op: "test", path: "/metadata/resourceVersion", value: resourceVersion },
      ...decision,
    ];
    try {
      await api.request("PATCH", path, rawObjectSchema, { body, contentType: "application/json-patch+json" });
      return "changed";
    } catch (error) {
      if (!isApiError(error, 404, 409, 422)) throw error;
      object = await read(api, path);
      if (attempt >= attempts || object?.metadata.resourceVersion === resourceVersion) throw error;
    }
  }
}

async function read(api: KubeApi, path: string): Promise<RawObject | undefined> {
  try {
    return await api.request("GET", path, rawObjectSchema);
  } catch (error) {
    if (isApiError(error, 404)) return undefined;
    throw error;
  }
}
