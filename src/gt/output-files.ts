/**
 * Where a write of gt prints: files that have no name any more, and not pipes. gt ends by SIGPIPE at the next line that it
 * prints into a pipe whose reader was killed, which leaves a bead hooked without a session in the midst of a sling.
 */
import {
  closeSync,
  createWriteStream,
  fstatSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  type WriteStream,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export interface OutputFiles {
  /** For the program, which gets their file descriptors: nothing is written by way of the streams. */
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
  /** The longer of the two, bytes. */
  size(): number;
  /** What was printed so far. @param most bytes of each */
  texts(most: number): { readonly stdout: string; readonly stderr: string };
  /** Closes them here: a program that still prints keeps them for itself. */
  close(): void;
}

/** @throws the system's error where the folder for temporary files cannot hold them. */
export function openOutputFiles(): OutputFiles {
  const folder = mkdtempSync(path.join(tmpdir(), "gastown-gt-"));
  const opened: number[] = [];
  const open = (name: string): number => {
    const fd = openSync(path.join(folder, name), "wx+", 0o600);
    opened.push(fd);
    return fd;
  };
  const close = (): void => opened.splice(0).forEach((fd) => closeSync(fd));
  try {
    const [stdout, stderr] = [open("stdout"), open("stderr")];
    return {
      stdout: createWriteStream("", { fd: stdout, autoClose: false }),
      stderr: createWriteStream("", { fd: stderr, autoClose: false }),
      close,
      size: () => Math.max(fstatSync(stdout).size, fstatSync(stderr).size),
      texts: (most) => ({ stdout: textOf(stdout, most), stderr: textOf(stderr, most) }),
    };
  } catch (error) {
    close();
    throw error;
  } finally {
    // Whoever is killed from here on leaves nothing behind.
    rmSync(folder, { recursive: true, force: true });
  }
}

function textOf(fd: number, most: number): string {
  const bytes = Buffer.alloc(Math.min(most, fstatSync(fd).size));
  let length = 0;
  while (length < bytes.length) {
    // From a place of its own: the program's is the end of the file.
    const read = readSync(fd, bytes, length, bytes.length - length, length);
    if (read === 0) break;
    length += read;
  }
  return bytes.toString("utf8", 0, length);
}
