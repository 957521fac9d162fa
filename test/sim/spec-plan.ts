/** Specs and changes of specs: over every field of the CRDs. */
import type { Chance } from "@gastown/testing";
import type { Spec } from "./actions.ts";

export function polecatSpec(chance: Chance, beads: readonly string[]): Spec {
  const beadID = chance.happens(0.03) ? "al-none" : chance.pick(beads);
  const rig = chance.happens(0.05) ? "gamma" : beadID.startsWith("be") ? "beta" : "alpha";
  return {
    rig,
    beadID,
    desiredState: chance.pick(["Working", "Working", "Working", "Working", "Idle", "Terminated"]),
    ...(chance.happens(0.2) && { deletionPolicy: "Terminate" }),
    ...(chance.happens(0.1) && { ttlSecondsAfterFinished: chance.below(120) }),
    ...(chance.happens(0.05) && { management: "Observe" }),
    ...(chance.happens(0.05) && { paused: true }),
    ...(chance.happens(0.05) && { terminationPolicy: "Force" }),
    ...(chance.happens(0.02) && { executionMode: "kubernetes" }),
  };
}

type Edit = (chance: Chance, beads: readonly string[]) => Spec;

/** `undefined` takes a field away. */
const POLECAT_EDITS: readonly Edit[] = [
  () => ({ desiredState: "Working" }),
  () => ({ desiredState: "Idle" }),
  () => ({ desiredState: "Terminated" }),
  () => ({ desiredState: "Terminated" }),
  () => ({ desiredState: "Terminated" }),
  (chance, beads) => ({ desiredState: "Working", beadID: chance.pick(beads) }),
  (chance, beads) => ({ beadID: chance.pick(beads) }),
  () => ({ beadID: undefined, desiredState: "Idle" }),
  () => ({ beadID: "" }),
  () => ({ taskDescription: "do it well" }),
  (chance) => ({ executionMode: chance.pick(["local", "kubernetes"]) }),
  (chance) => ({ rig: chance.pick(["alpha", "beta"]) }),
  (chance) => ({ agent: chance.pick(["opencode", "claude-code", "aider", "custom"]) }),
  () => ({ agentConfig: { provider: "litellm", model: "large" } }),
  () => ({ kubernetes: { gitRepository: "https://example.com/r.git" } }),
  () => ({ resources: { limits: { cpu: "1" } } }),
  (chance) => ({ ttlSecondsAfterFinished: chance.happens(0.5) ? chance.below(120) : undefined }),
  (chance) => ({ maxIdleSeconds: chance.happens(0.5) ? chance.below(120) : undefined }),
  (chance) => ({ deletionPolicy: chance.pick(["Orphan", "Terminate"]) }),
  (chance) => ({ terminationPolicy: chance.pick(["Safe", "Force"]) }),
  (chance) => ({
    sling: { args: "be quick", baseBranch: "main", merge: chance.pick(["direct", "mr", "local"]) },
  }),
  () => ({ sling: undefined }),
  (chance) => ({ management: chance.pick(["Manage", "Observe"]) }),
  () => ({ management: "Manage" }),
  (chance) => ({ paused: chance.happens(0.5) }),
  () => ({ paused: false }),
];

export function polecatEdit(chance: Chance, beads: readonly string[]): Spec {
  return chance.pick(POLECAT_EDITS)(chance, beads);
}

export function convoySpec(chance: Chance, beads: readonly string[]): Spec {
  const count = 1 + chance.below(3);
  const trackedBeads = [...new Set(Array.from({ length: count }, () => chance.pick(beads)))];
  return {
    description: "Wave 1",
    trackedBeads,
    ...(chance.happens(0.6) && { notifyOnComplete: "mayor/" }),
    ...(chance.happens(0.4) && { rigRef: chance.pick(["alpha", "beta"]) }),
  };
}

const CONVOY_EDITS: readonly Edit[] = [
  () => ({ description: "Wave 2" }),
  (chance, beads) => ({ trackedBeads: [chance.pick(beads)] }),
  (chance, beads) => ({ trackedBeads: [...new Set([chance.pick(beads), chance.pick(beads), "al-none"])] }),
  () => ({ trackedBeads: ["al-none"] }),
  (chance) => ({ rigRef: chance.happens(0.25) ? undefined : chance.pick(["alpha", "beta", "gamma"]) }),
  (chance) => ({
    notifyOnComplete: chance.happens(0.3) ? undefined : chance.pick(["mayor/", "nobody/else"]),
  }),
  (chance) => ({ parallelism: chance.below(4) }),
  (chance) => ({ dispatch: chance.pick(["None", "Polecats"]) }),
];

export function convoyEdit(chance: Chance, beads: readonly string[]): Spec {
  return chance.pick(CONVOY_EDITS)(chance, beads);
}

export function witnessSpec(chance: Chance): Spec {
  return {
    rigRef: chance.happens(0.1) ? "gamma" : chance.pick(["alpha", "beta"]),
    stuckThreshold: chance.pick(["1m", "90s", "3m", "15m"]),
    ...(chance.happens(0.3) && { escalationTarget: chance.pick(["deacon", "alpha/witness", "nobody/else"]) }),
    ...(chance.happens(0.3) && { healthCheckInterval: "5m" }),
  };
}

const WITNESS_EDITS: readonly Edit[] = [
  (chance) => ({ rigRef: chance.pick(["alpha", "beta", "gamma"]) }),
  (chance) => ({ stuckThreshold: chance.pick(["1m", "2m", "10m"]) }),
  (chance) => ({ healthCheckInterval: chance.pick(["10s", "1m", "10m"]) }),
  (chance) => ({ escalationTarget: chance.pick(["mayor", "deacon", "beta/witness", "nobody/else"]) }),
];

export function witnessEdit(chance: Chance): Spec {
  return chance.pick(WITNESS_EDITS)(chance, []);
}

export function rigEdit(chance: Chance, name: string): Spec {
  switch (chance.below(5)) {
    case 0:
      return { paused: chance.happens(0.5) };
    case 1:
      return { paused: false };
    case 2:
      return { localPath: chance.happens(0.3) ? "/town/elsewhere" : `/town/${name}` };
    case 3:
      return {
        gitURL: "https://example.com/other.git",
        beadsPrefix: chance.happens(0.9) ? name.slice(0, 2) : "zz",
      };
    default:
      return { settings: { maxPolecats: 1 + chance.below(12), namepoolTheme: "mad-max" } };
  }
}
