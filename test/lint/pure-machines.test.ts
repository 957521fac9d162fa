import { describe, expect, it } from "vitest";
import { complaints, restrictionsOf } from "./lint.ts";

const said = async (text: string): Promise<readonly string[]> =>
  complaints(text, { rules: await restrictionsOf("machines/polecat.machine.ts") }, "machines/planted.ts");

describe("A machine", () => {
  it.each([
    ["const now = Date.now();", "no clock"],
    ["const at = new Date(0);", "no clock"],
    ["const now = performance.now();", "no clock"],
    ["setTimeout(() => undefined, 1);", "does not wait"],
    ["const jitter = Math.random();", "no chance"],
    ["const id = crypto.randomUUID();", "no chance"],
    ['console.log("here");', "nothing by itself"],
    ['const answer = fetch("http://town");', "nothing by itself"],
    ["const home = process.env.HOME;", "nothing by itself"],
    ['import { readFileSync } from "node:fs";', "import xstate and themselves"],
    ['import { z } from "zod";', "import xstate and themselves"],
    ['import { liveActor } from "../src/kinds/index.ts";', "import xstate and themselves"],
    ['export * from "../test/machines/given.ts";', "import xstate and themselves"],
  ])("is refused: %s", async (text, because) => {
    expect(await said(text)).toEqual([expect.stringContaining(because)]);
  });

  it("imports xstate and its own files", async () => {
    const text =
      'import { setup } from "xstate";\nimport { backoff } from "./backoff.ts";\nsetup({ delays: { backoff } });';
    expect(await said(text)).toEqual([]);
  });
});
