import { expect, it } from "vitest";
import { measureHeap } from "./measure.ts";

const FROM = 1_000;
const TO = 3_000;
/** Code that becomes warm takes more than a megabyte of it, bytes. */
const MOST_GROWTH = 4 * 1024 * 1024;

it("An operator that has served 2,000 beads more, while rigs, Polecats and Convoys came and went, keeps no more", async () => {
  const [before, after] = await measureHeap([FROM, TO]);
  const growth = (of: "beads" | "objects" | "heapBytes"): number =>
    (after?.[of] ?? NaN) - (before?.[of] ?? NaN);
  expect(growth("beads")).toBeGreaterThan(TO - FROM - 50);
  // A queue that is kept for each bead is nine of them; Events of the last ten minutes are still remembered.
  expect(growth("objects")).toBeLessThan(2 * (TO - FROM));
  expect(growth("heapBytes")).toBeLessThan(MOST_GROWTH);
});
