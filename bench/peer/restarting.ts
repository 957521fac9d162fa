/** What an operator does again after a restart, when nothing has changed meanwhile. */
import { setTimeout as delay } from "node:timers/promises";
import type { OperatorUnderTest } from "./operator-under-test.ts";
import type { Scene } from "./scene.ts";
import { openWindow, reached, type Taken } from "./window.ts";

const READS_WITHIN_MS = 60_000;
/** What follows from the first read of the town is written by then. */
const WRITES_WITHIN_MS = 15_000;

/** @param operator is ended. @returns what the next one did until it had read the town and some seconds more. */
export async function restart(scene: Scene, operator: OperatorUnderTest): Promise<Taken> {
  await operator.stop();
  const next = scene.startOperator();
  const window = openWindow(scene, next);
  const hasRead = (): boolean => window.calls().some(({ command }) => command === "polecat list");
  await reached(next, hasRead, READS_WITHIN_MS);
  await delay(WRITES_WITHIN_MS);
  return window.end();
}
