/** What writes to the Kubernetes API of its own accord: statuses and Events, and the account of what is refused. */
import { fittingStatus, type Kind } from "../kinds/index.ts";
import { EventRecorder, StatusWriter, type ObjectRef, type PresentStatus } from "../kube/index.ts";
import type { OperatorOptions } from "./options.ts";
import { createRefusedWrites, type RefusedWrites } from "./refused-writes.ts";
import { saysWhatWasSaid } from "./resumed-status.ts";

export interface WriterPorts extends Pick<
  OperatorOptions,
  "api" | "clock" | "random" | "logger" | "metrics" | "settings"
> {
  readonly kinds: readonly Kind[];
  readonly present: (ref: ObjectRef) => PresentStatus | undefined;
  /** Whether this very object is there. */
  readonly isServed: (uid: string) => boolean;
}

export interface Writers {
  readonly statuses: StatusWriter;
  readonly events: EventRecorder;
  readonly refusedWrites: RefusedWrites;
}

export function createWriters(ports: WriterPorts): Writers {
  const { api, clock, random, logger, metrics, settings, kinds } = ports;
  const now = (): number => clock.now();
  const { setTimer } = clock;
  const refusedWrites = createRefusedWrites({ logger, metrics, now, isServed: ports.isServed });
  const events = new EventRecorder({
    ...{ api, now, setTimer, random },
    reportingInstance: settings.instance,
    onError: (error, regarding) => void refusedWrites.refused("event", regarding, error),
    onWritten: (regarding) => refusedWrites.accepted("event", regarding),
  });
  const statuses = new StatusWriter({
    ...{ api, now, setTimer, random },
    present: ports.present,
    saysWhatWasSaid,
    onCount: (outcome) => metrics.statusWrite(outcome),
    fit(ref, status) {
      const kind = kinds.find(({ name }) => name === ref.resource.kind);
      if (kind === undefined) throw new TypeError(`${ref.resource.kind} is no kind of this operator`);
      const { status: fitting, dropped } = fittingStatus(kind.status, status);
      if (dropped.length > 0) {
        const resource = `${ref.namespace ?? ""}/${ref.name}`;
        logger.warn({ resource, dropped }, "fields of a status were left out: the API would refuse them");
      }
      return fitting;
    },
    onRefused(ref, error) {
      if (!ports.isServed(ref.uid)) return;
      const { isNews, reason } = refusedWrites.refused("status", ref, error);
      const note = `its status cannot be written, and shows what was true before (${reason}): see /readyz of the operator`;
      if (isNews)
        events.record({ regarding: ref, type: "Warning", reason: "StatusRefused", note, action: "Write" });
    },
    onAccepted: (ref) => refusedWrites.accepted("status", ref),
  });
  return { statuses, events, refusedWrites };
}
