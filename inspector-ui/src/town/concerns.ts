/** What is wrong around the actors: the checks of `/readyz` that fail or are passed with a doubt, in words. Pure. */
import type { Concern } from "../../../src/inspector/port.ts";

const TITLES: Readonly<Record<string, string>> = {
  town: "The town cannot be read",
  gt: "gt cannot be run",
  "gt version": "About this gt",
  "gt environment": "gt does without a variable",
  git: "gt has no git",
  tmux: "gt has no tmux",
  "town root": "The town's folder is not as it should be",
  "data folder": "The journal's folder cannot be written",
  journal: "The journal is not written",
  writes: "Kubernetes refuses what the operator writes",
  lease: "Kubernetes refuses the lease",
  resources: "Kubernetes does not serve all resources",
  views: "Kubernetes does not serve all views",
  "leader election": "This replica does not lead",
  health: "The operator does not say how it is",
};

/** Of these everything goes on: they are worth knowing, and nobody is needed for them. */
const MILD = ["gt version", "gt environment", "git", "tmux", "views"];

export interface ToldConcern {
  readonly name: string;
  readonly title: string;
  readonly message: string;
  readonly isMild: boolean;
}

/** Those that keep things from working come first. */
export function toldConcerns(concerns: readonly Concern[]): readonly ToldConcern[] {
  return concerns
    .map(({ name, message }) => ({
      ...{ name, message },
      title: TITLES[name] ?? `The check "${name}" fails`,
      isMild: MILD.includes(name),
    }))
    .sort((a, b) => Number(a.isMild) - Number(b.isMild));
}
