/** A person's shell beside a world: the programs of this checkout on its PATH, and the world's API for kubectl. */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import type { World } from "../e2e/harness/index.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const ROOT = path.join(import.meta.dirname, "../..");
const PROGRAMS = { "kubectl-gastown": "src/programs/kubectl-gastown.ts", "gastown-operator": "src/main.ts" };

/** The town is at ~/gt. */
export function shellBeside({ folder, api, town }: World) {
  const bin = path.join(folder, "bin");
  mkdirSync(bin);
  symlinkSync(town.root, path.join(folder, "gt"));
  for (const [name, entry] of Object.entries(PROGRAMS)) {
    const program = path.join(bin, name);
    const node = path.join(ROOT, "node_modules/.bin/node");
    writeFileSync(program, `#!/bin/sh\nexec '${node}' '${path.join(ROOT, entry)}' "$@"\n`);
    chmodSync(program, 0o755);
  }
  return (command: string) =>
    execa("sh", ["-c", command], {
      env: {
        HOME: folder,
        PATH: [bin, path.dirname(town.gtPath), process.env["PATH"] ?? ""].join(":"),
        KUBECONFIG: api.kubeconfigPath,
      },
      cwd: ROOT,
      extendEnv: false,
      reject: false,
      timeout: WAIT_DEADLINE_MS,
    });
}
