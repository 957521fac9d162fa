/**
 * What to do where the town's Dolt server does not answer. Starting one is no harmless advice: where the server runs on
 * a host or port that only GT_DOLT_HOST and GT_DOLT_PORT name, `gt dolt start` without them would start a second one.
 */
export const DOLT_ADVICE =
  "run gt health in the town: where it answers there, let the operator's gt have the same variables with --gt-env (GT_DOLT_HOST, GT_DOLT_PORT); where it does not, run gt dolt start there";

/** What is said of a town whose health read says that its database does not run. */
export const DOLT_NOT_RUNNING = `the town's Dolt server is not running: ${DOLT_ADVICE}`;
