/** Each step of a release that needs nothing from outside does its work; of the others it is looked at what they would run. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync, cpSync } from "node:fs";
import path from "node:path";
import { beforeAll, afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { placeOf, versionOf } from "../../scripts/release/index.ts";
import { describeWithHelm, helmTemplate, TOWN } from "../helm/helm.ts";
import { CHECKOUT, folder, makeFolder, step } from "./given.ts";

const version = versionOf(CHECKOUT);
const place = placeOf(CHECKOUT);
const PACKAGE = `gastown-operator-${version}.tgz`;
const LIBRARY = `embedded-kube-${version}.tgz`;

const krewSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    version: z.string(),
    shortDescription: z.string().max(50),
    platforms: z
      .array(
        z.object({
          uri: z.string(),
          sha256: z.string(),
          files: z.array(z.object({ from: z.string(), to: z.string() })),
          bin: z.string(),
        }),
      )
      .length(1),
  }),
});

const sha256 = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");
const run = (program: string, args: readonly string[], cwd = CHECKOUT): string =>
  execFileSync(program, args, { cwd, encoding: "utf8" });

describe("What is made from the checkout", () => {
  const { path: out, remove } = makeFolder();
  afterAll(remove);
  beforeAll(() => {
    for (const name of ["pack", "krew", "sums"])
      expect(step([name, "--out", out])).toMatchObject({ code: 0 });
  });

  test("is a package that says where it comes from", () => {
    const manifest: unknown = JSON.parse(
      run("tar", ["-xzOf", path.join(out, PACKAGE), "package/package.json"]),
    );
    const repository = { type: "git", url: `git+${place.page}.git` };
    expect(manifest).toMatchObject({ version, homepage: place.page, repository });
    expect(manifest).not.toHaveProperty("devDependencies");
  });

  test("is a manifest by which krew finds that package, and knows it by its checksum", () => {
    const { metadata, spec } = krewSchema.parse(parse(readFileSync(path.join(out, "gastown.yaml"), "utf8")));
    expect({ ...metadata, version: spec.version }).toEqual({ name: "gastown", version: `v${version}` });
    expect(spec.platforms[0]).toMatchObject({
      uri: `${place.page}/releases/download/v${version}/${PACKAGE}`,
      sha256: sha256(path.join(out, PACKAGE)),
    });
  });

  test("is a plugin that runs where krew has put it", () => {
    const [platform] = krewSchema.parse(parse(readFileSync(path.join(out, "gastown.yaml"), "utf8"))).spec
      .platforms;
    const [unpacked, store] = [folder(), folder()];
    run("tar", ["-xzf", path.join(out, PACKAGE), "-C", unpacked]);
    for (const { from, to } of platform?.files ?? []) {
      const found = globSync(from, { cwd: unpacked });
      expect(found, from).not.toEqual([]);
      mkdirSync(path.join(store, to), { recursive: true });
      for (const file of found) cpSync(path.join(unpacked, file), path.join(store, to, path.basename(file)));
    }
    const plugin = path.join(folder(), "kubectl-gastown");
    symlinkSync(path.join(store, platform?.bin ?? ""), plugin);
    expect(run(plugin, ["version"])).toContain(version);
  });

  test("has checksums by which sha256sum finds nothing wrong", () => {
    expect(run("sha256sum", ["--check", "SHA256SUMS"], out)).toBe(
      `${LIBRARY}: OK\n${PACKAGE}: OK\ngastown.yaml: OK\n`,
    );
  });

  test("becomes one commit in the index of krew, whatever else is there", () => {
    const [index, clone] = [folder(), folder()];
    run("git", ["init", "--quiet", "--bare", "--initial-branch=main", index]);
    const who = {
      GIT_AUTHOR_NAME: "a",
      GIT_AUTHOR_EMAIL: "a@example.com",
      GIT_COMMITTER_NAME: "a",
      GIT_COMMITTER_EMAIL: "a@example.com",
    };
    const environment = { GASTOWN_KREW_INDEX: index, ...who };
    expect(step(["publish-krew", "--out", out], environment)).toMatchObject({ code: 0 });
    run("git", ["clone", "--quiet", index, clone]);
    expect(run("git", ["log", "--format=%s"], clone)).toBe(`gastown v${version}\n`);
    expect(readFileSync(path.join(clone, "plugins/gastown.yaml"), "utf8")).toBe(
      readFileSync(path.join(out, "gastown.yaml"), "utf8"),
    );
  });
});

test("Without a package there is no manifest of it, and it is said what to do", () => {
  const { code, said } = step(["krew", "--out", folder()]);
  expect(code).toBe(1);
  expect(said).toMatch(/tgz is not there: run the step pack first\n$/);
});

test("Without helm the step chart says how to get it", () => {
  const { code, said } = step(["chart", "--out", folder()], { PATH: "/nowhere" });
  expect(code).toBe(1);
  expect(said).toMatch(/^helm is not on the PATH: `sh scripts\/get-helm\.sh` builds it/);
});

describeWithHelm("The step chart", () => {
  test("packs a chart that helm renders with the image of this version", () => {
    const out = folder();
    expect(step(["chart", "--out", out])).toMatchObject({ code: 0 });
    const chart = path.join(out, "chart", PACKAGE);
    expect(helmTemplate(chart, { flags: ["--set", TOWN] }).text).toContain(
      `image: ${place.image}:${version}`,
    );
    const pushed = step(["publish-chart", "--out", out, "--print"]);
    expect(pushed.said).toBe(`helm push ${chart} ${place.charts}\n`);
  });
});

/** What a step would run. */
function printed(name: string, out = folder()): string {
  const { code, said } = step([name, "--print", "--out", out], {
    GITHUB_SHA: "abc",
    GITHUB_ACTOR: "ada",
    GASTOWN_REGISTRY_TOKEN: "secret",
  });
  expect(code, said).toBe(0);
  return said.replaceAll(out, "OUT").replaceAll(CHECKOUT, "ROOT").trim();
}

