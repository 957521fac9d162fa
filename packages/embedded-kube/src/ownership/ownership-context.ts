import type { JsonObject } from "../objects/index.ts";
import type { Schema } from "../schema/index.ts";
import { setOfFields, type FieldSet } from "./field-set.ts";

/** An object as one API version shows it. */
export interface Versioned {
  readonly schema: Schema;
  readonly object: JsonObject;
}

/** What tracking the ownership of fields needs to know about a request. */
export interface OwnershipContext {
  readonly schema: Schema;
  /** The version that the request is made in, such as gastown.gastown.io/v1alpha1. */
  readonly apiVersion: string;
  readonly kind: string;
  /** Such as status; empty for the resource itself. */
  readonly subresource: string;
  /** Fields that a write of this (sub)resource cannot set and so never owns, such as status. */
  readonly ignored: FieldSet;
  /** An object of this kind before anybody has set anything: what it has of itself belongs to nobody. */
  readonly blank: JsonObject;
  /** RFC 3339 time of the request. */
  readonly time: string;
  /** The same object in another version, undefined when it is not served (any longer). */
  inVersion(object: JsonObject, apiVersion: string): Versioned | undefined;
}

/** Metadata that the system sets and nobody owns. */
export const unownedFields: FieldSet = setOfFields(
  ["apiVersion"],
  ["kind"],
  ["metadata"],
  ["metadata", "name"],
  ["metadata", "namespace"],
  ["metadata", "creationTimestamp"],
  ["metadata", "selfLink"],
  ["metadata", "uid"],
  ["metadata", "generation"],
  ["metadata", "managedFields"],
  ["metadata", "resourceVersion"],
);
