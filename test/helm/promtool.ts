/** promtool, of Prometheus: where it is missing its tests are left out, and required all the same in CI. */
import { spawnSync } from "node:child_process";
import { homedir } from "node:os";
import path from "node:path";
import { describe } from "vitest";

const HOW = "sh scripts/get-promtool.sh gets it";
const CACHED = path.join(homedir(), ".cache/gastown-operator/promtool/promtool");

const found = ["promtool", CACHED].find((program) => spawnSync(program, ["--version"]).status === 0);

export function describeWithPromtool(name: string, body: () => void): void {
  if (found === undefined && process.env["CI"] === "true") throw new Error(`there is no promtool: ${HOW}`);
  if (found === undefined) console.warn(`Left out: "${name}". There is no promtool: ${HOW}`);
  describe.skipIf(found === undefined)(name, body);
}

/** @returns what it prints on a failure; null when it went through. */
export function promtoolRefusal(...args: readonly string[]): string | null {
  const { status, stdout, stderr } = spawnSync(found ?? "promtool", args, { encoding: "utf8" });
  return status === 0 ? null : `${stdout}${stderr}`;
}
