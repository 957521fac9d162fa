/** Writes a journal under a limit on the file's size (`ulimit -f`), as on a disk that becomes full in mid-record. */
import { openFileJournal, type Journal } from "../../src/host/index.ts";

const [file = ""] = process.argv.slice(2);
const journal = openFileJournal({ file, fsync: false });

function write(words: string): void {
  const entry: Parameters<Journal["append"]>[0] = {
    at: 0,
    actor: { kind: "polecat", namespace: "default", name: "nux", uid: "u1" },
    machine: "polecat",
    version: 1,
    cause: "test",
    type: "event",
    event: { type: "note", words },
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
write("short again");
console.log(`written after: ${JSON.stringify([...journal.read()].map(({ sequence }) => sequence))}`);
