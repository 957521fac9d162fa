/**
 * packages/listener/: the one shell around everything here that listens for HTTP.
 *
 * In: bytes from anybody who reaches the port. Out: requests whose target could be read, to a handler whose failure is
 * answered, never fatal; within limits of time, size and number.
 *   target.ts       the path and the query of a request, or none
 *   limits.ts       how long, how large and how many, each with what it keeps off
 *   connections.ts  the open connections; when there are too many, the one that asks for nothing goes
 *   listener.ts     the server itself
 *   host-names.ts   whose name a request may give for this listener
 */
export { isLoopback, isOwnHost } from "./host-names.ts";
export type { ListenerLimits } from "./limits.ts";
export { createListener, listenOn, parseAddress, type Listener, type ListenerOptions } from "./listener.ts";
export type { RequestTarget } from "./target.ts";
