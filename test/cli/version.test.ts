import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { VERSION } from "../../src/cli/version.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");

it("The program, the chart and the image it installs have the version of package.json", () => {
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(read("package.json")));
  const chart = read("helm/gastown-operator/Chart.yaml");
  expect(VERSION).toBe(version);
  expect(/^version: (.+)$/m.exec(chart)?.[1]).toBe(version);
  expect(/^appVersion: (.+)$/m.exec(chart)?.[1]).toBe(version);
});

it("The changelog has an entry for it", () => {
  expect(read("CHANGELOG.md")).toContain(`## [${VERSION}]`);
});
