import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { pack, type Packed } from "../../scripts/release/index.ts";

const CHECKOUT = path.join(import.meta.dirname, "../..");
/** What npm shows for a package that is worth a look before it is installed: a page, its data and two bundles are in it. */
const MOST_BYTES = 4_000_000;

/** Linux's `script`, which runs a command at a terminal of its own. */
const TERMINAL =
  process.platform === "linux" && spawnSync("script", ["--version"]).status === 0 ? "script" : null;
if (TERMINAL === null && process.env["CI"] === "true")
  throw new Error("there is no script: install util-linux");
if (TERMINAL === null)
  console.warn("Left out: the package at a terminal. It needs Linux's program script, of util-linux.");

let folder: string;
let packed: Packed;

/** As a person's shell, with the newest npm's questions answered. */
function run(program: string, args: readonly string[], cwd: string): string {
  return execFileSync(program, args, {
    cwd,
    encoding: "utf8",
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: folder,
      TMPDIR: path.join(folder, "tmp"),
      npm_config_yes: "true",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** It is built beside the checkout, whose built page other tests are using. */
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "gastown-package-"));
  for (const name of ["out", "tmp", "empty"]) mkdirSync(path.join(folder, name));
  packed = pack(CHECKOUT, path.join(folder, "out"));
  const empty = path.join(folder, "empty");
  run("npm", ["install", "--offline", "--no-save", path.join(folder, "out", packed.filename)], empty);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("The npm package, installed into an empty folder", () => {
  test("needs nothing else: no other package comes with it", () => {
    const installed = readdirSync(path.join(folder, "empty/node_modules")).filter(
      (name) => !name.startsWith("."),
    );
    expect(installed).toEqual(["gastown-operator"]);
  });

  test("plays the demo to its end", () => {
    const output = run(
      "npx",
      ["--offline", "gastown-operator", "demo", "--exit"],
      path.join(folder, "empty"),
    );
    expect(output).toContain("The convoy is Completed");
    const [, samples = ""] = /kubectl apply -f (\S+)\/\n/.exec(output) ?? [];
    expect(readdirSync(path.join(folder, "empty", samples))).toContain("polecats.yaml");
  });

  test.skipIf(TERMINAL === null)("serves a town at a terminal, where its log is for people", () => {
    const command = "npx --offline gastown-operator demo --exit";
    const output = run(TERMINAL ?? "", ["-qec", command, "/dev/null"], path.join(folder, "empty"));
    expect(output).toContain("The convoy is Completed");
  });

  test("reaches a cluster by a SOCKS proxy, and says what is wrong with that", () => {
    const kubeconfig = path.join(folder, "proxied.yaml");
    const cluster = { server: "https://192.0.2.1:6443", "proxy-url": "socks5://127.0.0.1:1" };
    const context = { cluster: "it", user: "it" };
    const config = {
      ...{ apiVersion: "v1", kind: "Config", "current-context": "it" },
      clusters: [{ name: "it", cluster }],
      contexts: [{ name: "it", context }],
      users: [{ name: "it", user: { token: "t" } }],
    };
    writeFileSync(kubeconfig, JSON.stringify(config));
    const { stderr } = spawnSync(
      "npx",
      ["--offline", "gastown-operator", "why", "polecat/one", "--kubeconfig", kubeconfig],
      { cwd: path.join(folder, "empty"), encoding: "utf8", env: { ...process.env, npm_config_yes: "true" } },
    );
    expect(stderr).toContain("ECONNREFUSED");
  });

  test("says its version", () => {
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(path.join(CHECKOUT, "package.json"), "utf8")));
    expect(run("npx", ["--offline", "gastown-operator", "version"], path.join(folder, "empty"))).toContain(
      version,
    );
  });

  test("brings the plugin of kubectl and its completion, executable as krew unpacks them", () => {
    const empty = path.join(folder, "empty");
    expect(run("npx", ["--offline", "kubectl-gastown", "version"], empty)).toMatch(/^kubectl gastown \d/);
    expect(run("npx", ["--offline", "kubectl_complete-gastown", "dra"], empty)).toMatch(/^drain\t.*\n:4\n$/);
    const listed = run("tar", ["-tvzf", path.join(folder, "out", packed.filename)], empty);
    for (const name of ["plugin", "complete"]) {
      expect(listed).toMatch(new RegExp(`^-rwxr-xr-x .* package/dist/package-${name}\\.mjs$`, "m"));
    }
  });

  test("says which Node it needs where this one is older", () => {
    const installed = path.join(folder, "empty/node_modules/gastown-operator");
    const manifest = path.join(installed, "package.json");
    const before = readFileSync(manifest, "utf8");
    writeFileSync(manifest, before.replace(/"node": ">=\d+\.\d+"/, '"node": ">=99.1"'));
    const { status, stderr } = spawnSync(
      process.execPath,
      [path.join(installed, "dist/package-command.mjs")],
      {
        encoding: "utf8",
      },
    );
    writeFileSync(manifest, before);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^gastown-operator needs Node 99\.1 or newer, and this is Node \d.*\n$/);
  });

  test("holds what is needed to run, the CRDs and the licences of all that was bundled, and no sources", () => {
    const paths = packed.files.map((file) => file.path);
    const folders = new Set(paths.map((file) => file.split("/")[0]));
    expect([...folders].toSorted()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "crds",
      "dist",
      "package.json",
    ]);
    expect(paths.filter((file) => file.endsWith(".ts"))).toEqual([]);
    expect(paths).toContain("dist/inspector/index.html");
    const installed = path.join(folder, "empty/node_modules/gastown-operator");
    const licences = readFileSync(path.join(installed, "dist/THIRD-PARTY-LICENCES.md"), "utf8");
    expect(licences).toMatch(/^## xstate 5.*MIT License/ms);
    expect(paths).toContain("dist/inspector/THIRD-PARTY-LICENCES.md");
    expect(readFileSync(path.join(installed, "dist/sbom.cdx.json"), "utf8")).toMatch(
      /"pkg:npm\/%40preact\/signals@\d.*"pkg:npm\/xstate@5/s,
    );
    expect(packed.size).toBeLessThan(MOST_BYTES);
  });
});
