/** What becomes of a git call that did not end well, as one of a few causes that differ in what helps. */
export const GIT_CAUSES = [
  "RemoteUnreachable",
  "RemoteMissing",
  "AccessDenied",
  "HostKeyUnknown",
  "DiskFull",
  "TimedOut",
  "Aborted",
  "Failed",
] as const;

export type GitCause = (typeof GIT_CAUSES)[number];

export class GitError extends Error {
  readonly reason: GitCause;

  constructor(reason: GitCause, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "GitError";
    this.reason = reason;
  }
}

/**
 * By git's own English words (its messages have no codes), ssh's and curl's. The first that fits: a server that was not
 * reached can have refused nothing.
 */
const SIGNS: readonly (readonly [RegExp, GitCause])[] = [
  [/no space left on device|disk quota exceeded/i, "DiskFull"],
  [
    /host key verification failed|no .{1,20} host key is known|remote host identification has changed/i,
    "HostKeyUnknown",
  ],
  [
    /could not resolve|connection (?:refused|timed out|reset|closed)|operation timed out|failed to connect|couldn't connect|network is unreachable|no route to host|empty reply|returned error: 5\d\d|early eof|timeout, server/i,
    "RemoteUnreachable",
  ],
  [
    /authentication failed|permission denied|could not read (?:username|password)|returned error: 40[13]|access denied|invalid credentials|write access|not allowed to/i,
    "AccessDenied",
  ],
  [
    /repository .*not found|does not appear to be a git repository|returned error: 404|not a git repository/i,
    "RemoteMissing",
  ],
  [/the remote end hung up|kex_exchange_identification/i, "RemoteUnreachable"],
];

export function causeOf(stderr: string): GitCause {
  return SIGNS.find(([sign]) => sign.test(stderr))?.[1] ?? "Failed";
}

/** The lines that tell: git ends with advice and a summary, and begins with progress. */
export function tellingLines(stderr: string): string {
  const lines = stderr.split(/[\r\n]+/).map((line) => line.trim());
  const telling = lines.filter((line) =>
    /^(?:remote: )?(?:fatal|error|ssh|kex|host key|permission)|remote: |refused|denied/i.test(line),
  );
  const told = telling.length > 0 ? telling : lines.filter((line) => line !== "");
  return [...new Set(told)].slice(0, 6).join("; ");
}
