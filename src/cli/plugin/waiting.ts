/** `--wait`: until objects are as they were asked to be, with a word whenever what they wait for is another thing. */
import { Option, type Command } from "commander";
import { z } from "zod";
import { KINDS } from "../../kinds/index.ts";
import { ConfigError } from "../../settings/index.ts";
import { durationBetween, parseDuration } from "../../grammar/index.ts";
import { condition, type Shown } from "../../explain/index.ts";
import { complain, untilOutputClosed } from "../output.ts";
import type { Cluster } from "./cluster.ts";
import { follow } from "./follow.ts";
import { heldResource, type Held, type VerbKind } from "./held.ts";
import { RefusalError } from "./refusal.ts";

const LEAST_MS = 1_000;
const MOST_MS = 86_400_000;

export const waitFlags = {
  wait: z.boolean().default(false),
  timeout: z.string(),
};

/** @param about what is waited for. */
export function addWaitFlags(command: Command, about: string): Command {
  return command
    .option("--wait", about)
    .addOption(new Option("--timeout <duration>", "with --wait, how long").default("10m"));
}

/** @throws ConfigError */
export function waitMs({ timeout }: { readonly timeout: string }): number {
  const ms = parseDuration(timeout);
  if (ms !== null && ms >= LEAST_MS && ms <= MOST_MS) return ms;
  throw new ConfigError(
    `--timeout is ${JSON.stringify(timeout)}: it takes ${durationBetween(LEAST_MS, MOST_MS)}`,
  );
}

export interface Verdict {
  readonly outcome: "waiting" | "done" | "failed";
  /** What it waits for, or what became of it. */
  readonly words: string;
}

/**
 * Resolves once each of these very objects is done.
 * @throws RefusalError where one has failed or is gone, or the time is up.
 */
export async function untilDone(
  { api }: Cluster,
  kind: VerbKind,
  targets: readonly Held[],
  forMs: number,
  judge: (shown: Shown) => Verdict,
): Promise<void> {
  const waiting = new Map(targets.map(({ shown }) => [shown.metadata.uid, "its operator"]));
  if (waiting.size === 0) return;
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const namespaces = new Set(targets.map(({ shown }) => shown.metadata.namespace));
  const followed = follow(api, heldResource(kind), {
    namespace: namespaces.size === 1 ? [...namespaces][0] : undefined,
    onRefused: reject,
    handler({ type, object: { shown } }) {
      const before = waiting.get(shown.metadata.uid);
      if (before === undefined) return;
      const name = `${KINDS[kind].singular}/${shown.metadata.name}`;
      if (type === "deleted") {
        reject(new RefusalError(`${name} was deleted while it was waited for`));
        return;
      }
      const { outcome, words } = judge(shown);
      if (outcome === "failed") {
        reject(new RefusalError(`${name} ${words}`));
        return;
      }
      if (words !== before) complain(`${name} ${outcome === "done" ? "" : "waits: "}${words}`);
      if (outcome === "waiting") waiting.set(shown.metadata.uid, words);
      else waiting.delete(shown.metadata.uid);
      if (waiting.size === 0) resolve(undefined);
    },
  });
  const timer = setTimeout(() => {
    const [words = ""] = waiting.values();
    reject(new RefusalError(`timed out waiting for ${waiting.size} of ${targets.length}: ${words}`));
  }, forMs);
  try {
    await Promise.race([followed.hasSynced, promise]);
    const there = new Set(followed.lister.list().map(({ shown }) => shown.metadata.uid));
    const gone = [...waiting.keys()].filter((uid) => !there.has(uid));
    if (gone.length > 0) throw new RefusalError(`${gone.length} of ${targets.length} were deleted meanwhile`);
    await Promise.race([promise, untilOutputClosed()]);
  } finally {
    clearTimeout(timer);
    await followed.close();
  }
}

/** Until the polecats have ended. What blocks an end is reported, and waited for: a person may be at it. */
export async function untilGone(cluster: Cluster, targets: readonly Held[], forMs: number): Promise<void> {
  await untilDone(cluster, "Polecat", targets, forMs, (shown) => {
    if (isSeen(shown) && shown.status?.phase === "Terminated") return { outcome: "done", words: "has ended" };
    return { outcome: "waiting", words: reasonOf(shown, "Terminating") };
  });
}

/** Whether the status speaks of the newest spec. */
export function isSeen({ metadata, status }: Shown): boolean {
  return (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0);
}

/** The condition's reason and words, or those of Ready. */
export function reasonOf(shown: Shown, type: string): string {
  const told = condition(shown, type);
  const { reason, message } = (told?.status === "True" ? told : condition(shown, "Ready")) ?? {
    reason: "NotObserved",
    message: "no operator has written its status yet",
  };
  return message === "" ? reason : `${reason}: ${message}`;
}
