/** How the host has a service run: counted when it fails, seen by the observer, and named to the watchdog. */
import type { HostPorts } from "../host/index.ts";
import type { createServices } from "../services/index.ts";
import type { Metrics } from "../telemetry/index.ts";
import type { OperatorOptions } from "./options.ts";
import type { ServiceRuns } from "./service-runs.ts";

export interface ServiceRunnerOptions {
  readonly runs: ServiceRuns;
  readonly services: ReturnType<typeof createServices>;
  readonly observer: OperatorOptions["observer"];
  readonly onTurn: OperatorOptions["onTurn"];
  readonly metrics: Metrics;
}

export function createServiceRunner(options: ServiceRunnerOptions): HostPorts["runService"] {
  const { runs, services, observer, onTurn, metrics } = options;
  return (ref, { service, input }, signal) => {
    const run = (): Promise<unknown> =>
      runs.run(service, () => {
        onTurn?.(ref, service);
        return services(service, input, signal);
      });
    const running = observer === undefined ? run() : observer.onBehalfOf(ref, run);
    running.catch(() => {
      // What its actor has left ends by itself: nothing has failed.
      if (!signal.aborted) metrics.reconcileFailed(ref.kind);
    });
    return running;
  };
}
