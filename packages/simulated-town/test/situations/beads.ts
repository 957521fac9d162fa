/** `show`, `close` and convoys. */
import { NOW, bead, beads, closed, convoy, molecule, polecat, request, type Given } from "../given.ts";
import { transcript } from "../../src/transcripts.ts";

const DONE = { description: "do it" } as const;
const FINISHED = (
  prefix: string,
  address: string,
): { assignee: string; molecule: ReturnType<typeof molecule> } => ({
  assignee: address,
  molecule: molecule(prefix),
});
const comment = (
  id: string,
  author: string,
): { id: string; author: string; text: string; createdAt: number } => ({
  id: "01a20acf-1428-70c1-bfd7-634b20dd27af",
  author,
  text: `MR created: ${id}`,
  createdAt: 0,
});

/** The ids that a transcript names, some with a description. */
const shownIn = (name: string): readonly Given[] => {
  const listed: unknown = JSON.parse(transcript(name).stdout);
  if (!Array.isArray(listed)) throw new Error(`${name} does not list beads`);
  return listed.map((each: { id: string; priority: number; description?: string }) =>
    bead(each.id, { priority: each.priority, ...(each.description !== undefined && DONE) }),
  );
};

const AUTOCLOSE = [
  convoy("hq-cv-aaaaa", "cwd test", ["al-q4j", "be-2n9"]),
  convoy("hq-cv-bbbbb", "autoclose test", ["al-4ca", "al-xo6", "be-asd"]),
  convoy("hq-cv-ccccc", "hq convoy", ["hq-f8b", "hq-qd9"]),
  ...["al-q4j", "be-2n9", "al-4ca", "al-xo6", "be-asd", "hq-f8b", "hq-qd9"].map((id) => closed(id)),
];

export const BEADS: Readonly<Record<string, readonly Given[]>> = {
  "bd-close": [polecat("alpha/slit", { hook: "al-bbk" })],
  close: [bead("al-qnx")],
  "show-two-beads": [polecat("alpha/slit", { hook: "al-bbk" }), bead("al-qnx")],
  "show-same-bead-twice": [bead("al-q4j", DONE)],
  "show-one-missing": [bead("al-q4j", DONE), bead("al-axo", DONE)],
  "show-single-missing": [],
  "show-all-missing": [],
  "show-unknown-prefix": [],
  "show-unknown-prefix-first": [bead("al-q4j")],
  "show-mixed-prefixes": [bead("al-q4j", DONE), beads("be-2n9", "hq-jx9")],
  "show-mixed-prefixes-town-first": [beads("al-q4j", "be-2n9", "hq-jx9")],
  "show-sixty-beads-one-missing": shownIn("show-sixty-beads-one-missing"),
  "show-bead-after-nuke": [bead("be-nmj", { molecule: molecule("be-nmj") })],
  "show-bead-after-merge": [
    closed("be-3qg", {
      ...FINISHED("be", "beta/polecats/rust"),
      closeReason: "Merged in be-wisp-ocr",
      comments: [comment("be-wisp-ocr", "beta/polecats/rust")],
    }),
  ],
  "show-bead-after-reject": [
    closed("be-8a0", {
      ...FINISHED("be", "beta/polecats/chrome"),
      comments: [comment("be-wisp-d27", "beta/polecats/chrome")],
    }),
  ],
  "show-merge-request-merged": [request("be-wisp-ocr", "beta/rust", "be-3qg", "merged")],
  "show-merge-request-rejected": [request("be-wisp-d27", "beta/chrome", "be-8a0", "rejected: tests fail")],
  "show-convoy": [convoy("hq-cv-6bl38", "autoclose test", ["al-4ca", "al-xo6", "be-asd"])],
  "convoy-create": [],
  "convoy-create-same-title-again": [convoy("hq-cv-aaaaa", "Wave 1", ["al-bbk", "al-qnx"])],
  "convoy-create-unknown-bead-accepted": [],
  "convoy-create-notify-space-bug": [],
  "convoy-status": [convoy("hq-cv-emt3v", "Wave 1", ["al-bbk", "al-qnx"]), beads("al-bbk", "al-qnx")],
  "convoy-status-missing": [],
  "convoy-add": [convoy("hq-cv-hq4bp", "Wave", ["al-t5h"])],
  "convoy-check-closes": [
    convoy("hq-cv-83tfb", "Wave", ["hq-1"]),
    bead("hq-1", { status: "closed", closedAt: NOW }),
  ],
  "convoy-check-closed": [convoy("hq-cv-83tfb", "Wave", ["hq-1"], "closed")],
  "convoy-check-rigs-bead": [convoy("hq-cv-pz0nc", "Wave", ["al-dvx"]), bead("al-dvx", { status: "closed" })],
  "convoy-add-again": [convoy("hq-cv-hq4bp", "Wave", ["al-t5h", "be-yyt"])],
  "convoy-list-empty": [],
  "convoy-list": [convoy("hq-cv-5ianq", "Work: task 2", ["al-gfb"])],
  "convoy-list-all": [
    convoy("hq-cv-aaaaa", "Work: task 2", ["al-gfb"]),
    convoy("hq-cv-bbbbb", "Wave 1", ["al-bbk", "al-qnx"]),
    convoy("hq-cv-ccccc", "Wave 1", ["al-bbk"]),
    convoy("hq-cv-ddddd", "Wave N", ["al-agi", "mayor/"]),
    convoy("hq-cv-eeeee", "Wave bad", ["al-nonexist"]),
  ],
  "convoy-list-all-closed-by-itself": AUTOCLOSE,
  "convoy-list-all-closed-by-force": [
    ...AUTOCLOSE,
    ({ state }) => {
      for (const each of state.convoys) if (each.title === "autoclose test") each.status = "closed";
    },
  ],
};
