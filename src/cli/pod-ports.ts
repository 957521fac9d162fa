/** The adapters of what runs in a polecat's pod: the machine's clocks, and a log without credentials. */
import type { Environment } from "../settings/index.ts";
import { redactLine, redactText } from "../host/index.ts";
import { systemTimer } from "@gastown/system";
import { createLogger } from "../telemetry/index.ts";
import type { PodPorts } from "../warden/index.ts";

export function podPorts(environment: Environment): PodPorts {
  const logger = createLogger({ level: "info", redact: redactLine });
  return {
    environment,
    now: () => Date.now(),
    elapsed: () => performance.now(),
    setTimer: systemTimer,
    redact: redactText,
    log: (level, words) => logger[level](words),
  };
}
