/** Why there is no worktree. */
import type { CloneFailure } from "../pod-reports/index.ts";
import { errnoOf, troubleWith } from "@gastown/system";
import { GitError } from "./git-error.ts";

export class CloneError extends Error {
  readonly reason: CloneFailure;

  constructor(reason: CloneFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CloneError";
    this.reason = reason;
  }
}

/** @param folder where the worktree is made, for errors that name no file. */
export function cloneErrorOf(error: unknown, folder: string): CloneError {
  if (error instanceof CloneError) return error;
  if (error instanceof GitError) return new CloneError(reasonOf(error), error.message, { cause: error });
  const errno = errnoOf(error);
  const message = errno === null ? String(error) : troubleWith(folder, error);
  return new CloneError(errno === "ENOSPC" || errno === "EDQUOT" ? "DiskFull" : "Failed", message, {
    cause: error,
  });
}

function reasonOf({ reason }: GitError): CloneFailure {
  switch (reason) {
    case "TimedOut":
      return "RemoteUnreachable";
    case "Aborted":
      return "Failed";
    default:
      return reason;
  }
}
