/** A town with a long past: polecats that get one bead after the other, over a day. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openFileJournal, systemClock, type HostEvent } from "../../src/host/index.ts";
import { closed, hooked, polecatFacts, present } from "../../test/machines/given.ts";
import { inspectedTown, type InspectedTown } from "../../test/inspector/given.ts";

const DAY_MS = 86_400_000;
/** So many records are journaled before others have a turn. */
const AT_A_TIME = 500;

export interface LongPast {
  readonly town: InspectedTown;
  readonly records: () => number;
  readonly bytes: () => number;
  /** Lets time pass until something is so. */
  live(isEnough: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export async function longPast(polecats: number): Promise<LongPast> {
  let behind = DAY_MS;
  const clock = { ...systemClock, now: () => Date.now() - behind };
  const folder = mkdtempSync(path.join(tmpdir(), "long-past-"));
  const kept = { segmentBytes: 16 * 1_048_576, segmentMs: DAY_MS, keepBytes: 1e9, keepMs: 2 * DAY_MS };
  const journal = openFileJournal({ folder, clock, fsync: "never", ...kept, onWarning: console.warn });
  const town = await inspectedTown({ clock }, journal);
  const rigOf = (index: number): string => `rig-${String(index % 20).padStart(2, "0")}`;
  for (let index = 0; index < polecats; index += 1) town.start(`p${index}`, { rig: rigOf(index) });
  let turn = 0;
  /** It is given a bead, is found at work on it, and then with the bead closed. */
  const next = (): void => {
    const index = turn % polecats;
    const round = Math.floor(turn / polecats);
    const bead = `al-${Math.floor(round / 3)}`;
    const [name, at] = [`p${index}`, clock.now()];
    const observed = (facts: object): void =>
      town.send(name, {
        type: "town.observed",
        at,
        facts: polecatFacts(at, { polecat: present("nux", bead), ...facts }),
      } as HostEvent);
    if (round % 3 === 0) town.edit(name, { rig: rigOf(index), bead, generation: round + 2 });
    else if (round % 3 === 1) observed({ bead: hooked(bead, "nux"), holder: "nux" });
    else observed({ bead: closed(bead), finisher: "nux" });
    turn += 1;
    // A day goes by in as many records as 256 MiB hold, more or less.
    behind = Math.max(0, behind - DAY_MS / 200_000);
  };
  const index = () => journal.index();
  return {
    town,
    records: () => index().last?.sequence ?? 0,
    bytes: () => index().parts.reduce((sum, { bytes }) => sum + bytes, 0),
    async live(isEnough) {
      while (!isEnough()) {
        for (let count = 0; count < AT_A_TIME; count += 1) next();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async close() {
      await town.close();
      rmSync(folder, { recursive: true });
    },
  };
}
