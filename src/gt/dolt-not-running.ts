import { DOLT_ADVICE } from "../grammar/index.ts";

/** What is said of a town whose health read says that its database does not run. */
export const DOLT_NOT_RUNNING = `the town's Dolt server is not running: ${DOLT_ADVICE}`;
