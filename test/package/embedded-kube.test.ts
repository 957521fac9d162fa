/** What others install: it is packed, unpacked into a folder that has its dependencies and nothing else, and used there. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { packLibrary, versionOf, type Packed } from "../../scripts/release/index.ts";

const CHECKOUT = path.join(import.meta.dirname, "../..");
const TYPESCRIPT = path.join(CHECKOUT, "node_modules/typescript/bin/tsc");

let folder: string;
let packed: Packed;
let manifest: z.infer<typeof manifestSchema>;

const entry = z.object({ types: z.string(), default: z.string() });
const manifestSchema = z.looseObject({
  version: z.string(),
  license: z.string(),
  engines: z.object({ node: z.string() }),
  exports: z.record(z.string(), entry),
  dependencies: z.record(z.string(), z.string()),
});

/** From the checkout, as an installation would bring it. */
function provide(name: string): void {
  const place = path.join(folder, "node_modules", name);
  mkdirSync(path.dirname(place), { recursive: true });
  symlinkSync(realpathSync(path.join(CHECKOUT, "node_modules", name)), place);
}

function write(name: string, text: string): string {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
}

const run = (args: readonly string[]): { readonly code: number | null; readonly said: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  return { code: status, said: `${stdout}${stderr}` };
};

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "embedded-kube-"));
  const installed = path.join(folder, "node_modules/embedded-kube");
  mkdirSync(installed, { recursive: true });
  packed = packLibrary(CHECKOUT, path.join(folder, "out"));
  const file = path.join(folder, "out", packed.filename);
  execFileSync("tar", ["-xzf", file, "-C", installed, "--strip-components=1"]);
  manifest = manifestSchema.parse(JSON.parse(readFileSync(path.join(installed, "package.json"), "utf8")));
  Object.keys(manifest.dependencies).forEach(provide);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("The package embedded-kube, installed into an empty folder", () => {
  test("holds JavaScript, its types, a page and the licence, and no source", () => {
    const files = packed.files.map((file) => file.path).toSorted();
    expect(files.filter((file) => !file.startsWith("dist/"))).toEqual([
      "LICENSE",
      "README.md",
      "package.json",
    ]);
    expect(files.filter((file) => !/\.(?:d\.ts|js)$/.test(file) && file.startsWith("dist/"))).toEqual([]);
    expect(files.filter((file) => /(?<!\.d)\.ts$/.test(file))).toEqual([]);
    for (const { types, default: code } of Object.values(manifest.exports))
      expect(files).toEqual(expect.arrayContaining([types.slice(2), code.slice(2)]));
  });

  test("says its version and where it comes from, and asks for no private package", () => {
    expect(manifest.version).toBe(versionOf(CHECKOUT));
    expect(manifest.license).toBe("MIT");
    expect(manifest["repository"]).toMatchObject({ directory: "packages/embedded-kube" });
    for (const name of ["devDependencies", "scripts", "private", "publishConfig"])
      expect(manifest).not.toHaveProperty(name);
    const dist = path.join(folder, "node_modules/embedded-kube/dist");
    for (const file of readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.(?:js|ts)$/.test(name),
    ))
      expect(readFileSync(path.join(dist, file), "utf8"), file).not.toMatch(
        /from "(?:@gastown|\.[^"]*\.ts")/,
      );
  });

  test("does what the example of its page does", () => {
    provide("@kubernetes/client-node");
    const page = readFileSync(path.join(CHECKOUT, "packages/embedded-kube/README.md"), "utf8");
    const [, example = ""] = /```js\n(.*?)```/s.exec(page) ?? [];
    const [, definition = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    expect(example.trim().split("\n")).toHaveLength(10);
    write("crontabs.yaml", definition);
    const { code, said } = run([write("example.mjs", example)]);
    expect(said).toContain("schedule: '0 3 * * *'");
    expect(code).toBe(0);
  });

  test("does what its page says of faults", () => {
    const page = readFileSync(path.join(CHECKOUT, "packages/embedded-kube/README.md"), "utf8");
    const [, faults = ""] = /## Faults\n\n```js\n(.*?)```/s.exec(page) ?? [];
    expect(run([write("faults.mjs", faults)])).toEqual({ code: 0, said: "" });
  });

  test("has types that hold in a program that checks all of them", () => {
    const program = write(
      "program.mts",
      `import { startEmbeddedApi, type EmbeddedApi } from "embedded-kube";
       import { startApiWithFaults, type FaultControls } from "embedded-kube/testing";
       const api: EmbeddedApi = await startEmbeddedApi({ crds: [], now: () => 0 });
       const faults: FaultControls = (await startApiWithFaults({ crds: [] })).faults;
       faults.failNext({ status: 409 });
       // @ts-expect-error what it is started with is not optional
       await startEmbeddedApi();
       export { api };\n`,
    );
    const options = ["--module", "nodenext", "--target", "es2022", "--strict", "--noEmit"];
    expect(run([TYPESCRIPT, ...options, program])).toEqual({ code: 0, said: "" });
  });

  test("is not packed by accident as it lies in the checkout, whose sources Node would refuse", () => {
    const place = path.join(CHECKOUT, "packages/embedded-kube");
    const { status, stderr } = spawnSync("npm", ["pack", "--pack-destination", folder], {
      cwd: place,
      encoding: "utf8",
    });
    expect(status).not.toBe(0);
    expect(stderr).toContain("node scripts/release.ts pack");
  });
});
