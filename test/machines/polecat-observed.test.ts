import { describe, expect, it } from "vitest";
import type { PolecatFacts } from "../../machines/index.ts";
import { closed, hooked, open, present } from "./given.ts";
import type { Life } from "./life.ts";
import { begin, observe, specify, working } from "./polecat-life.ts";

describe("a Polecat that only observes", () => {
  it("follows the town and never starts a service", () => {
    const life = begin({ managed: false, boundTo: "nux", bead: null, state: "Idle" });
    const seen = (at: number, polecat: PolecatFacts["polecat"]): string => {
      observe(life, at, { bead: null, polecat });
      expect(life.started()).toEqual([]);
      return life.state();
    };
    expect(seen(1, present("nux", "al-1"))).toBe("working.healthy");
    expect(seen(2, present("nux", null))).toBe("idle.resting");
    expect(seen(3, { seen: "absent", name: "nux", times: 1 })).toBe("idle.resting");
    expect(seen(4, { seen: "absent", name: "nux", times: 2 })).toBe("terminated");
    expect(seen(5, present("nux", "al-2"))).toBe("working.healthy");
  });

  it("stays as it was while its bead cannot be read, though a list shows the polecat without it", () => {
    const life = begin({ managed: false, boundTo: "nux", bead: null, state: "Idle" });
    observe(life, 1, { bead: null, polecat: present("nux", "al-1") });
    const bead = { reading: "unknown", id: "al-1", message: "Dolt server unreachable" } as const;
    expect(observe(life, 2, { bead, polecat: present("nux", null) }).state()).toBe("working.healthy");
  });

  /** As a list of a database that is away shows it; that of gt 1.0 shows an idle one with a session so, too. */
  const withoutIssue = (times: 1 | 2, state = "working"): PolecatFacts["polecat"] => ({
    ...{ seen: "present", name: "nux", state, issue: null, sessionRunning: true, timesWithoutIssue: times },
  });

  it("rests once two lists have shown nothing on its hook, or once gt calls it idle", () => {
    const view = { managed: false, boundTo: "nux", bead: null, state: "Idle" } as const;
    const life = begin(view);
    observe(life, 1, { bead: null, polecat: withoutIssue(1) });
    expect(life.state()).toBe("unobserved");
    expect(observe(life, 2, { bead: null, polecat: withoutIssue(2) }).state()).toBe("idle.resting");
    observe(life, 3, { bead: null, polecat: withoutIssue(1) });
    expect(life.state()).toBe("idle.resting");
    const idle = observe(begin(view), 1, { bead: null, polecat: withoutIssue(1, "idle") });
    expect(idle.state()).toBe("idle.resting");
  });

  it("rests at once where the bead that it was at work on reads closed, and with the second list where it reads open", () => {
    const life = begin({ managed: false, boundTo: "nux", bead: null, state: "Idle" });
    observe(life, 1, { bead: null, polecat: present("nux", "al-1") });
    const missing = { reading: "missing", id: "al-1", times: 1 } as const;
    expect(observe(life, 2, { bead: missing, polecat: withoutIssue(1) }).state()).toBe("working.healthy");
    expect(observe(life, 3, { bead: closed("al-1"), polecat: withoutIssue(1) }).state()).toBe("idle.resting");
    observe(life, 4, { bead: hooked("al-1", "nux"), polecat: present("nux", "al-1") });
    expect(observe(life, 5, { bead: open("al-1"), polecat: withoutIssue(1) }).state()).toBe(
      "working.healthy",
    );
    expect(observe(life, 6, { bead: open("al-1"), polecat: withoutIssue(2) }).state()).toBe("idle.resting");
  });

  it("is not taken over as one without work by one list alone, nor by the read of the bead that is asked for", () => {
    const life = begin({ managed: false, boundTo: "nux", bead: null, state: "Idle" });
    specify(life, { generation: 2, boundTo: "nux", bead: "al-9", state: "Working" });
    observe(life, 1, { bead: open("al-9"), polecat: withoutIssue(1) });
    expect(life.state()).toBe("unobserved");
    observe(life, 2, { bead: open("al-9"), polecat: present("nux", "al-1") });
    expect(life.context()).toMatchObject({ assignedBead: "al-1" });
    observe(life, 3, { bead: hooked("al-1", "nux"), polecat: present("nux", "al-1") });
    expect(life.state()).toBe("working.healthy");
  });

  it("works while the bead's own read has it on the hook, though a list shows the polecat without it", () => {
    const life = begin({ managed: false, boundTo: "nux", bead: null, state: "Idle" });
    observe(life, 1, { bead: null, polecat: present("nux", "al-1") });
    observe(life, 2, { bead: hooked("al-1", "nux"), polecat: present("nux", null) });
    expect(life.state()).toBe("working.healthy");
    observe(life, 3, {
      bead: { reading: "known", id: "al-1", status: "closed", assignee: "alpha/polecats/nux" },
    });
    expect(observe(life, 4, { bead: null, polecat: present("nux", null) }).state()).toBe("idle.resting");
  });

  it("shows the branch that the list names, also where another resource drives its polecat", () => {
    const seen = { seen: "present", name: "nux", state: "working", sessionRunning: true } as const;
    const life = begin({ managed: false, boundTo: "nux", bead: null, state: "Idle" });
    observe(life, 1, { bead: null, polecat: { ...seen, issue: "al-1", branch: "a" } });
    expect(life.context()).toMatchObject({ branch: "a" });
    observe(life, 2, { bead: null, polecat: { ...seen, issue: "al-2", branch: "b", isAnothers: true } });
    expect(life.context()).toMatchObject({ branch: "b" });
  });

  it("has nothing to end when another resource has taken its polecat over meanwhile", () => {
    const life = observe(working(), 10, { bead: hooked("al-1", "nux"), polecat: present("nux", "al-1") });
    specify(life, { generation: 2, managed: false });
    observe(life, 20, { bead: closed("al-1"), polecat: present("nux", null) });
    specify(life, { generation: 3, state: "Terminated" });
    const polecat: PolecatFacts["polecat"] = {
      ...{ seen: "present", name: "nux", state: "working", issue: null },
      ...{ sessionRunning: true, isAnothers: true },
    };
    observe(life, 30, { bead: closed("al-1"), polecat });
    expect(life.state()).toBe("terminated");
    expect(life.started()).not.toContain("proveTermination");
    expect(life.named()).toEqual(["takenByAnother"]);
    expect(life.context()).toMatchObject({ polecatName: null, assignedBead: null });
  });

  it("is taken over with its work also where the operator first hears of it as taken over", () => {
    const bound = { boundTo: "nux", bead: null, state: "Terminated" } as const;
    const takenOver = (isUndecided: boolean): Life =>
      observe(begin(bound, { isUndecided }), 1, { bead: null, polecat: present("nux", "al-3") });
    expect(takenOver(true).state()).toBe("terminating.revocable.proving");
    expect(takenOver(true).named()).toEqual(["workTakenOver"]);
    expect(takenOver(true).context()).toMatchObject({ polecatName: "nux", assignedBead: "al-3" });
    // One that has had a status has released the name: gt gave it to other work.
    expect(takenOver(false).context()).toMatchObject({ polecatName: null, assignedBead: null });
  });

  it("goes on with the bead that its own read has on the hook when it is taken over, though a list shows none", () => {
    const life = begin({ managed: false, boundTo: "nux", bead: null, state: "Idle" });
    observe(life, 1, { bead: null, polecat: present("nux", "al-1") });
    specify(life, { generation: 2, boundTo: "nux", bead: null, state: "Idle" });
    observe(life, 2, { bead: hooked("al-1", "nux"), polecat: present("nux", null) });
    expect(life.state()).toBe("working.healthy");
    expect(observe(life, 3, { bead: closed("al-1"), polecat: present("nux", null) }).state()).toBe(
      "idle.resting",
    );
  });

  it("keeps to its polecat when it is taken over, where gt has given the bead that it had to another polecat", () => {
    const takenOver = (state: "Idle" | "Terminated", issue: string | null): Life => {
      const life = begin({ managed: false, boundTo: "nux", bead: null, state: "Idle" });
      observe(life, 1, { bead: null, polecat: present("nux", "al-1") });
      specify(life, { generation: 2, boundTo: "nux", bead: null, state });
      return observe(life, 2, {
        ...{ bead: hooked("al-1", "rust"), holder: "rust" },
        polecat: present("nux", issue),
      });
    };
    expect(takenOver("Terminated", null).state()).toBe("terminating.revocable.proving");
    expect(takenOver("Terminated", null).context()).toMatchObject({ polecatName: "nux", assignedBead: null });
    expect(takenOver("Terminated", "al-3").context()).toMatchObject({
      polecatName: "nux",
      assignedBead: "al-3",
    });
    expect(takenOver("Idle", null).state()).toBe("idle.resting");
    expect(takenOver("Idle", null).context()).toMatchObject({ polecatName: "nux", assignedBead: null });
  });

  it("leaves the bead of another resource to that one, for which gt took the polecat that rests here", () => {
    const life = observe(begin({ boundTo: "nux", bead: null, state: "Idle" }), 1, {
      bead: null,
      polecat: present("nux", null),
    });
    observe(life, 2, { bead: null, polecat: present("nux", "al-3") });
    expect(life.context()).toMatchObject({ assignedBead: "al-3" });
    const polecat: PolecatFacts["polecat"] = {
      ...{ seen: "present", name: "nux", state: "working", issue: "al-3" },
      ...{ sessionRunning: true, isAnothers: true },
    };
    observe(life, 3, { bead: hooked("al-3", "nux"), polecat });
    expect(life.state()).toBe("idle.resting");
    expect(life.started()).toEqual([]);
  });
});
