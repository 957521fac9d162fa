/**
 * How long tests wait for what has to happen: many times what it takes, because a machine that others load must not turn
 * a true test red. No test asserts that something was quick, but that an operator ends before a kubelet would kill it.
 */
export const WAIT_DEADLINE_MS = 240_000;

/** The same for a project of tests; a whole test waits for several such things, one after another. */
export const deadlines = {
  testTimeout: 900_000,
  hookTimeout: 900_000,
  expect: { poll: { timeout: WAIT_DEADLINE_MS } },
};
