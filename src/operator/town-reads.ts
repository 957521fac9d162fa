/** When the town was read, for whoever wonders whether anybody still looks: /readyz, a metric, and the town lease. */
import type { Dialect } from "../gt/index.ts";
import { queueLengths, shownRigName, type Rigs, type TownObservation } from "../projection/index.ts";
import { textOf } from "./error-text.ts";
import { tellingLeaseWrites } from "./lease-writes.ts";
import type { OperatorOptions } from "./options.ts";
import type { Reads } from "./readiness.ts";
import type { RefusedWrites } from "./refused-writes.ts";
import { createTownLease, type TownLease } from "./town-lease.ts";

interface Ports {
  readonly metrics: OperatorOptions["metrics"];
  readonly logger: OperatorOptions["logger"];
  readonly clock: OperatorOptions["clock"];
  /** Undefined: nobody is told through the API. */
  readonly lease: TownLease | undefined;
}

/** @param writes is told what the API server says of writes of the Lease. */
export function createTownReads(
  { api, clock, logger, metrics, settings }: OperatorOptions,
  writes: Pick<RefusedWrites, "refused" | "accepted">,
): TownReads {
  const { townLease, instance } = settings;
  const onError = (error: unknown): void =>
    logger.warn({ error: textOf(error) }, "the Lease that tells when the town was read was not written");
  const lease =
    townLease === undefined
      ? undefined
      : createTownLease({
          api: tellingLeaseWrites(api, townLease, writes),
          ...{ lease: townLease, holder: instance, onError },
        });
  return new TownReads({ metrics, logger, clock, lease });
}

export class TownReads {
  readonly #ports: Ports;
  #readAt: number | null = null;
  #trustedAt: number | null = null;
  #gt: Dialect | null = null;
  /** Why the newest read cannot be trusted; null where it can. */
  #distrust: string | null = null;
  /** By the rig's name in Kubernetes, of those that the town has. */
  #rigsReadAt: ReadonlyMap<string, number> = new Map();
  #queueLengths: ReadonlyMap<string, number> = new Map();
  #isInTurns = false;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  note(observation: TownObservation, rigs: Rigs): void {
    const { metrics, lease } = this.#ports;
    const { startedAt, finishedAt, trust } = observation;
    metrics.observed((finishedAt - startedAt) / 1000, trust.trusted);
    metrics.townRead(startedAt / 1000, trust.trusted);
    this.#noteRigs(observation, rigs);
    this.#readAt = startedAt;
    this.#noteGt(observation.dialect);
    this.#noteTrust(trust);
    if (!trust.trusted) return;
    if (observation.rigs.ok) {
      metrics.keepRigs(new Set(observation.rigs.value.map(({ name }) => shownRigName(rigs, name) ?? "")));
    }
    this.#trustedAt = startedAt;
    lease?.note(startedAt);
  }

  newest(): Reads {
    return {
      ...{ readAt: this.#readAt, trustedAt: this.#trustedAt, gt: this.#gt, distrust: this.#distrust },
      now: this.#ports.clock.now(),
      oldestRig: this.#isInTurns ? oldestOf(this.#rigsReadAt) : null,
    };
  }

  /** What was read of a rig before is shown until its next turn, or until it could not be read. */
  #noteRigs(observation: TownObservation, rigs: Rigs): void {
    const { metrics } = this.#ports;
    const { unlisted, polecats, startedAt, trust } = observation;
    const waiting = new Set([...unlisted].map((gtName) => shownRigName(rigs, gtName)));
    const before = <Value>(known: ReadonlyMap<string, Value>) =>
      [...known].filter(([rig]) => waiting.has(rig));
    this.#queueLengths = new Map([...before(this.#queueLengths), ...queueLengths(observation, rigs)]);
    metrics.queueLengths(this.#queueLengths);
    if (!trust.trusted) return;
    const read = [...polecats].flatMap(([gtName, { ok }]) => {
      const rig = shownRigName(rigs, gtName);
      if (rig === null) return [];
      const readAt = ok ? startedAt : this.#rigsReadAt.get(rig);
      return readAt === undefined ? [] : [[rig, readAt] as const];
    });
    this.#rigsReadAt = new Map([...before(this.#rigsReadAt), ...read]);
    this.#isInTurns = unlisted.size > 0;
    metrics.rigsRead(new Map([...this.#rigsReadAt].map(([rig, at]) => [rig, at / 1000])));
  }

  /** Said once for each cause: an empty town and one that cannot be read look alike in a list of resources. */
  #noteTrust(trust: TownObservation["trust"]): void {
    const { logger } = this.#ports;
    const distrust = trust.trusted ? null : trust.message;
    if (distrust !== null && distrust !== this.#distrust) logger.warn(`the town cannot be read: ${distrust}`);
    if (distrust === null && this.#distrust !== null) logger.info("the town can be read again");
    this.#distrust = distrust;
  }

  /** Said once for each gt. */
  #noteGt(dialect: Dialect | null): void {
    if (dialect === null || dialect === this.#gt) return;
    const { version, note } = dialect;
    const isSaid = version === this.#gt?.version && note === this.#gt.note;
    this.#gt = dialect;
    if (isSaid) return;
    if (note === null) this.#ports.logger.info(`gt is version ${version ?? ""}`);
    else this.#ports.logger.warn(note);
  }

  close(): void {
    this.#ports.lease?.close();
  }
}

function oldestOf(readAt: ReadonlyMap<string, number>): Reads["oldestRig"] {
  const [oldest] = [...readAt].sort(([, one], [, other]) => one - other);
  return oldest === undefined ? null : { name: oldest[0], readAt: oldest[1] };
}
