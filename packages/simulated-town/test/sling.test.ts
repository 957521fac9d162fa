import { describe, expect, it } from "vitest";
import { bead, beads, DEAD, gt, polecat, run, SILENT, state, town, type Town } from "./given.ts";

const busy = (count: number, rig = "alpha"): ReturnType<typeof polecat>[] =>
  Array.from({ length: count }, (_, index) =>
    polecat(`${rig}/busy${index}`, { hook: `${rig.slice(0, 2)}-busy${index}` }),
  );
const hooked = ({ state: { beads: all } }: Town, id: string): string | null =>
  all.find((each) => each.id === id)?.assignee ?? null;

describe("a sling of the simulated town to a rig", () => {
  it("gives the first free name, and a freed name to the very next sling", () => {
    const at = town(beads("al-1", "al-2", "al-3"));
    gt(at, "sling", "al-1", "alpha");
    gt(at, "sling", "al-2", "alpha");
    gt(at, "polecat", "nuke", "alpha/furiosa");
    const { stdout } = gt(at, "sling", "al-3", "alpha");
    expect(stdout).toContain("Slinging al-3 to alpha/polecats/furiosa");
    expect(hooked(at, "al-3")).toBe("alpha/polecats/furiosa");
    expect(hooked(at, "al-2")).toBe("alpha/polecats/nux");
  });

  it("tells a new polecat from an earlier one of its name by the branch", () => {
    const at = town(beads("al-1"));
    gt(at, "sling", "al-1", "alpha");
    const before = at.state.polecats[0]?.branch;
    gt(at, "polecat", "nuke", "alpha/furiosa");
    gt(at, "sling", "al-1", "alpha");
    expect(at.state.polecats[0]).toMatchObject({ name: "furiosa" });
    expect(at.state.polecats[0]?.branch).not.toBe(before);
  });

  it("goes on naming when all names of the rig are taken", () => {
    const at = town(beads(...Array.from({ length: 12 }, (_, index) => `be-${index}`)));
    for (let index = 0; index < 12; index += 1) gt(at, "sling", `be-${index}`, "beta");
    expect(new Set(at.state.polecats.map(({ name }) => name)).size).toBe(12);
  });

  it.each([
    ["whose session is dead", DEAD],
    ["that has been silent", SILENT],
  ])("reuses an idle polecat %s, and empties its worktree", (_words, how) => {
    const left = { files: ["notes.txt"], unpushed: 2, stashes: 1, ...how };
    const at = town(polecat("alpha/nux", left), bead("al-1"));
    gt(at, "sling", "al-1", "alpha");
    expect(at.state.polecats).toMatchObject([{ name: "nux", session: true, unpushed: 0, stashes: 0 }]);
    expect(at.worktrees.uncommitted("alpha", "nux")).toEqual([]);
  });

  it("makes a new polecat beside an idle one that still gives signs of life", () => {
    const at = town(polecat("alpha/nux", { files: ["notes.txt"] }), bead("al-1"));
    gt(at, "sling", "al-1", "alpha");
    expect(hooked(at, "al-1")).toBe("alpha/polecats/furiosa");
    expect(at.worktrees.uncommitted("alpha", "nux")).toEqual(["notes.txt"]);
  });

  it("is refused for a bead that a living polecat released with its wisp attached, and leaves an idle polecat", () => {
    const at = town(beads("al-1"));
    gt(at, "sling", "al-1", "alpha");
    run(at, "bd", ["update", "al-1", "--status", "open"]);
    const wisp = at.state.beads[0]?.molecule?.id ?? "";
    const answer = gt(at, "sling", "al-1", "alpha");
    expect(answer.exitCode).toBe(1);
    expect(answer.stderr).toContain(`bead al-1 already has 1 attached molecule(s): ${wisp}`);
    expect(at.state.polecats.map(({ name, session }) => [name, session])).toEqual([
      ["furiosa", true],
      ["nux", false],
    ]);
    expect(hooked(at, "al-1")).toBe("alpha/polecats/furiosa");
  });

  it("boots the rig's witness and refinery, and does not with --no-boot", () => {
    const at = town(beads("al-1", "al-2"));
    gt(at, "sling", "al-1", "alpha", "--no-boot");
    expect(at.state.running).toEqual([]);
    gt(at, "sling", "al-2", "alpha");
    expect(at.state.running).toEqual(["alpha/witness", "alpha/refinery"]);
  });

  it("makes a convoy for the bead, and does not with --no-convoy", () => {
    const at = town(beads("al-1", "al-2"));
    gt(at, "sling", "al-1", "alpha", "--no-convoy");
    expect(at.state.convoys).toEqual([]);
    gt(at, "sling", "al-2", "alpha");
    expect(at.state.convoys).toMatchObject([{ tracked: ["al-2"] }]);
  });

  it("takes a bead from a person who has it in progress", () => {
    const at = town(bead("al-1"));
    run(at, "bd", ["update", "al-1", "--status", "in_progress", "--assignee", "someone", "--json"]);
    gt(at, "sling", "al-1", "alpha");
    expect(hooked(at, "al-1")).toBe("alpha/polecats/furiosa");
  });

  it("makes a second polecat for a bead whose polecat is dead", () => {
    const at = town(polecat("alpha/nux", { hook: "al-1", ...DEAD }));
    gt(at, "sling", "al-1", "alpha");
    expect(at.state.polecats.map(({ name }) => name)).toEqual(["nux", "furiosa"]);
    expect(hooked(at, "al-1")).toBe("alpha/polecats/furiosa");
  });

  it("changes nothing with --dry-run", () => {
    const at = town(bead("al-1"), polecat("alpha/nux", { hook: "al-2" }));
    const before = structuredClone(at.state);
    expect(gt(at, "sling", "al-1", "alpha", "--dry-run").exitCode).toBe(0);
    expect(gt(at, "sling", "al-1", "alpha/nux", "--dry-run").exitCode).toBe(0);
    expect(at.state).toEqual(before);
  });
});

