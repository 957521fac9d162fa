/** The inspector of an assembled operator, and whose call each call of gt is. */
import { AsyncLocalStorage } from "node:async_hooks";
import { readFileSync } from "node:fs";
import { ConfigError, type Config } from "../config.ts";
import type { GtCall, GtClient } from "../gt/index.ts";
import { actorName, systemClock, type ActorRef } from "../host/index.ts";
import {
  createCallLog,
  startInspector,
  type CallFeed,
  type Inspector,
  type JournalFeed,
} from "../inspector/index.ts";
import type { Operator } from "../operator/index.ts";
import type { Logger } from "../telemetry/index.ts";

const PEEKED_LINES = 200;

/** Puts gt's calls down to the actors whose services make them. */
export interface CallWatch {
  readonly feed: CallFeed;
  readonly onBehalfOf: (ref: ActorRef, run: () => Promise<unknown>) => Promise<unknown>;
  onCall(call: GtCall): void;
}

export function createCallWatch(): CallWatch {
  const asking = new AsyncLocalStorage<ActorRef>();
  const log = createCallLog();
  return {
    feed: log,
    onBehalfOf: (ref, run) => asking.run(ref, run),
    onCall({ argv, result, reason, durationMs }) {
      const ref = asking.getStore();
      const actor = ref === undefined ? null : actorName(ref);
      log.add({ actor, argv, result, reason, at: systemClock.now(), durationMs });
    },
  };
}

export interface InspectorParts {
  readonly operator: Operator;
  readonly journal: JournalFeed;
  readonly calls: CallFeed;
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
  if (config.inspectorAddress === null) return null;
  const token = readToken(config.inspectorTokenFile);
  try {
    return await startInspector({
      address: config.inspectorAddress,
      takesFreePort: parts.takesFreePort,
      token,
      actors: parts.operator,
      journal: parts.journal,
      calls: parts.calls,
      clock: systemClock,
      peek: async (rig, name) => parts.gt.peek(rig, name, PEEKED_LINES),
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof Error && error.cause === undefined) throw new ConfigError(message);
    parts.logger.warn(
      { address: config.inspectorAddress },
      `the operator runs without inspector: ${message}`,
    );
    return null;
  }
}

function readToken(file: string | undefined): string | null {
  if (file === undefined) return null;
  try {
    const token = readFileSync(file, "utf8").trim();
    if (token.length >= 16) return token;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`--inspector-token-file cannot be read: ${why}`);
  }
  throw new ConfigError(`--inspector-token-file ${file} needs a token of 16 characters or more`);
}
