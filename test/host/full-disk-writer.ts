/** Writes a journal under a limit on the file's size (`ulimit -f`), as on a disk that becomes full in mid-record. */
import { openFileJournal, type Journal } from "../../src/host/index.ts";
import { createFakeClock } from "./fake-clock.ts";
import { LIMITS } from "./journal-limits.ts";

const [folder = "", then = "waits"] = process.argv.slice(2);
const clock = createFakeClock(2_000_000);
const journal = openFileJournal({ ...LIMITS, folder, clock, onWarning: (warning) => console.log(warning) });

function write(words: string): void {
  const entry: Parameters<Journal["append"]>[0] = {
    at: 0,
    actor: { kind: "polecat", namespace: "default", name: "nux", uid: "u1", incarnation: 1 },
    machine: "polecat",
    version: 1,
    cause: "test",
    trace: null,
    type: "event",
    event: { type: "note", words },
    decision: null,
  };
  journal.append(entry);
  journal.commit();
}

write("short");
try {
  write("long".repeat(10_000));
} catch (error) {
  console.log(String(error));
}
write("short, too early");
console.log(JSON.stringify(journal.health()));
if (then === "waits") clock.advance(5_000);
else clock.setBack(1_000_000);
write("short again");
console.log(`written after: ${JSON.stringify([...journal.read()].map(({ sequence }) => sequence))}`);
