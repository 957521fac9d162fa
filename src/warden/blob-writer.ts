/**
 * Writes the contents of files into the vault, any number of them in one run of git fast-import. A file that changes while
 * it is read is cut or filled to the length that was announced; its blob is then one that nothing names.
 */
import { PassThrough } from "node:stream";
import { once } from "node:events";
import type { Git } from "./git.ts";

export interface BlobWriter {
  /** @param chunks of this length altogether. */
  write(length: number, chunks: AsyncIterable<Buffer>): Promise<void>;
  /** Resolves when all is in the vault. @throws GitError where it is not. */
  close(): Promise<void>;
}

export function createBlobWriter(git: Git, signal?: AbortSignal): BlobWriter {
  let run: Run | null = null;
  return {
    async write(length, chunks) {
      run ??= begin(git, signal);
      await run.give(Buffer.from(`blob\ndata ${length}\n`));
      for await (const chunk of chunks) await run.give(chunk);
      await run.give(Buffer.from("\n"));
    },
    async close() {
      await run?.end();
    },
  };
}

interface Run {
  give(bytes: Buffer): Promise<void>;
  end(): Promise<void>;
}

/** git starts with the first blob: most looks find nothing new. */
function begin(git: Git, signal: AbortSignal | undefined): Run {
  const input = new PassThrough();
  // Whoever writes hears of it by the promise.
  input.on("error", () => undefined);
  const ended = git.run(["fast-import", "--quiet", "--done"], {
    input,
    ...(signal !== undefined && { signal }),
  });
  let hasEnded = false;
  const settled = ended.then(
    () => (hasEnded = true),
    () => (hasEnded = true),
  );
  return {
    async give(bytes) {
      if (hasEnded || input.write(bytes)) return;
      // A git that has ended takes nothing more, and the pipe would never drain.
      await Promise.race([once(input, "drain"), settled]);
    },
    async end() {
      input.end("done\n");
      await ended;
    },
  };
}
