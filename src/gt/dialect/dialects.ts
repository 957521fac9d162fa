/** The dialect of the gt that is installed now: read once, and again when the program on disk is another one. */
import { hasElapsed, errorMessage } from "@gastown/system";
import { dialectOf, unreadable, type Dialect } from "./dialect.ts";

export interface DialectOptions {
  /** What `gt version` prints. @throws Error where gt gives no answer. */
  readonly ask: () => Promise<string>;
  /** Another text for another program; see `programPrint`. */
  readonly program: () => Promise<string>;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Never rejects. */
export type Dialects = () => Promise<Dialect>;

/** A script that starts gt stays the same while the gt behind it is replaced, ms. */
const ASK_AGAIN_MS = 600_000;
/** After a failure, ms. */
const RETRY_MS = 30_000;

interface Known {
  readonly program: string;
  readonly dialect: Dialect;
  /** Epoch ms. */
  readonly askedAt: number;
  readonly forMs: number;
}

export function createDialects(options: DialectOptions): Dialects {
  let known: Known | null = null;
  let asking: Promise<Dialect> | null = null;
  const current = async (): Promise<Dialect> => {
    const program = await options.program();
    const before = known?.program === program ? known : null;
    if (before !== null && !hasElapsed(before.forMs, before.askedAt, options.now())) return before.dialect;
    known = await read(options, program, before?.dialect ?? null);
    return known.dialect;
  };
  return () => {
    asking ??= current().finally(() => (asking = null));
    return asking;
  };
}

/** @param before of the same program: a call that fails does not change what it is. */
async function read({ ask, now }: DialectOptions, program: string, before: Dialect | null): Promise<Known> {
  try {
    const dialect = dialectOf(await ask());
    return { program, dialect, askedAt: now(), forMs: ASK_AGAIN_MS };
  } catch (error) {
    const why = errorMessage(error);
    return { program, dialect: before ?? unreadable(why), askedAt: now(), forMs: RETRY_MS };
  }
}
