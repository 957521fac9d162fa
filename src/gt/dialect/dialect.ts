/** A dialect: how the answers of one gt are to be read. */
import { parseGtVersion, type GtVersion } from "./gt-version.ts";

export interface Dialect {
  /** `careful`: each answer counts as the worse of what the known versions would mean by it. */
  readonly reading: "1.0" | "1.2" | "careful";
  /** As people see it, such as `1.2.1`; null where gt does not tell. */
  readonly version: string | null;
  /** What people should know of it; null where there is nothing. */
  readonly note: string | null;
}

export function dialectOf(stdout: string): Dialect {
  const version = parseGtVersion(stdout);
  if (version !== null) return ofVersion(version);
  return unreadable("gt version names no version");
}

/** @param why in gt's own words where it gave any. */
export function unreadable(why: string): Dialect {
  const note = `the version of gt is not known (${why}): its answers are read with care, and what gt 1.0 or gt 1.2 would block is blocked`;
  return { reading: "careful", version: null, note };
}

function ofVersion({ major, minor, text }: GtVersion): Dialect {
  // What 1.1 has beyond 1.0 (it mails the mayor of a convoy's end, it names tracked beads that it cannot see) is read alike.
  if (major === 1 && minor <= 1) return { reading: "1.0", version: text, note: null };
  if (major === 1 && minor === 2) return { reading: "1.2", version: text, note: null };
  if (major > 1 || (major === 1 && minor > 2)) {
    const note = `gt ${text} is newer than 1.2, the newest version that this operator knows: it is read like 1.2`;
    return { reading: "1.2", version: text, note };
  }
  const note = `gt ${text} is no version that this operator was tried with: its answers are read with care, and what gt 1.0 or gt 1.2 would block is blocked`;
  return { reading: "careful", version: text, note };
}
