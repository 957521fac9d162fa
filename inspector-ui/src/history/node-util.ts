/** The one function of `node:util` that the host's replay needs, for the page. */
export { dequal as isDeepStrictEqual } from "dequal/lite";
