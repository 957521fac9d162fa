/** Limits that Kubernetes sets, and ours. Schemas state them, and whoever writes cuts to them. */

/** Conditions of a resource; no kind has more than nine. */
export const CONDITIONS = 32;
/** A condition's message: metav1.Condition. Characters. */
export const MESSAGE_LENGTH = 32_768;
/** A condition's reason: metav1.Condition. Characters. */
export const REASON_LENGTH = 1_024;
/** A note of an Event of events.k8s.io/v1. Bytes. */
export const EVENT_NOTE_BYTES = 1_024;
/** Reason, action and reporting instance of such an Event. Bytes. */
export const EVENT_WORD_BYTES = 128;
/** Beads that a convoy may track. */
export const CONVOY_BEADS = 500;
/** Reads that prove a termination; there are five. */
export const PROOF_CHECKS = 32;
/** A consent to lose work: RIG/NAME@BRANCH and a digest for each loss. Characters; one that is cut names another polecat. */
export const CONSENT_LENGTH = 2_048;
/** A string inside of a snapshot: twice the longest text that a spec may hold and a machine remembers. Characters. */
export const SNAPSHOT_TEXT_LENGTH = 8_192;
/** A whole status: etcd takes 1.5 MiB a request, and the spec is in it, too. Bytes of JSON. */
export const STATUS_BYTES = 524_288;
/** What is kept of a text that gt, a service or a person's file gave: its cause is in its beginning. Characters. */
export const TOLD_LENGTH = 4_096;

/**
 * The longest wait that anybody may ask for: ten years, for a person the same as never. Beyond what dates and timers can
 * hold, every computation with a duration would throw, or a timer would fire at once.
 */
export const LONGEST_WAIT_SECONDS = 10 * 365 * 24 * 3_600;
