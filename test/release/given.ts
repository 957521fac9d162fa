/** Steps of a release, as the workflow runs them, in folders of the test's own. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

export const CHECKOUT = path.join(import.meta.dirname, "../..");
/** Where scripts/get-helm.sh puts it. */
const HELM_FOLDER = path.join(homedir(), ".cache/gastown-operator/helm");

export function makeFolder(): { readonly path: string; readonly remove: () => void } {
  const made = mkdtempSync(path.join(tmpdir(), "gastown-release-"));
  return { path: made, remove: () => rmSync(made, { recursive: true }) };
}

/** A folder that is gone when the test is over. */
export function folder(): string {
  const made = makeFolder();
  onTestFinished(made.remove);
  return made.path;
}

/** `node scripts/release.ts …`. Nothing of the workflow that may run this test is seen. */
export function step(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): { readonly code: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/release.ts", ...args], {
    cwd: CHECKOUT,
    encoding: "utf8",
    env: { PATH: `${process.env["PATH"] ?? ""}:${HELM_FOLDER}`, HOME: homedir(), ...environment },
  });
  return { code: status, said: `${stdout}${stderr}` };
}
