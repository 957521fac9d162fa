/** The operator's clock, as far as the page knows it, and a beat for what counts down. */
import { signal } from "@preact/signals";

let skew = 0;

/** Moves once a second, and with each frame. */
export const now = signal(Date.now());

export function learnTime(operatorNow: number): void {
  skew = operatorNow - Date.now();
  now.value = operatorNow;
}

export function startClock(): void {
  setInterval(() => {
    now.value = Date.now() + skew;
  }, 1_000);
}
