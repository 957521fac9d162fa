/** Settings of a file journal that a test does not care about: nothing is cut, nothing goes. */
import type { FileJournalOptions } from "../../src/host/index.ts";

export const LIMITS: Omit<FileJournalOptions, "folder" | "clock" | "onWarning"> = {
  fsync: "never",
  segmentBytes: 1_000_000_000,
  segmentMs: 1_000_000_000,
  keepBytes: 1_000_000_000,
  keepMs: 1_000_000_000_000_000,
};
