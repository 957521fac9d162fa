/** Leases of coordination.k8s.io/v1 as leader election reads and writes them; the record is client-go's. */
import { z } from "zod";
import { microTime } from "@gastown/system";
import { isApiError } from "./errors.ts";
import {
  apiVersionOf,
  collectionPath,
  objectMetaSchema,
  objectPath,
  type ObjectName,
  type ResourceType,
} from "./resource.ts";
import type { KubeApi, RequestOptions } from "./transport.ts";

export const leaseType: ResourceType = {
  group: "coordination.k8s.io",
  version: "v1",
  plural: "leases",
  kind: "Lease",
  namespaced: true,
};

const specSchema = z.looseObject({
  holderIdentity: z.string().nullish(),
  leaseDurationSeconds: z.number().nullish(),
  acquireTime: z.string().nullish(),
  renewTime: z.string().nullish(),
  leaseTransitions: z.number().nullish(),
});

const leaseSchema = z.looseObject({ metadata: objectMetaSchema, spec: specSchema.default({}) });

export type Lease = z.infer<typeof leaseSchema>;
export type LeaseSpec = z.infer<typeof specSchema>;

/** How one request is made: with a deadline, and given up when the candidate stops. */
export type LeaseRequest = Pick<RequestOptions, "signal" | "timeoutMs" | "beforeSend">;

/** @returns undefined where there is none. */
export async function readLease(
  api: KubeApi,
  name: ObjectName,
  options: LeaseRequest,
): Promise<Lease | undefined> {
  try {
    return await api.request("GET", objectPath(leaseType, name), leaseSchema, options);
  } catch (error) {
    if (isApiError(error, 404)) return undefined;
    throw error;
  }
}

/** @throws ApiError 409 where another candidate was faster. */
export function createLease(
  api: KubeApi,
  { name, namespace }: ObjectName,
  spec: LeaseSpec,
  options: LeaseRequest,
): Promise<Lease> {
  const body = { ...named, metadata: { name, namespace }, spec };
  return api.request("POST", collectionPath(leaseType, namespace), leaseSchema, { ...options, body });
}

/** Replaces exactly the version that was read. @throws ApiError 409 when it has changed since, 404 when it is gone. */
export function replaceLease(
  api: KubeApi,
  { metadata }: Lease,
  spec: LeaseSpec,
  options: LeaseRequest,
): Promise<Lease> {
  const body = { ...named, metadata, spec };
  return api.request("PUT", objectPath(leaseType, metadata), leaseSchema, { ...options, body });
}

const named = { apiVersion: apiVersionOf(leaseType), kind: leaseType.kind };

/** A holder's record. @param at epoch ms; for people only, no candidate ever compares it with its own clock. */
export function heldSpec(
  before: LeaseSpec,
  holder: { readonly identity: string; readonly leaseMs: number; readonly transitions: number },
  acquiredAt: number,
  at: number,
): LeaseSpec {
  return {
    ...before,
    holderIdentity: holder.identity,
    leaseDurationSeconds: Math.ceil(holder.leaseMs / 1000),
    leaseTransitions: holder.transitions,
    acquireTime: microTime(acquiredAt),
    renewTime: microTime(at),
  };
}

/** The record of a lease that its holder has given up: free for anybody at once. */
export function releasedSpec({ leaseTransitions }: LeaseSpec, at: number): LeaseSpec {
  const time = microTime(at);
  return { leaseDurationSeconds: 1, leaseTransitions, acquireTime: time, renewTime: time };
}
