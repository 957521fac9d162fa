/** `run`: the operator in or beside a cluster. */
import type { Config } from "../settings/index.ts";
import { connect } from "../kube/index.ts";
import { assemble } from "./assembly.ts";
import type { Logger } from "../telemetry/index.ts";
import { openLogger } from "./open-logger.ts";
import { untilSignal } from "./lifetime.ts";
import { claimTown } from "./town-claim.ts";

/**
 * gt writes under way get this long at a stop: a sling takes 4 to 9 s, and with the container's end it would be cut in
 * half. With the rest of the stop it stays well below the 30 s that a kubelet waits.
 */
const GRACE_MS = 15_000;

export async function run(config: Config): Promise<void> {
  const stopped = untilSignal();
  const logger = await openLogger(config);
  const release = await claimTown(config.townRoot, "run", logger);
  try {
    await serve(config, logger, stopped);
  } finally {
    await release();
  }
}

async function serve(config: Config, logger: Logger, stopped: Promise<string>): Promise<void> {
  const connection = connect({ kubeconfig: config.kubeconfig, environment: config.env }, () => Date.now());
  const assembled = await assemble(config, connection, logger);
  logger.info(
    {
      server: connection.server,
      townRoot: config.townRoot,
      http: assembled.httpPort,
      inspector: assembled.inspectorUrl,
    },
    "starting",
  );
  const started = assembled.operator.start().then(() => {
    logger.info("resources are listed; the town is observed");
    return stopped;
  });
  try {
    const signal = await Promise.race([stopped, started]);
    logger.info({ signal }, "stopping");
  } finally {
    await assembled.close(GRACE_MS);
  }
  logger.info("stopped");
}
