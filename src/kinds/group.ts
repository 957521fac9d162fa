/** Names of the API group, and the marks that the operator reads and writes on objects. */
export const GROUP = "gastown.gastown.io";
export const VERSION = "v1alpha1";
export const API_VERSION = `${GROUP}/${VERSION}`;

/** Consent to lose work: its value is `status.terminationProof.consent` as its writer has read it. */
export const FORCE_TERMINATION_ANNOTATION = `${GROUP}/force-termination`;
/** gt's name of the polecat that a resource with `management: Observe` stands for. */
export const BOUND_POLECAT_ANNOTATION = `${GROUP}/polecat`;
/**
 * How often the pod of a polecat in a pod has restarted, as a whole number. Whoever may read pods writes it: the operator
 * itself has no right to.
 */
export const POD_RESTARTS_ANNOTATION = `${GROUP}/pod-restarts`;
/** On resources that the operator made for polecats without one. */
export const ADOPTED_LABEL = `${GROUP}/adopted`;
/** On a view: whose polecat it was before, in words for people. */
export const ORIGIN_ANNOTATION = `${GROUP}/origin`;
/** The rig that an adopted polecat belongs to. */
export const RIG_LABEL = `${GROUP}/rig`;
/** The town that a resource is a view of, where one cluster shows several. */
export const TOWN_LABEL = `${GROUP}/town`;
/** Holds a Polecat with `deletionPolicy: Terminate` until its safe nuke went through. */
export const TERMINATION_FINALIZER = `${GROUP}/termination`;
