/** What the operating system says of a file or a program, in one line for people. Its advice destroys and opens nothing: it names what to look at. */
import { errorMessage } from "./error-message.ts";

/** The errno, such as `EACCES`; null for an error that has none. */
export function errnoOf(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  return typeof error.code === "string" && /^E[A-Z0-9]+$/.test(error.code) ? error.code : null;
}

/** The file that the system names in its error; the given one where it names none. */
export function fileOf(error: unknown, file: string): string {
  return error instanceof Error && "path" in error && typeof error.path === "string" ? error.path : file;
}

const MEANINGS: Readonly<Record<string, string>> = {
  ENOENT: "it is not there",
  EACCES:
    "it, or a folder above it, may not be used: look at the owners and modes, and whether its mount is noexec",
  EPERM: "the system forbids it: look at its owner and attributes, and at what the container may do",
  EEXIST: "a file of this name is there: choose another name",
  ENOTDIR: "a part of its path is a file and no folder: correct the path",
  EISDIR: "it is a folder: name a file",
  ELOOP: "its links lead in a circle: look at the links in its path",
  ENAMETOOLONG: "its path is too long",
  EMFILE: "this process has too many files open: raise its limit (ulimit -n)",
  ENFILE: "the machine has too many files open",
  ENOSPC: "the disk is full",
  EDQUOT: "the quota of the disk is used up",
  EROFS: "its file system is read-only: mount it so that it can be written, or choose another folder",
  ETXTBSY: "it is being written: try again when its installation has ended",
  ENOEXEC: "it is no program for this machine: look at its architecture, or at the #! of its first line",
  ENOMEM: "the machine has no memory left",
  EAGAIN: "the machine starts no further process now: look at the limits of processes",
  EIO: "its disk or mount answers with an error",
  ESTALE: "its mount is stale: mount it anew",
  ETIMEDOUT: "its mount does not answer",
};

/** `/srv/gt: EACCES for user 1000: …`. @param uid of this process. */
export function troubleWith(file: string, error: unknown, uid = process.getuid?.()): string {
  const errno = errnoOf(error);
  if (errno === null) return `${file}: ${errorMessage(error)}`;
  const who = uid === undefined ? "" : ` for user ${uid}`;
  return `${file}: ${errno}${who}: ${MEANINGS[errno] ?? "the system gives no other reason"}`;
}
