import { errorMessage } from "@gastown/system";
/** What a service threw, as data: it goes into the journal and comes out of it, so it must be JSON. */
export interface ServiceFault {
  readonly reason: string;
  readonly message: string;
  readonly at: number;
}

/** Typed errors carry a `reason`; anything else is a defect of the service and is named as such. */
export function asServiceFault(error: unknown, at: number): ServiceFault {
  const message = errorMessage(error);
  const typed = typeof error === "object" && error !== null && "reason" in error ? error.reason : null;
  return { reason: typeof typed === "string" ? typed : "InternalError", message, at };
}
