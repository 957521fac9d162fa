/**
 * The server: TLS, tokens, routing, negotiation of answers, watches.
 * In: HTTP requests. Out: what the other rooms say, as bytes; faults that tests ask for are applied here.
 */
export { certificateFor, type Certificate } from "./certificate.ts";
export { Connections } from "./connections.ts";
export { createHandler } from "./handler.ts";
export { kubeconfigOf } from "./kubeconfig.ts";
