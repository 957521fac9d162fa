import { wholeSeconds } from "@gastown/system";
import { isKubeObject } from "../objects/index.ts";
import type { OwnershipContext } from "../ownership/index.ts";
import { apiVersionOf } from "../resources/index.ts";
import type { WriteContext, WriteRequest } from "./write-request.ts";

/** What the ownership room needs to know about a write. */
export function ownershipContext(context: WriteContext, request: WriteRequest): OwnershipContext {
  const { resource, subresource } = request;
  const type = { apiVersion: apiVersionOf(resource), kind: resource.kind };
  return {
    schema: resource.schema,
    ...type,
    blank: resource.strategy.normalize(type),
    subresource,
    ignored: resource.strategy.ignoredFields(subresource),
    time: wholeSeconds(context.now()),
    inVersion: (object, apiVersion) => {
      const other = context.registry.ofKind(apiVersion, resource.kind);
      if (other?.storage !== resource.storage || !isKubeObject(object)) return undefined;
      return {
        schema: other.schema,
        object: other.strategy.fromStorage(resource.strategy.toStorage(object)),
      };
    },
  };
}
