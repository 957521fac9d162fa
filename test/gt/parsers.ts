/** Which parser reads what a recorded command printed. */
import { parseShow } from "../../src/gt/parse/beads.ts";
import * as people from "../../src/gt/parse/people.ts";
import * as polecats from "../../src/gt/parse/polecats.ts";
import { parseSling } from "../../src/gt/parse/sling.ts";
import * as town from "../../src/gt/parse/town.ts";
import type { Transcript } from "simulated-town/testing";

export type Parse = (transcript: Transcript) => unknown;

const idsOf = ({ argv }: Transcript): string[] =>
  argv
    .split(" ")
    .slice(2)
    .filter((word) => !word.startsWith("-"));

const out =
  (parse: (stdout: string) => unknown): Parse =>
  ({ stdout }) =>
    parse(stdout);
const nothing: Parse = () => undefined;

/** Where a polecat was named, its rig. */
const slungBy = (argv: string) => {
  const [, , bead = "", target = ""] = argv.split(" ");
  return { bead, rig: target.split("/")[0] ?? "" };
};

/** Each command of the client, as it begins, with the parser of its answer. */
export const PARSERS: readonly (readonly [RegExp, Parse])[] = [
  [/^gt health --json/, out(town.parseHealth)],
  [/^gt vitals/, out(town.parseVitals)],
  [/^gt rig list --json/, out(town.parseRigList)],
  [/^gt polecat list /, (recorded) => polecats.parsePolecatList(recorded)],
  [/^gt polecat status /, out(polecats.parsePolecatStatus)],
  [/^gt polecat check-recovery /, out(polecats.parseCheckRecovery)],
  [/^gt polecat git-state /, out(polecats.parseGitState)],
  [/^gt polecat nuke (?!.*--dry-run)/, out(polecats.parseNuke)],
  [/^gt session stop /, out(polecats.parseSessionStop)],
  [/^gt show /, (shown) => parseShow(idsOf(shown), shown.exitCode === 0 ? shown.stdout : "", shown.stderr)],
  [/^gt convoy list /, town.parseConvoyList],
  [/^gt convoy create /, out(town.parseConvoyCreate)],
  [/^gt convoy add /, out(town.parseConvoyAdd)],
  [/^gt convoy check /, out(town.parseConvoyCheck)],
  [/^gt mq list /, out(town.parseMergeQueue)],
  [/^gt sling \S+ [\w/]+( (?!.*--dry-run)|$)/, ({ argv, stdout }) => parseSling(stdout, slungBy(argv))],
  [/^gt mail send /, out(people.parseMailSend)],
  [/^gt nudge /, out(people.parseNudge)],
  [/^gt escalate /, out(people.parseEscalate)],
  [/^gt peek /, nothing],
];
