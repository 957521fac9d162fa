import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";

/** What the check says of a checkout that has these files. */
function check(files: Readonly<Record<string, string>>): {
  readonly code: number | null;
  readonly said: string;
} {
  const root = mkdtempSync(path.join(tmpdir(), "words-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/check-words.ts", root], {
    encoding: "utf8",
  });
  return { code: status, said: `${stderr}${stdout}` };
}

test("a word that was renamed is refused in names, comments, pages and names of files", () => {
  const { code, said } = check({
    "machines/rig.hindrance.ts": "export {};\n",
    "src/a.ts": "const a = 1;\n/** An onlooker. */\nexport const finalizerHindrance = a;\n",
    "docs/page.md": "It was too dear.\n",
    "test/sim/a.ts": "const { deeds } = schedule;\n",
  });
  expect(code).toBe(1);
  expect(
    said
      .split("\n")
      .filter((line) => line.includes(" now"))
      .sort(),
  ).toEqual([
    'docs/page.md:1: "too dear" is "too expensive" now',
    'machines/rig.hindrance.ts:0: "hindrance" is "blocker" now',
    'src/a.ts:2: "onlooker" is "observer" now',
    'src/a.ts:3: "Hindrance" is "blocker" now',
    'test/sim/a.ts:1: "deeds" is "action" now',
  ]);
});

test("what persisted under an old name is named so only where records from before are read", () => {
  const old = { "src/kinds/rig/upcasts.ts": "export const wish = 1;\n" };
  expect(check(old).code).toBe(0);
  const { code, said } = check({
    ...old,
    "src/kinds/rig/kind.ts": "export const lapse = 1; // no elapsed time\n",
  });
  expect(code).toBe(1);
  expect(said).toContain('src/kinds/rig/kind.ts:1: "lapse" is "unresponsive" now');
});

test("plain English stays, and a check that sees nothing fails", () => {
  expect(check({ "src/a.ts": "// Indeed, a deed of trust.\n", "test/sim/a.ts": "// Indeed.\n" }).code).toBe(
    0,
  );
  expect(check({}).code).toBe(1);
});
