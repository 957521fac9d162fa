/** The sample images: what the contract of docs/pods.md asks, as far as a Dockerfile says it. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { AGENT_NAMES, STAND_IN } from "../../src/agents/index.ts";

const IMAGES = path.join(import.meta.dirname, "../../images");
const NAMES = [...AGENT_NAMES.filter((name) => name !== "custom"), "stand-in"];

describe.each(NAMES)("images/%s", (name) => {
  const lines = readFileSync(path.join(IMAGES, name, "Dockerfile"), "utf8").split("\n");

  it("runs as the pod's user, in the worktree, and has git", () => {
    expect(lines.filter((line) => line.startsWith("USER "))).toEqual(["USER 1000:1000"]);
    expect(lines).toContain("WORKDIR /workspace/work");
    expect(lines.join("\n")).toMatch(/apt-get install .*\bgit\b/);
  });

  it("pins what it installs, and runs nothing by itself", () => {
    expect(lines.join("\n")).not.toMatch(/@latest|^(?:CMD|ENTRYPOINT) /m);
    if (name !== "stand-in") expect(lines.join("\n")).toMatch(/^ARG VERSION=\d+\.\d+\.\d+$/m);
  });
});

it("The stand-in's image has the script of the tests", () => {
  expect(readFileSync(path.join(IMAGES, "stand-in/stand-in.sh"), "utf8")).toBe(STAND_IN);
});
