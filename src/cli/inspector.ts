/** The inspector of an assembled operator, and whose call each call of gt is. */
import { AsyncLocalStorage } from "node:async_hooks";
import { readToken } from "./token-file.ts";
import { ConfigError, type Config } from "../settings/index.ts";
import type { GtCall, GtClient } from "../gt/index.ts";
import { actorName, systemClock, type ActorRef, type Journal } from "../host/index.ts";
import { createAudience, createCallLog, createJournalTap } from "../inspector/feeds.ts";
import type { ActorFeed, Concern, Inspector, InspectorOptions } from "../inspector/index.ts";
import type { OperatorObserver, Operator } from "../operator/index.ts";
import type { HealthReport, Logger } from "../telemetry/index.ts";
import { errorMessage } from "@gastown/system";

const PEEKED_LINES = 200;

/** What an operator is seen by, whether or not anybody looks. */
export interface Inspection {
  readonly observer: OperatorObserver;
  readonly onCall: (call: GtCall) => void;
  readonly tapJournal: (journal: Journal) => Journal;
  readonly feeds: Pick<InspectorOptions, "journal" | "calls"> & Pick<ActorFeed, "subscribe">;
}

/** Puts gt's calls down to the actors whose services make them. */
export function createInspection(logger: Logger): Inspection {
  const onProblem = (error: unknown): void => logger.warn({ error: String(error) }, "the inspector");
  const asking = new AsyncLocalStorage<ActorRef>();
  const audience = createAudience(onProblem);
  const calls = createCallLog(onProblem);
  const tap = createJournalTap(onProblem);
  return {
    observer: { ...audience, onBehalfOf: (ref, run) => asking.run(ref, run) },
    onCall({ argv, result, reason, durationMs }) {
      const ref = asking.getStore();
      const actor = ref === undefined ? null : actorName(ref);
      calls.add({ actor, argv, result, reason, at: systemClock.now(), durationMs });
    },
    tapJournal: tap.around,
    feeds: { journal: tap.feed, calls, subscribe: audience.subscribe },
  };
}

export interface InspectorParts {
  readonly inspection: Inspection;
  readonly operator: Operator;
  readonly ready: () => Promise<HealthReport>;
  readonly gt: GtClient;
  readonly logger: Logger;
  /** Where a person sits before it: then any free port will do. */
  readonly takesFreePort: boolean;
}

/**
 * Null where it is turned off, or cannot listen: an operator works without one, and says so.
 * @throws ConfigError where others could reach it without a token.
 */
export async function openInspector(config: Config, parts: InspectorParts): Promise<Inspector | null> {
  const { address, tokenFile } = config.inspector;
  if (address === null) return null;
  const token = inspectorToken(tokenFile);
  const { journal, calls, subscribe } = parts.inspection.feeds;
  // Loaded only where it is on.
  const { startInspector } = await import("../inspector/index.ts");
  try {
    return await startInspector({
      address,
      takesFreePort: parts.takesFreePort,
      token,
      actors: { actors: () => parts.operator.actors(), subscribe },
      journal,
      calls,
      health: async () => concernsOf(await parts.ready()),
      clock: systemClock,
      onProblem: (error) => parts.logger.warn({ error: String(error) }, "the inspector"),
      peek: async (rig, name) => parts.gt.peek(rig, name, PEEKED_LINES),
    });
  } catch (error) {
    const message = errorMessage(error);
    if (error instanceof Error && error.cause === undefined) throw new ConfigError(message);
    parts.logger.warn({ address }, `the operator runs without inspector: ${message}`);
    return null;
  }
}

/** What people should know of: what fails, and what passes with a concern. */
function concernsOf({ checks }: HealthReport): readonly Concern[] {
  return checks.flatMap(({ name, ok, message, concern }) =>
    ok && concern === undefined ? [] : [{ name, message: concern ?? message }],
  );
}

function inspectorToken(file: string | undefined): string | null {
  if (file === undefined) return null;
  const token = readToken("--inspector-token-file", file);
  if (token.length >= 16) return token;
  throw new ConfigError(`--inspector-token-file ${file} needs a token of 16 characters or more`);
}
