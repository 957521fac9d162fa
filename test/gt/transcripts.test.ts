import { describe, expect, it } from "vitest";
import type { Command } from "../../src/gt/commands.ts";
import type { GtReason } from "../../src/gt/index.ts";
import { exitFailure } from "../../src/gt/failure.ts";
import { PARSERS, type Parse } from "./parsers.ts";
import { transcripts, type Transcript } from "simulated-town/testing";

/** Recorded for people and for the simulated town; the client asks none of these. */
const UNUSED: readonly RegExp[] = [
  /^gt status --json --fast/,
  /^gt (witness|scheduler|refinery|rig) (status|queue)/,
  /^gt mq (status|post-merge|reject)/,
  /^gt convoy status/,
  /^gt rig (un)?(park|dock)/,
  /^gt mail inbox/,
  /^gt version/,
  /^gt polecat stale/,
  /^gt (done|close|up)\b/,
  // What looks after a town, and what takes one branch's head for another's.
  /^gt (deacon|refinery ready|rig reset|convoy stranded|mq submit)\b/,
  /^bd /,
  / --dry-run/,
  /^gt sling( \w+-\w+){2,} /,
];

const REASONS: Readonly<Record<string, GtReason>> = {
  "check-recovery-gone": "NotFound",
  "check-recovery-missing-polecat": "NotFound",
  "dolt-down-convoy": "DoltDown",
  "dolt-down-convoy-create": "DoltDown",
  "dolt-down-mq-list": "DoltDown",
  "dolt-down-show": "DoltDown",
  // gt's own words: only health tells that the bead was not looked for.
  "dolt-down-sling": "NotFound",
  "git-state-missing-polecat": "NotFound",
  "mail-send-bad": "NotFound",
  "mail-send-unknown-polecat": "NotFound",
  "mail-send-unknown-town-role": "NotFound",
  "mq-list-unknown-rig": "NotFound",
  "nuke-refused-after-done-mr-open": "Refused",
  "nuke-refused-uncommitted": "Refused",
  "nuke-refused-unpushed-and-open-mr": "Refused",
  "outside-town": "NotInTown",
  "peek-by-whole-address": "NotFound",
  "polecat-status-by-whole-address": "NotFound",
  "show-prefix-with-hyphen": "NotFound",
  "show-town-bead-behind-rigs": "NotFound",
  "sling-docked-rig": "Failed",
  "sling-parked-rig": "Failed",
  "sling-prefix-with-hyphen": "NotFound",
  "sling-status-deferred": "Failed",
  "sling-status-in_progress": "Refused",
  "sling-status-pinned": "Refused",
  "polecat-status-missing": "NotFound",
  "session-stop-dead": "NotFound",
  "show-all-missing": "NotFound",
  "show-outside-town": "NotInTown",
  "show-single-missing": "NotFound",
  "show-unknown-prefix": "NotFound",
  "show-unknown-prefix-first": "NotFound",
  "sling-create-named-fails": "Failed",
  "sling-onto-idle-dead-polecat-fails": "Failed",
  "sling-onto-nuked-polecat-fails": "Failed",
  "sling-refused-bead-closed": "Refused",
  "sling-refused-claimed-by-pod": "Refused",
  "sling-refused-being-slung": "Refused",
  "sling-refused-cross-rig": "Refused",
  "sling-refused-folder-limit": "Refused",
  "sling-refused-hooked-in-other-rig": "Refused",
  "sling-refused-respawn-limit": "Refused",
  "sling-scheduled-named-fails": "Failed",
  "sling-unknown-bead": "NotFound",
  "sling-unknown-polecat": "Failed",
  "sling-unknown-prefix": "NotFound",
  "sling-unknown-rig": "Failed",
};

const isUnused = ({ argv }: Transcript): boolean => UNUSED.some((pattern) => pattern.test(argv));
const parsersOf = ({ argv }: Transcript): readonly Parse[] =>
  PARSERS.filter(([pattern]) => pattern.test(argv)).map(([, parse]) => parse);

const used = transcripts().filter((recorded) => !isUnused(recorded));
const answered = used.filter(({ exitCode }) => exitCode === 0);
const failed = used.filter(({ exitCode }) => exitCode !== 0);
const command: Command = { label: "polecat list", argv: [], class: "read", rig: null };

describe.each(["1.1.0", "1.2.1"] as const)("what the real gt %s printed", (version) => {
  const later = transcripts(version).filter((recorded) => !isUnused(recorded));

  it.each(later)("$name belongs to one parser", (recorded) => {
    expect(parsersOf(recorded)).toHaveLength(1);
  });

  it.each(later.filter(({ exitCode }) => exitCode === 0))(
    "$name is read by the parser of its command",
    (recorded) => {
      expect(() => parsersOf(recorded)[0]?.(recorded)).not.toThrow();
    },
  );
});

describe("what the real gt printed", () => {
  it("is there", () => {
    expect(answered.length).toBeGreaterThan(90);
  });

  it.each(transcripts())(
    "$name belongs to one parser, or is of a command that the client does not use",
    (recorded) => {
      expect(parsersOf(recorded)).toHaveLength(isUnused(recorded) ? 0 : 1);
    },
  );

  it.each(answered)("$name is read by the parser of its command", (recorded) => {
    expect(() => parsersOf(recorded)[0]?.(recorded)).not.toThrow();
  });

  it.each(failed)("$name fails for its cause", ({ name, stdout, stderr }) => {
    expect(exitFailure(command, stdout, stderr).reason).toBe(REASONS[name]);
  });

  it.each(failed)("$name says its cause in one line without usage text", ({ stdout, stderr }) => {
    const { message } = exitFailure(command, stdout, stderr);
    expect(message).toMatch(/^gt polecat list: \S/);
    expect(message).not.toMatch(/\n|Usage|Error:\s*$/);
  });
});
