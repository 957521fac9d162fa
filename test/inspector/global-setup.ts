import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Builds the inspector's page where its sources are newer than it, before the first test begins: built by the tests
 * that read it, it would be emptied by one under the hands of another.
 */
export default function setup(): void {
  const script = fileURLToPath(new URL("../../scripts/build-inspector.ts", import.meta.url));
  execFileSync(process.execPath, [script, "--if-stale"], { stdio: "inherit" });
}
