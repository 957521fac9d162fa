/** The board: memory that the operator's thread writes and the watchdog's thread reads, without a message between them. */

/** Bytes of the text; a longer one is cut. */
const TEXT_BYTES = 512;
const BEATS = 0;
const DEBUGGED = 1;
const LENGTH = 2;
const BEAT_OF_TEXT = 3;
const CELLS = 4;

export interface Board {
  readonly memory: SharedArrayBuffer;
  /** The event loop has come round once more. @param isDebugged a person may have stopped the thread on purpose. */
  readonly beat: (isDebugged: boolean) => void;
  /** What is about to be done, for the message of a watchdog. */
  readonly write: (text: string) => void;
  readonly read: () => Reading;
}

export interface Reading {
  readonly beats: number;
  readonly isDebugged: boolean;
  /** What was about to be done last; empty before anything was. */
  readonly text: string;
  /** Whether the event loop has not come round since. */
  readonly isOfThisTurn: boolean;
}

export function createBoard(
  memory = new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT + TEXT_BYTES),
): Board {
  const cells = new Int32Array(memory, 0, CELLS);
  const text = Buffer.from(memory, CELLS * Int32Array.BYTES_PER_ELEMENT);
  return {
    memory,
    beat(isDebugged) {
      Atomics.store(cells, DEBUGGED, isDebugged ? 1 : 0);
      Atomics.add(cells, BEATS, 1);
    },
    write(line) {
      Atomics.store(cells, LENGTH, text.write(line));
      Atomics.store(cells, BEAT_OF_TEXT, Atomics.load(cells, BEATS));
    },
    read() {
      const beats = Atomics.load(cells, BEATS);
      return {
        beats,
        isDebugged: Atomics.load(cells, DEBUGGED) === 1,
        text: text.toString("utf8", 0, Atomics.load(cells, LENGTH)),
        isOfThisTurn: Atomics.load(cells, BEAT_OF_TEXT) === beats,
      };
    },
  };
}
