/** The rate of simulated schedules, on one thread: each of the same seeds, with all faults. */
import { FAULT_FAMILIES } from "../test/sim/fault-plan.ts";
import { scheduleFor } from "../test/sim/schedule.ts";
import { simulate } from "../test/sim/simulation.ts";
import type { Figure } from "./measure.ts";

const SCHEDULES = 40;

/** The best of `rounds`, as the other rates. @throws where a schedule breaks an invariant: its time says nothing. */
export async function simulationRate(rounds: number): Promise<Figure> {
  let best = 0;
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    for (let seed = 1; seed <= SCHEDULES; seed += 1) {
      const { broken } = await simulate(
        scheduleFor(seed, { actors: undefined, gt: "1.0.1", faults: FAULT_FAMILIES }),
      );
      if (broken !== null)
        throw new Error(`seed ${seed} breaks invariant ${broken.invariant}: ${broken.what}`);
    }
    best = Math.max(best, (SCHEDULES / (performance.now() - begun)) * 1000);
  }
  return { name: "simulated schedules, one thread", unit: "schedules", perSecond: best };
}
