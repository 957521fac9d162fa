/** What is measured. Whoever has another rate to show adds its contestants here, and a goal in main.ts. */
import { ofTheHost } from "./core.ts";
import type { Ground } from "./ground.ts";
import { ofTheJournal } from "./journal.ts";
import type { Contestant } from "./measure.ts";
import { ofRestoring } from "./restoring.ts";

export function contestants(ground: Ground): readonly Contestant[] {
  return [...ofTheHost(ground), ...ofRestoring(ground), ...ofTheJournal(ground)];
}
