import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readRigUrls } from "../../src/gt/index.ts";

describe("The repositories of a town's rigs", () => {
  let root = "";

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "gastown-urls-"));
    mkdirSync(path.join(root, "mayor"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const write = (text: string): void => writeFileSync(path.join(root, "mayor", "rigs.json"), text);

  it.each([
    ["https://example.com/r.git", "https://example.com/r.git"],
    ["git@example.com:me/r.git", "git@example.com:me/r.git"],
    ["/srv/r.git", "/srv/r.git"],
    ["https://ghp_secret@example.com/r.git", "https://example.com/r.git"],
    ["https://me:secret@example.com/r.git", "https://example.com/r.git"],
    ["https://me:se@cret@example.com/r.git", "https://example.com/r.git"],
    ["ssh://git:secret@example.com/r.git", "ssh://git@example.com/r.git"],
    ["ssh://git@example.com/r.git", "ssh://git@example.com/r.git"],
  ])("are told without credentials: %s as %s", async (url, told) => {
    write(JSON.stringify({ version: 1, rigs: { alpha: { git_url: url, beads: { prefix: "al" } } } }));
    expect([...(await readRigUrls(root))]).toEqual([["alpha", told]]);
  });

  it("are none where gt keeps none, or keeps them otherwise", async () => {
    expect([...(await readRigUrls(root))]).toEqual([]);
    write("{");
    expect([...(await readRigUrls(root))]).toEqual([]);
    write(JSON.stringify({ rigs: { alpha: 7, beta: { git_url: "/srv/b.git" }, gamma: {} } }));
    expect([...(await readRigUrls(root))]).toEqual([["beta", "/srv/b.git"]]);
  });
});
