/**
 * What to do where the town's Dolt server does not answer. Starting one is no harmless advice: where the server runs on
 * a host or port that only GT_DOLT_HOST and GT_DOLT_PORT name, `gt dolt start` without them would start a second one.
 * And `gt health` answers always: whether the server runs stands in what it prints, not in its exit code.
 */
export const DOLT_ADVICE =
  "run `gt health` in a shell of the town, with the town's own GT_DOLT_HOST and GT_DOLT_PORT where it has them: if it says there that the Dolt server runs, give the operator's gt those variables with --gt-env; if it says that it does not, run `gt dolt start` in that same shell";
