/** Manifests of the kinds that have actors, with as much as a test does not care about filled in. */
import path from "node:path";
import { API_VERSION, type KindName } from "../../../src/kinds/index.ts";
import { ALPHA, BETA } from "simulated-town";

export { ALPHA, BETA };

export type Kind = KindName;

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: Kind;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Under another name than gt's where Kubernetes does not take that one. */
export function rig(
  townRoot: string,
  { name, prefix }: { readonly name: string; readonly prefix: string },
  spec: Readonly<Record<string, unknown>> = {},
): Manifest {
  const shown = name.toLowerCase().replaceAll("_", "-");
  return {
    apiVersion: API_VERSION,
    kind: "Rig",
    metadata: { name: shown },
    spec: {
      ...(shown !== name && { gtName: name }),
      gitURL: `https://git.example.com/town/${name}.git`,
      beadsPrefix: prefix,
      localPath: path.join(townRoot, name),
      // Where the operator shows the rig already, this takes it over.
      management: "Manage",
      ...spec,
    },
  };
}

/** Of rig alpha, and at work where it has a bead. */
export function polecat(name: string, spec: Readonly<Record<string, unknown>> = {}): Manifest {
  const desiredState = "beadID" in spec ? "Working" : "Idle";
  return {
    apiVersion: API_VERSION,
    kind: "Polecat",
    metadata: { name, namespace: "default" },
    spec: { rig: "alpha", desiredState, ...spec },
  };
}

export function convoy(
  name: string,
  trackedBeads: readonly string[],
  spec: Readonly<Record<string, unknown>> = {},
): Manifest {
  return {
    apiVersion: API_VERSION,
    kind: "Convoy",
    metadata: { name, namespace: "default" },
    spec: { description: `convoy ${name}`, trackedBeads, ...spec },
  };
}

type Spec = Readonly<Record<string, unknown>>;

const ofAlpha =
  (kind: Kind, required: Spec = {}) =>
  (name: string, spec: Spec = {}): Manifest => ({
    apiVersion: API_VERSION,
    kind,
    metadata: { name, namespace: "default" },
    spec: { rigRef: "alpha", ...required, ...spec },
  });

export const witness = ofAlpha("Witness");
export const refinery = ofAlpha("Refinery");
export const beadStore = ofAlpha("BeadStore", { prefix: "al-" });