describe("the limits of the simulated town", () => {
  it("refuse the fourth polecat of a bead, and count an attempt that full folders refused", () => {
    const at = town(
      bead("al-1", { slings: 2 }),
      ...Array.from({ length: 30 }, (_, index) => polecat(`alpha/d${index}`, DEAD)),
    );
    expect(gt(at, "sling", "al-1", "alpha").stderr).toContain("30 polecat directories (max 30)");
    expect(gt(at, "sling", "al-1", "alpha").stderr).toContain("respawn limit reached for al-1");
  });

  it("refuse the folder after the thirtieth even where an idle polecat could be reused", () => {
    const at = town(
      bead("al-1"),
      ...Array.from({ length: 29 }, (_, index) => polecat(`alpha/d${index}`, DEAD)),
    );
    expect(gt(at, "sling", "al-1", "alpha").stdout).toContain("Reusing idle polecat: d0");
    polecat("alpha/d29", DEAD)(at);
    bead("al-2")(at);
    expect(gt(at, "sling", "al-2", "alpha")).toMatchObject({ exitCode: 1 });
    expect(hooked(at, "al-2")).toBeNull();
  });

  it("refuse the 26th polecat that works, in whichever rig", () => {
    const at = town(...busy(20), ...busy(5, "beta"), bead("al-1"));
    expect(gt(at, "sling", "al-1", "alpha").stderr).toContain("polecat cap reached: 25 working polecats");
    gt(at, "session", "stop", "beta/busy0");
    expect(gt(at, "sling", "al-1", "alpha").exitCode).toBe(0);
  });

  it("refuse to spawn at 80 % of the database's connections", () => {
    const at = town(
      bead("al-1"),
      state((of) => void (of.doltConnections = 800)),
    );
    expect(gt(at, "sling", "al-1", "alpha").stderr).toContain("admission control");
    at.state.doltConnections = 799;
    expect(gt(at, "sling", "al-1", "alpha").exitCode).toBe(0);
  });
});

describe("a sling of the simulated town to a polecat", () => {
  it("queues a second hook on a busy one", () => {
    const at = town(polecat("alpha/nux", { hook: "al-1" }), bead("al-2"));
    expect(gt(at, "sling", "al-2", "alpha/nux").exitCode).toBe(0);
    expect([hooked(at, "al-1"), hooked(at, "al-2")]).toEqual(["alpha/polecats/nux", "alpha/polecats/nux"]);
  });

  it("keeps the branch of the bead before", () => {
    const at = town(polecat("alpha/nux"), bead("al-2"));
    const before = at.state.polecats[0]?.branch;
    gt(at, "sling", "al-2", "alpha/nux");
    expect(at.state.polecats[0]?.branch).toBe(before);
  });

  it("is refused for a bead that another polecat of the rig holds", () => {
    const at = town(polecat("alpha/nux", { hook: "al-1" }), polecat("alpha/slit"));
    expect(gt(at, "sling", "al-1", "alpha/slit")).toMatchObject({ exitCode: 1 });
    expect(hooked(at, "al-1")).toBe("alpha/polecats/nux");
  });
});

describe("a batch of slings in the simulated town", () => {
  it("slings what it can and counts the rest", () => {
    const at = town(beads("al-1", "al-2"));
    const { stdout } = gt(at, "sling", "al-1", "al-none", "al-2", "alpha");
    expect(stdout).toContain("2/3 succeeded");
    expect([hooked(at, "al-1"), hooked(at, "al-2")]).toEqual([
      "alpha/polecats/furiosa",
      "alpha/polecats/nux",
    ]);
  });
});
