import { compileSchema } from "./schema.ts";

const text = { type: "string" };
const texts = { type: "object", additionalProperties: text };
const time = { type: "string", format: "date-time" };

const ownerReference = {
  type: "object",
  required: ["apiVersion", "kind", "name", "uid"],
  "x-kubernetes-map-type": "atomic",
  properties: {
    apiVersion: text,
    kind: text,
    name: text,
    uid: text,
    controller: { type: "boolean" },
    blockOwnerDeletion: { type: "boolean" },
  },
};

const managedFieldsEntry = {
  type: "object",
  properties: {
    manager: text,
    operation: text,
    apiVersion: text,
    time,
    fieldsType: text,
    fieldsV1: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
    subresource: text,
  },
};

/** Schema of meta/v1 ObjectMeta with the list and map types that server-side apply merges it by. */
export const objectMetaSchema = compileSchema({
  type: "object",
  description:
    "ObjectMeta is metadata that all persisted resources must have, which includes all objects users must create.",
  properties: {
    name: { ...text, description: "Name must be unique within a namespace." },
    generateName: {
      ...text,
      description: "Prefix that the server completes to a unique name when name is not given.",
    },
    namespace: { ...text, description: "Namespace within which the name must be unique." },
    selfLink: {
      ...text,
      description: "Deprecated: selfLink is a legacy field that the system no longer populates.",
    },
    uid: { ...text, description: "UID is unique in time and space for this object; the system sets it." },
    resourceVersion: {
      ...text,
      description: "Opaque value of the object's version, for optimistic concurrency and watches.",
    },
    generation: {
      type: "integer",
      format: "int64",
      description: "Sequence number of the desired state; the system sets it.",
    },
    creationTimestamp: { ...time, description: "When the object was created; the system sets it." },
    deletionTimestamp: {
      ...time,
      description: "When the object's deletion was asked for; the system sets it.",
    },
    deletionGracePeriodSeconds: {
      type: "integer",
      format: "int64",
      description: "Seconds permitted for a graceful deletion.",
    },
    labels: { ...texts, description: "Keys and values to organize and select objects by." },
    annotations: { ...texts, description: "Keys and values of any meaning, not used for selection." },
    finalizers: {
      type: "array",
      items: text,
      "x-kubernetes-list-type": "set",
      description:
        "Must be empty before the object is deleted; each entry is removed by the component it names.",
    },
    ownerReferences: {
      type: "array",
      items: ownerReference,
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["uid"],
      description: "Objects this one depends on; when all of them are gone, it is deleted.",
    },
    managedFields: {
      type: "array",
      items: managedFieldsEntry,
      "x-kubernetes-list-type": "atomic",
      description: "Which manager last set which fields; the system maintains it.",
    },
  },
});
