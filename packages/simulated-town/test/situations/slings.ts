/** `sling`. */
import {
  DEAD,
  NOW,
  SILENT,
  bead,
  beads,
  closed,
  molecule,
  polecat,
  scheduler,
  state,
  type Given,
} from "../given.ts";

const furiosa = (more: Parameters<typeof polecat>[1] = {}): Given => polecat("alpha/furiosa", more);
const busy = (...names: readonly string[]): readonly Given[] =>
  names.map((name) => polecat(`alpha/${name}`, { hook: `al-of-${name}` }));
const scheduled = (id: string): Given =>
  state((town) => {
    town.scheduled.push({ bead: id, rig: "alpha", context: "hq-wisp-2pp", dueAt: NOW + 60_000 });
  });

export const SLINGS: Readonly<Record<string, readonly Given[]>> = {
  "sling-rig": [...busy("furiosa", "nux"), bead("al-bbk")],
  "sling-rig-reuses-name": [bead("al-lpr")],
  "sling-rig-with-boot": [bead("al-0uj")],
  "sling-takes-assigned-open-bead": [bead("al-82o", { assignee: "someone/else" })],
  "sling-takes-bead-in-progress-of-a-person": [
    ...busy("furiosa", "nux"),
    bead("al-d9l", { status: "in_progress", assignee: "someone/else" }),
  ],
  "sling-bead-again-after-nuke": [bead("be-nmj", { molecule: molecule("be-nmj") })],
  "sling-already-hooked": [polecat("alpha/slit", { hook: "al-bbk" })],
  "sling-hooked-same-rig": [polecat("alpha/nux", { hook: "al-u8m" })],
  "sling-hooked-stale-heartbeat": [polecat("alpha/nux", { hook: "al-om6", ...SILENT })],
  "sling-hooked-dead-makes-second-polecat": [
    ...busy("furiosa", "slit"),
    polecat("alpha/nux", { hook: "al-u8m", ...DEAD }),
  ],
  "sling-reuses-idle-polecat": [furiosa(DEAD), bead("al-mjk")],
  "sling-reuses-idle-polecat-with-silent-session": [
    ...busy("furiosa", "slit"),
    polecat("alpha/nux", SILENT),
    bead("al-627"),
  ],
  "sling-reuses-idle-polecat-with-uncommitted-files": [
    furiosa({ files: ["notes.txt"], ...DEAD }),
    bead("al-60v"),
  ],
  "sling-reuses-idle-polecat-with-unpushed-commit": [furiosa({ unpushed: 1, ...DEAD }), bead("al-cqw")],
  "sling-onto-busy-polecat": [polecat("alpha/slit", { hook: "al-bbk" }), bead("al-0al")],
  "sling-onto-idle-polecat-keeps-old-branch": [furiosa(), bead("al-1om")],
  "sling-onto-idle-dead-polecat-fails": [furiosa(DEAD), bead("al-mjk")],
  "sling-onto-nuked-polecat-fails": [bead("al-3h7")],
  "sling-create-named-fails": [bead("al-ecv")],
  "sling-unknown-bead": [],
  "sling-unknown-prefix": [],
  "sling-unknown-rig": [bead("al-bbk")],
  "sling-unknown-polecat": [bead("al-127")],
  "sling-refused-bead-closed": [closed("al-cqw")],
  "sling-refused-being-slung": [
    bead("al-6fw"),
    state((town) => {
      town.slinging.push({ bead: "al-6fw", until: NOW + 5_000, caller: 99, isSecond: false });
    }),
  ],
  "sling-refused-cross-rig": [bead("be-2n9")],
  "sling-refused-hooked-in-other-rig": [polecat("alpha/nux", { hook: "al-u8m" })],
  "sling-refused-respawn-limit": [bead("al-mjx", { slings: 3 })],
  "sling-refused-folder-limit": [
    ...Array.from({ length: 34 }, (_, index) => polecat(`alpha/dummy${index}`, DEAD)),
    bead("al-om6"),
  ],
  "sling-batch": [beads("be-8kt", "be-7m5", "be-qvc", "be-ang", "be-zpm", "be-nme")],
  "sling-dry-run-rig": [bead("al-qbw")],
  "sling-dry-run-existing-polecat": [polecat("alpha/nux", { hook: "al-1r3" }), bead("al-0al")],
  "sling-scheduled": [bead("al-127"), scheduler(2)],
  "sling-scheduled-again": [bead("al-127"), scheduler(2), scheduled("al-127")],
  "sling-scheduled-named-fails": [furiosa(), bead("al-127"), scheduler(2)],
};
