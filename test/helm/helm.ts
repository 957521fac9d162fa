/** Helm's CLI, and what it renders. Without it these tests are left out, and required all the same in CI. */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { describe } from "vitest";
import { parseAllDocuments } from "yaml";
import { z } from "zod";

/** Helm without a cluster takes an old one for granted. */
const KUBE_VERSION = "1.34.0";

export const CHART = path.join(import.meta.dirname, "../../helm/gastown-operator");

const CACHED = path.join(homedir(), ".cache/gastown-operator/helm/helm");
const HOW = "sh scripts/get-helm.sh builds it from its Go module, in about 3 min";

/** The program: `$HELM`, the PATH's, or the one that scripts/get-helm.sh has built. */
function findHelm(): string | null {
  const candidates = [process.env["HELM"] ?? "", "helm", CACHED].filter((program) => program !== "");
  return candidates.find((program) => spawnSync(program, ["version"]).status === 0) ?? null;
}

const found = findHelm();

/** Tests that render the chart. */
export function describeWithHelm(name: string, body: () => void): void {
  if (found === null && process.env["CI"] === "true") throw new Error(`there is no helm: ${HOW}`);
  if (found === null) console.warn(`Left out: "${name}". There is no helm: ${HOW}`);
  describe.skipIf(found === null)(name, body);
}

export const manifestSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});

export type Rendered = z.infer<typeof manifestSchema>;

/** What is set by `--set`, such as `volumes.hostPath=/home/ada/gt`. */
export type Sets = readonly string[];

export const TOWN = "volumes.hostPath=/home/ada/gt";

function argv(command: string, sets: Sets): readonly string[] {
  const target = command === "template" ? ["gastown", CHART, "--namespace", "gastown"] : [CHART];
  const flags = sets.flatMap((set) => ["--set", set]);
  return [command, ...target, "--kube-version", KUBE_VERSION, ...flags];
}

export function render(...sets: Sets): readonly Rendered[] {
  return documents(renderText(...sets));
}

/** What `helm template` prints. */
export function renderText(...sets: Sets): string {
  return execFileSync(found ?? "helm", argv("template", sets), { encoding: "utf8", stdio: "pipe" });
}

/** Renders the chart in a folder. @param flags of helm. @returns what it prints, and what it says on a failure. */
export function helmTemplate(
  chart: string,
  { release = "gastown", namespace = "gastown", flags = [] as readonly string[] } = {},
): { readonly text: string; readonly refusal: string | null } {
  const args = [
    "template",
    release,
    chart,
    "--namespace",
    namespace,
    "--kube-version",
    KUBE_VERSION,
    ...flags,
  ];
  const { status, stdout, stderr } = spawnSync(found ?? "helm", args, {
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  return { text: stdout, refusal: status === 0 ? null : `${stdout.slice(0, 2_000)}${stderr}` };
}

/** The documents of a YAML text, as kubectl reads them. */
export function documents(text: string): readonly Rendered[] {
  return parseAllDocuments(text, { version: "1.1" })
    .map((document) => z.unknown().parse(document.toJS()))
    .filter((document) => document !== null)
    .map((document) => manifestSchema.parse(document));
}

/** @returns what it prints on a failure; null when it went through. */
export function refusal(command: "template" | "lint", ...sets: Sets): string | null {
  const { status, stdout, stderr } = spawnSync(found ?? "helm", argv(command, sets), { encoding: "utf8" });
  return status === 0 ? null : `${stdout}${stderr}`;
}

/** Runs Helm against the cluster of a kubeconfig. @returns what it printed. @throws Error with that, on a failure. */
export function helm(kubeconfig: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(found ?? "helm", [...args, "--kubeconfig", kubeconfig], {
    encoding: "utf8",
  });
  if (status === 0) return stdout;
  throw new Error(`helm ${args.join(" ")}: ${stdout}${stderr}`);
}

/** The one object of that kind; undefined where there is none. */
export function only(rendered: readonly Rendered[], kind: string): Rendered | undefined {
  const objects = rendered.filter((object) => object.kind === kind);
  if (objects.length > 1) throw new Error(`there are ${objects.length} of kind ${kind}`);
  return objects[0];
}

export function readChartFile(name: string): string {
  return readFileSync(path.join(CHART, name), "utf8");
}
