/** What the operator loads at its start, whatever it is told to do then: code that is loaded stays in memory. */
import { build, type Metafile } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import { operatorBundle } from "../../scripts/bundle-options.ts";

/** By the dependency that brings them. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  commander: [],
  execa: [
    "@sec-ant/readable-stream",
    "@sindresorhus/merge-streams",
    "figures",
    "get-stream",
    "human-signals",
    "is-plain-obj",
    "is-stream",
    "is-unicode-supported",
    "npm-run-path",
    "parse-ms",
    "path-key",
    "pretty-ms",
    "signal-exit",
    "strip-final-newline",
    "unicorn-magic",
    "which-command",
    "yoctocolors",
  ],
  "p-queue": [],
  pino: [
    "@pinojs/redact",
    "atomic-sleep",
    "on-exit-leak-free",
    "pino-std-serializers",
    "quick-format-unescaped",
    "safe-stable-stringify",
    "sonic-boom",
    "thread-stream",
  ],
  "prom-client": ["@opentelemetry/api", "bintrees", "tdigest"],
  undici: [],
  xstate: [],
  yaml: [],
  zod: [],
};

let loaded: readonly string[] = [];
let known: readonly string[] = [];
/** The modules of Node that what is loaded asks for, as it calls them. */
let ofNode: readonly string[] = [];

beforeAll(async () => {
  const { metafile } = await build({ ...operatorBundle("dist"), metafile: true, write: false });
  known = Object.keys(metafile.inputs);
  loaded = inputsOf(metafile, staticClosure(metafile, "src/main.ts"));
  ofNode = loaded.flatMap((input) => metafile.inputs[input]?.imports ?? []).map(({ path }) => path);
});

/** The outputs that importing the entry loads, without those that an `import()` would. */
function staticClosure({ outputs }: Metafile, entry: string): ReadonlySet<string> {
  const closure = new Set<string>();
  const waiting = Object.keys(outputs).filter((name) => outputs[name]?.entryPoint === entry);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (closure.has(name)) continue;
    closure.add(name);
    for (const { path, kind, external } of outputs[name]?.imports ?? [])
      if (kind === "import-statement" && external !== true) waiting.push(path);
  }
  return closure;
}

function inputsOf({ outputs }: Metafile, names: ReadonlySet<string>): readonly string[] {
  return [...names].flatMap((name) =>
    Object.entries(outputs[name]?.inputs ?? {})
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([input]) => input),
  );
}

/** Of `node_modules/…`, the innermost. */
function packageOf(input: string): string | undefined {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1];
}

describe("the static closure of the bundle's entry", () => {
  test("has these packages and no other: whoever adds one weighs what it costs each pod", () => {
    const packages = new Set(loaded.map(packageOf).filter((name) => name !== undefined));
    expect([...packages].sort()).toEqual(Object.entries(PACKAGES).flat(2).sort());
  });

  test("has nothing of the other commands, of the inspector's server, or of who logs in by a browser", () => {
    const foreign =
      /^packages\/(?:embedded-kube|simulated-town)\/|^src\/(?:explain|watchdog\/thread)|^src\/inspector\/(?!feeds|port)|^src\/kube\/kubeconfig\/oidc|^src\/cli\/(?:demo|local|why|replay|inspect)\.ts/;
    expect(known.filter((input) => foreign.test(input)).length).toBeGreaterThan(50);
    expect(loaded.filter((input) => foreign.test(input))).toEqual([]);
  });

  test("has one language of zod's messages, and undici without what the operator never asks of it", () => {
    const unused =
      /zod\/v4\/locales\/(?!en\.js|index\.js)|undici\/lib\/(?:mock|cache|milo|web\/(?:websocket|cache|eventsource))\//;
    expect(known.filter((input) => unused.test(input)).length).toBeGreaterThan(0);
    expect(loaded.filter((input) => unused.test(input))).toEqual([]);
  });

  test("asks Node for no HTTP/2, which no connection speaks: its module would be kept for nothing", () => {
    expect(ofNode).toContain("node:http");
    expect(ofNode).not.toContain("node:http2");
  });
});
