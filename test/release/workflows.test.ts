/** The workflows run elsewhere; here it is held that they only call what runs and is tested here. */
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { placeOf, STEPS } from "../../scripts/release/index.ts";
import { CHECKOUT } from "./given.ts";

const jobSchema = z.looseObject({
  uses: z.string().optional(),
  permissions: z.record(z.string(), z.string()).optional(),
  steps: z
    .array(
      z.looseObject({
        uses: z.string().optional(),
        run: z.string().optional(),
        with: z.unknown().optional(),
      }),
    )
    .default([]),
});
const workflowSchema = z.looseObject({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), jobSchema),
});

const workflows = globSync(".github/workflows/*.yml", { cwd: CHECKOUT })
  .toSorted()
  .map((file) => {
    const text = readFileSync(path.join(CHECKOUT, file), "utf8");
    return { file, text, ...workflowSchema.parse(parse(text)) };
  });

const manifestSchema = z.looseObject({ scripts: z.record(z.string(), z.string()) });
const { scripts } = manifestSchema.parse(
  JSON.parse(readFileSync(path.join(CHECKOUT, "package.json"), "utf8")),
);

/** @returns whether a `run:` is a command of this checkout. */
function isKnown(command: string): boolean {
  const [, step] = /^node scripts\/release\.ts ([\w-]+)$/.exec(command) ?? [];
  if (step !== undefined) return step in STEPS;
  const [, script] = /^bash (\S+)$/.exec(command) ?? [];
  if (script !== undefined) return existsSync(path.join(CHECKOUT, script));
  const [, name] = /^npm (?:run )?([\w:-]+)(?: -- --[\w-]+)?$/.exec(command) ?? [];
  return name !== undefined && (name === "ci" || name in scripts);
}

it("There are workflows: the tests, and the release", () => {
  expect(workflows.map(({ file }) => path.basename(file))).toEqual(["ci.yml", "release.yml"]);
});

describe.each(workflows)("$file", ({ jobs, permissions, text }) => {
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  it("runs nothing but commands of this checkout", () => {
    const commands = steps.flatMap(({ run }) => run ?? []);
    expect(commands).not.toEqual([]);
    expect(commands.filter((command) => !isKnown(command))).toEqual([]);
  });

  it("names each action by its whole version", () => {
    const actions = steps.flatMap(({ uses }) => uses ?? []);
    expect(actions.filter((action) => !/^[\w-]+\/[\w-]+@v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
    const called = Object.values(jobs).flatMap(({ uses }) => uses ?? []);
    expect(called.filter((file) => !existsSync(path.join(CHECKOUT, file)))).toEqual([]);
  });

  it("may only read, but where a job says what else it needs, and keeps no credentials in the checkout", () => {
    expect(permissions).toEqual({ contents: "read" });
    expect(text).not.toContain("pull_request_target");
    const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@") === true);
    for (const { with: given } of checkouts) expect(given).toMatchObject({ "persist-credentials": false });
  });
});

it("The release calls each step but the one for a look at the image, and what is published waits for the tests", () => {
  const release = workflows.find(({ file }) => file.endsWith("release.yml"));
  const called = [...(release?.text ?? "").matchAll(/release\.ts ([\w-]+)/g)].map(([, step]) => step);
  expect(called.toSorted()).toEqual(
    Object.keys(STEPS)
      .filter((step) => step !== "image")
      .toSorted(),
  );
  expect(release?.jobs["publish"]).toMatchObject({ needs: ["test", "make"] });
  expect(release?.jobs["test"]?.uses).toBe("./.github/workflows/ci.yml");
});

it("The project's place stands in the chart, and in no other file", () => {
  const place = new URL(placeOf(CHECKOUT).page).pathname.slice(1);
  const files = globSync(
    [
      "*.{md,json}",
      "docs/**/*.md",
      "scripts/**/*.*",
      "src/**/*.ts",
      ".github/**/*.yml",
      "Dockerfile",
      "samples/**/*.*",
      "helm/**/*.{yaml,json,tpl,txt}",
    ],
    { cwd: CHECKOUT, exclude: (name) => name === "package-lock.json" },
  );
  expect(files.length).toBeGreaterThan(100);
  const address = new RegExp(`(?:github\\.com|ghcr\\.io)/${place}`, "i");
  const named = files.filter((file) => address.test(readFileSync(path.join(CHECKOUT, file), "utf8")));
  expect(named).toEqual(["helm/gastown-operator/Chart.yaml"]);
});
