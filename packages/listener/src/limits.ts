/** Limits of a listener. Each keeps off a client that would otherwise cost this process more than it costs the client. */

export interface ListenerLimits {
  /** Connections at once. Above it, one that asks for nothing is closed, so that a probe still gets through. */
  readonly connections: number;
  /** For the whole head of a request, ms: keeps off those who send it a byte at a time. */
  readonly headMs: number;
  /** For the whole request with its body, ms. */
  readonly requestMs: number;
  /** A connection on which no byte moves for so long is closed, ms; 0 for never, where quiet streams are wanted. */
  readonly quietMs: number;
}

/** Of one connection's requests, so many may wait for their answers. Ordinary clients ask one after another. */
export const MOST_PIPELINED = 8;
export const MOST_HEADERS = 200;
export const MOST_HEAD_BYTES = 16 * 1024;
/** How often expired requests are looked for, ms. */
export const EXPIRY_CHECK_MS = 2_000;
/** Until a socket that was told no has taken its answer, ms. */
export const FAREWELL_MS = 2_000;
