import { childOf, invalid, stringAt, type FieldError, type KubeObject } from "../objects/index.ts";
import { builtInResource, namedTable } from "./built-in.ts";
import { withMicroTimesIn } from "./micro-time.ts";
import { column } from "./table-view.ts";

function findings(object: KubeObject): FieldError[] {
  const duration = childOf(object.spec, "leaseDurationSeconds");
  const transitions = childOf(object.spec, "leaseTransitions");
  return [
    ...(typeof duration === "number" && duration <= 0
      ? [invalid("spec.leaseDurationSeconds", duration, "must be greater than 0")]
      : []),
    ...(typeof transitions === "number" && transitions < 0
      ? [invalid("spec.leaseTransitions", transitions, "must be greater than or equal to 0")]
      : []),
  ];
}

/** coordination.k8s.io/v1 Lease, which leader election writes. */
export const leases = builtInResource({
  group: "coordination.k8s.io",
  version: "v1",
  kind: "Lease",
  plural: "leases",
  namespaced: true,
  createOnUpdate: true,
  description: "Lease defines a lease concept.",
  properties: {
    spec: {
      type: "object",
      description: "spec contains the specification of the Lease.",
      properties: {
        holderIdentity: { type: "string", description: "Identity of the holder of the lease." },
        leaseDurationSeconds: { type: "integer", format: "int32" },
        acquireTime: { type: "string", format: "date-time" },
        renewTime: { type: "string", format: "date-time" },
        leaseTransitions: { type: "integer", format: "int32" },
        strategy: { type: "string" },
        preferredHolder: { type: "string" },
      },
    },
  },
  table: namedTable([
    {
      column: column("Holder", "holderIdentity contains the identity of the holder of a current lease."),
      cell: (object) => stringAt(object, "spec", "holderIdentity") ?? "",
    },
  ]),
  strategy: {
    normalize: (object) => withMicroTimesIn(object, "spec", ["acquireTime", "renewTime"]),
    validate: findings,
  },
});
