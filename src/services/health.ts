/** Health around a decision: a failed gt read looks like an empty one while the town's database is down. */
import { DOLT_NOT_RUNNING, type GtClient } from "../gt/index.ts";
import { ServiceError } from "./errors.ts";

/** @throws ServiceError `TownUnhealthy` unless the town's Dolt server runs. */
export async function requireHealth(gt: Pick<GtClient, "health">): Promise<void> {
  const health = await gt.health();
  if (health.running) return;
  throw new ServiceError("TownUnhealthy", DOLT_NOT_RUNNING);
}
