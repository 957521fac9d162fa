/** An API server with a town's resources, and the plugin as a person starts it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { EmbeddedApiWithFaults } from "embedded-kube/testing";
import { CommandLine } from "../cli/command-line.ts";
import {
  Client,
  objectOf,
  types,
  type StoredObject,
  condition,
  convoysOf,
  polecat,
  polecatsOf,
  rig,
  rigs,
  asServer,
  startTestApi,
} from "embedded-kube/conformance";

type Fields = Readonly<Record<string, unknown>>;

interface Outcome {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export class Town {
  readonly api: EmbeddedApiWithFaults;
  readonly client: Client;
  readonly kubeconfig: string;

  constructor(api: EmbeddedApiWithFaults, kubeconfig: string) {
    this.api = api;
    this.kubeconfig = kubeconfig;
    this.client = new Client(asServer(api));
  }

  /** The plugin, running. */
  start(...argv: readonly string[]): CommandLine {
    return new CommandLine(argv, { KUBECONFIG: this.kubeconfig }, "kubectl-gastown.ts");
  }

  /** The plugin, until it ends. */
  async run(...argv: readonly string[]): Promise<Outcome> {
    const started = this.start(...argv);
    const { code } = await started.ended;
    return { code, output: started.output, errors: started.errors };
  }

  async rig(name: string, spec: Fields = {}): Promise<void> {
    objectOf(await this.client.post(rigs, rig(name, spec)));
  }

  async polecat(name: string, spec: Fields = {}, namespace = "default"): Promise<void> {
    objectOf(await this.client.post(polecatsOf(namespace), polecat(name, spec)));
  }

  async namespace(name: string): Promise<void> {
    const object = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
    objectOf(await this.client.post("/api/v1/namespaces", object));
  }

  /** What an operator would write. */
  async status(path: string, status: Fields): Promise<void> {
    objectOf(await this.client.patch(`${path}/status`, types.merge, { status }));
  }

  /** What an operator writes after each read of the town. */
  async read(name: string): Promise<void> {
    const spec = { leaseDurationSeconds: 300, renewTime: new Date().toISOString().replace("Z", "000Z") };
    const lease = { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: { name }, spec };
    objectOf(await this.client.post("/apis/coordination.k8s.io/v1/namespaces/default/leases", lease));
  }

  async object(path: string): Promise<StoredObject> {
    return objectOf(await this.client.get(path));
  }

  async spec(name: string, namespace = "default"): Promise<Fields> {
    return (await this.object(`${polecatsOf(namespace)}/${name}`)).spec ?? {};
  }
}

/** It is gone when the test is over. */
export async function town(): Promise<Town> {
  const folder = mkdtempSync(path.join(tmpdir(), "gastown-plugin-"));
  const kubeconfigPath = path.join(folder, "kubeconfig");
  const api = await startTestApi({ kubeconfigPath });
  const made = new Town(api, kubeconfigPath);
  onTestFinished(async () => {
    await made.client.close();
    await api.stop();
    rmSync(folder, { recursive: true });
  });
  return made;
}

/** A polecat at work, as its operator tells of it. */
export function working(bead: string, more: Fields = {}): Fields {
  return {
    phase: "Working",
    observedGeneration: 1,
    assignedBead: bead,
    polecatName: "nux",
    slungAt: "2026-01-02T03:04:05Z",
    conditions: [condition("Ready", "True", "Working", `${bead} is in work by alpha/nux`)],
    ...more,
  };
}

export const pathOf = {
  polecat: (name: string, namespace = "default"): string => `${polecatsOf(namespace)}/${name}`,
  convoy: (name: string): string => `${convoysOf("default")}/${name}`,
  rig: (name: string): string => `${rigs}/${name}`,
};
