/** What an operator that makes pods has for it; one that makes none asks Kubernetes for none. */
import { createPlainPods, type PodEngine } from "../../pods/index.ts";
import { textOf } from "../error-text.ts";
import type { OperatorOptions } from "../options.ts";
import { PodFeed } from "./feed.ts";

export interface OperatorPods {
  readonly engine: PodEngine;
  readonly feed: PodFeed;
  readonly image: string;
}

export function operatorPods({
  api,
  clock,
  random,
  logger,
  settings,
}: Pick<OperatorOptions, "api" | "clock" | "random" | "logger" | "settings">): OperatorPods | null {
  if (settings.pods === undefined) return null;
  const { namespaces, image } = settings.pods;
  const engine = createPlainPods({
    ...{ api, namespaces, random },
    now: () => clock.now(),
    setTimer: clock.setTimer,
    onRefused: (refusal) => logger.warn({ error: textOf(refusal) }, "the pods of polecats cannot be read"),
    onDisturbance: ({ error, during }) =>
      logger.warn({ error: textOf(error) }, `the ${during} of pods failed; it is tried again`),
    onUnreadable: ({ name, problem }) => logger.warn(`pod ${name} cannot be read: ${problem}`),
  });
  return { engine, feed: new PodFeed(engine), image };
}
