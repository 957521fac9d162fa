/**
 * The termination message's file, which the kubelet reads when the container has ended, however it ended. So it is written
 * after every look. It is mounted as a file and cannot be replaced by another one: the new line goes over the old, and
 * what is left of that one is cut off afterwards; whoever reads takes the first line.
 */
import { closeSync, constants, ftruncateSync, openSync, writeSync } from "node:fs";

export function writeMessage(file: string, message: string): void {
  const fd = openSync(file, constants.O_WRONLY | constants.O_CREAT, 0o644);
  try {
    const written = writeSync(fd, message, 0);
    ftruncateSync(fd, written);
  } finally {
    closeSync(fd);
  }
}
