/** Settings of the journal: when it waits for the disk, how it is cut, and how much of it stays. */

export interface JournalSettings {
  readonly fsync: "never" | "commit" | number;
  readonly segmentBytes: number;
  readonly segmentMs: number;
  readonly keepBytes: number;
  readonly keepMs: number;
}

export const JOURNAL_SETTINGS = {
  journalFsync: {
    flag: "journal-fsync",
    variable: "GASTOWN_JOURNAL_FSYNC",
    argument: "<never|commit|duration>",
    about: "when the disk is waited for: at each commit, every so often, or never",
    fallback: "1s",
  },
  journalSegmentSize: {
    flag: "journal-segment-size",
    variable: "GASTOWN_JOURNAL_SEGMENT_SIZE",
    argument: "<size>",
    about: "size at which a file of the journal is followed by the next",
    fallback: "16Mi",
  },
  journalSegmentAge: {
    flag: "journal-segment-age",
    variable: "GASTOWN_JOURNAL_SEGMENT_AGE",
    argument: "<duration>",
    about: "age at which it is",
    fallback: "24h",
  },
  journalKeepSize: {
    flag: "journal-keep-size",
    variable: "GASTOWN_JOURNAL_KEEP_SIZE",
    argument: "<size>",
    about: "most that the files of the journal may take together; the oldest go",
    fallback: "256Mi",
  },
  journalKeepAge: {
    flag: "journal-keep-age",
    variable: "GASTOWN_JOURNAL_KEEP_AGE",
    argument: "<duration>",
    about: "files of the journal that are older go",
    fallback: "336h",
  },
} as const;
