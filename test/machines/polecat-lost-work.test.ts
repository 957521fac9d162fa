import { describe, expect, it } from "vitest";
import { hooked, open, present } from "./given.ts";
import type { Life } from "./life.ts";
import { begin, observe, specify } from "./polecat-life.ts";

const RESTING = { state: "Idle", bead: null, boundTo: "nux" } as const;
const BLOCKED = { reading: "known", id: "al-2", status: "blocked", assignee: null } as const;
const HELD = { granted: false, reason: "BeadBlocked", message: "al-2 is blocked" } as const;
const absent = (times: 1 | 2) => ({ seen: "absent", name: "nux", times }) as const;

/** Taken over at rest; whatever it is asked for then is not in work yet. */
function taken(): Life {
  const life = observe(begin({ ...RESTING, managed: false }), 1, { polecat: present("nux", null) });
  specify(life, { ...RESTING, generation: 2 });
  return observe(life, 2, { bead: null, polecat: { ...idle(), timesWithoutIssue: 2 }, admission: HELD });
}
const idle = () =>
  ({ seen: "present", name: "nux", state: "idle", issue: null, sessionRunning: true }) as const;
/** Somebody slung al-9 onto it; only the list has shown that. */
const given = (life: Life, at: number): Life =>
  observe(life, at, { bead: BLOCKED, polecat: present("nux", "al-9"), admission: HELD });

describe("A bead that somebody put on the hook of a resting polecat, and took off again", () => {
  it("is not slung by a Polecat that waits for another one", () => {
    const life = taken();
    specify(life, { ...RESTING, generation: 3, state: "Working", bead: "al-2" });
    observe(life, 3, { bead: BLOCKED, polecat: idle(), admission: HELD });
    expect(life.state()).toBe("pending.waiting");
    given(life, 4);
    observe(life, 5, { bead: open("al-9"), polecat: idle(), admission: HELD });
    expect(life.started()).toEqual([]);
    expect(life.context()).toMatchObject({ assignedBead: null });
  });

  it("is not slung once its polecat is gone and nobody asks for work", () => {
    const life = taken();
    specify(life, { ...RESTING, generation: 3, state: "Working", bead: "al-2" });
    observe(life, 3, { bead: BLOCKED, polecat: idle(), admission: HELD });
    given(life, 4);
    specify(life, { ...RESTING, generation: 4 });
    observe(life, 5, { bead: hooked("al-9", "nux"), polecat: absent(1) });
    observe(life, 6, { bead: hooked("al-9", "nux"), polecat: absent(2) });
    expect(life.started()).toEqual([]);
    expect(life.state()).toBe("idle.resting");
    expect(life.context()).toMatchObject({ assignedBead: null });
  });

  it("leaves a Polecat at rest, which releases the polecat's name once that is gone", () => {
    const life = taken();
    expect(life.state()).toBe("idle.resting");
    given(life, 4);
    observe(life, 5, { bead: open("al-9"), polecat: idle() });
    expect(life.context()).toMatchObject({ assignedBead: null, polecatName: "nux" });
    observe(life, 6, { bead: null, polecat: absent(1) });
    observe(life, 7, { bead: null, polecat: absent(2) });
    expect(life.state()).toBe("idle.resting");
    expect(life.context()).toMatchObject({ polecatName: null });
  });
});