describe("What would be published", () => {
  test("is an image for two platforms, with its bill of materials and provenance, built from this Dockerfile", () => {
    const command = printed("publish-image");
    expect(command).toBe(
      `docker buildx build --platform linux/amd64,linux/arm64 --sbom=true --provenance=mode=max --build-arg VERSION=${version} --build-arg REVISION=abc --tag ${place.image}:${version} --push ROOT`,
    );
    expect(printed("image")).toBe(command.replace("--push", "--output type=oci,dest=OUT/image.tar"));
    const dockerfile = readFileSync(path.join(CHECKOUT, "Dockerfile"), "utf8");
    for (const [, name] of command.matchAll(/--build-arg (\w+)=/g))
      expect(dockerfile).toContain(`ARG ${name}=`);
  });

  test("is pushed where the chart's image is, and the secret is in no command", () => {
    expect(printed("login")).toBe(`docker login ${place.registry} --username ada --password-stdin`);
    expect(step(["login", "--print"])).toMatchObject({ code: 1 });
  });

  test("is an npm package with its provenance", () => {
    expect(printed("publish-npm").split("\n")).toEqual(
      [PACKAGE, LIBRARY].map((file) => `npm publish OUT/${file} --access public --provenance`),
    );
  });

  test("is a release with the files that were made, which has no notes before the changelog has the day", () => {
    const out = folder();
    for (const name of [PACKAGE, "SHA256SUMS", "gastown.yaml"]) writeFileSync(path.join(out, name), "");
    mkdirSync(path.join(out, "chart"));
    const { code, said } = step(["publish-release", "--print", "--out", out]);
    const isDated = / - \d{4}-\d\d-\d\d$/m.test(
      readFileSync(path.join(CHECKOUT, "CHANGELOG.md"), "utf8").split(/^## /m)[1] ?? "",
    );
    expect(code).toBe(isDated ? 0 : 1);
    expect(said).toMatch(
      isDated
        ? /^gh release create v\S+ --verify-tag --notes-file \S+notes\.md( \S+){3}\n$/
        : /write the day of the release there/,
    );
  });
});

test("A step that is not there is answered with all that are", () => {
  const { code, said } = step(["pakc"]);
  expect(code).toBe(2);
  expect(said).toContain('there is no step "pakc"; the steps are:\n');
  expect(said).toMatch(/^pack +the npm packages: /m);
});
