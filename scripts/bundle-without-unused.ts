/** Leaves out of the bundle what its dependencies load at their start and the operator never uses: code is memory. */
import { createRequire } from "node:module";
import path from "node:path";
import type { Plugin } from "esbuild";

const UNDICI = path.dirname(createRequire(import.meta.url).resolve("undici"));

/** undici's index loads fetch, caches, cookies, WebSocket and mocks, too. A name that is missing here fails the build. */
const UNDICI_PARTS = `
import Dispatcher from "./lib/dispatcher/dispatcher.js";
import request from "./lib/api/api-request.js";
Object.assign(Dispatcher.prototype, { request });
export { default as Agent } from "./lib/dispatcher/agent.js";
export { default as ProxyAgent } from "./lib/dispatcher/proxy-agent.js";
export { default as buildConnector } from "./lib/core/connect.js";
`;

/**
 * What dependencies load for a use of them that the operator does not make: HTTP/2, which its connections refuse, and with it
 * node:http2; a gateway that metrics are pushed to. Whoever calls these learns that they are not there.
 */
const UNUSED =
  /[\\/]node_modules[\\/](?:undici[\\/]lib[\\/]dispatcher[\\/]client-h2|prom-client[\\/]lib[\\/]pushgateway)\.js$/;
const NOT_THERE = `module.exports = function () { throw new Error("this is not part of the bundle"); };`;

/** `import` of node:http reads each of its exports; one of them, WebSocket, loads another undici, that of Node. */
const HTTP = `module.exports = process.getBuiltinModule("node:http");`;

/** Messages of zod in forty languages. */
const LOCALES = `export { default as en } from "./en.js";`;

export const withoutUnused: Plugin = {
  name: "without what is never used",
  setup(build) {
    // A dependency that asks for undici gets all of it.
    build.onResolve({ filter: /^undici$/ }, ({ importer }) =>
      importer.includes("node_modules") ? undefined : { path: "undici", namespace: "parts" },
    );
    build.onLoad({ filter: /^undici$/, namespace: "parts" }, () => ({
      contents: UNDICI_PARTS,
      resolveDir: UNDICI,
    }));
    build.onResolve({ filter: /^node:http$/ }, ({ kind }) =>
      kind === "import-statement" ? { path: "http", namespace: "parts" } : undefined,
    );
    build.onLoad({ filter: /^http$/, namespace: "parts" }, () => ({ contents: HTTP }));
    build.onLoad({ filter: UNUSED }, () => ({ contents: NOT_THERE }));
    // By its own name for who bundles it, undici leaves its second, experimental parser of HTTP/1 out.
    build.initialOptions.define = { ...build.initialOptions.define, esbuildDetection: "true" };
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: LOCALES }));
  },
};
