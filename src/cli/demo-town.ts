/** The demo's town: two rigs, and agents that take a few seconds for a bead. */
import { ALPHA, BETA, type TownSeed } from "simulated-town";

export const DEMO_TOWN: TownSeed = {
  rigs: [ALPHA, BETA],
  beads: ["al-1r3", "al-bbk", "al-qnx", "al-9x2", "be-nmj", "be-3qg", "be-8a0"],
  plans: {
    "al-1r3": { behaviour: "finish", afterMs: 4_000 },
    "al-bbk": { behaviour: "finish", afterMs: 7_000 },
    "al-9x2": { behaviour: "finish", afterMs: 6_000 },
    "be-nmj": { behaviour: "finish", afterMs: 5_000 },
    "be-3qg": { behaviour: "finish", afterMs: 6_000 },
    "be-8a0": { behaviour: "leaveUncommitted", afterMs: 4_000 },
  },
  latency: { "": 30, sling: 300, "polecat nuke": 200 },
};

/** What the agent of be-8a0 leaves uncommitted. */
export const FILE_LEFT = "notes.txt";

/** The bead that is left to whoever watches. */
export const LEFT_OPEN = { bead: "al-9x2", rig: "alpha" } as const;

/** What people do beside the operator, so that the demo shows that it is seen. */
export const OUTSIDE = {
  slung: { bead: "be-3qg", rig: "beta" },
  closed: "al-qnx",
} as const;
