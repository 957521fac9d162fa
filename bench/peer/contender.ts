/** The operators that are measured: how each is started, and what it may do. */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import { crds, ALL_KINDS } from "../../src/kinds/index.ts";
import { OPERATOR_RULES } from "../../test/cluster/operator-rules.ts";
import type { PolicyRule } from "../../test/envtest/index.ts";
import { commandLine, environment, PLACE } from "../../test/image/dockerfile.ts";

const CHECKOUT = path.join(import.meta.dirname, "../..");

export interface Contender {
  readonly name: string;
  readonly command: readonly [program: string, ...words: string[]];
  /** Beside what every contender gets. */
  readonly env: Readonly<Record<string, string>>;
  readonly crds: readonly unknown[];
  readonly rules: readonly PolicyRule[];
}

/** As the chart runs it: its settings are the defaults but for the lease, and ports that are free here. */
const AS_THE_CHART = {
  GASTOWN_LEADER_ELECT: "true",
  GASTOWN_LEADER_ELECT_RESOURCE_NAMESPACE: "default",
  GASTOWN_HTTP_ADDRESS: "127.0.0.1:0",
  GASTOWN_INSPECTOR_ADDRESS: "127.0.0.1:0",
};

/** Our bundle, by the Dockerfile's command line and environment. @param folder such as dist, where the build put it. */
export function bundled(folder = path.join(CHECKOUT, "dist")): Contender {
  const [, ...words] = commandLine().map((word) => word.replace(PLACE, folder));
  return ours([process.execPath, ...words], { ...environment(), ...AS_THE_CHART });
}

/** Ours as it is in this checkout, where only what is counted matters. */
export function fromSource(): Contender {
  return ours([process.execPath, path.join(CHECKOUT, "src/main.ts"), "run"], AS_THE_CHART);
}

function ours(command: Contender["command"], env: Contender["env"]): Contender {
  return { name: "gastown-operator", command, env, crds: crds(ALL_KINDS), rules: OPERATOR_RULES };
}

const EVERYTHING: readonly PolicyRule[] = [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }];

/** Somebody else's. @param crdFolder of its CRDs in YAML; ours where it is undefined. */
export function other(command: string, crdFolder: string | undefined): Contender {
  const definitions = crdFolder === undefined ? crds(ALL_KINDS) : definitionsIn(crdFolder);
  // It becomes the command itself: what the process takes is measured by its pid.
  const started = ["sh", "-c", `exec ${command}`] as const;
  return { name: "second operator", command: [...started], env: {}, crds: definitions, rules: EVERYTHING };
}

function definitionsIn(folder: string): readonly unknown[] {
  const files = globSync("**/*.{yaml,yml}", { cwd: folder });
  const found = files
    .flatMap((file) => parseAllDocuments(readFileSync(path.join(folder, file), "utf8")))
    .map((document): unknown => document.toJS())
    .filter(
      (one) =>
        one !== null && typeof one === "object" && "kind" in one && one.kind === "CustomResourceDefinition",
    );
  if (found.length === 0) throw new Error(`${folder} has no CustomResourceDefinition`);
  return found;
}
