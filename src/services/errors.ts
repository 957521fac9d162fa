/** A service could not find out: nothing is known about the effect, and the machine tries again later. */
export class ServiceError extends Error {
  readonly reason: string;

  constructor(reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ServiceError";
    this.reason = reason;
  }
}

/** The `reason` of a typed error of gt or of a service; null for anything else. */
export function reasonOf(error: unknown): string | null {
  if (typeof error !== "object" || error === null || !("reason" in error)) return null;
  return typeof error.reason === "string" ? error.reason : null;
}
