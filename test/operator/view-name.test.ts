import { describe, expect, it } from "vitest";
import { ADOPTED_LABEL, BOUND_POLECAT_ANNOTATION, polecatSchema, RIG_LABEL } from "../../src/kinds/index.ts";
import { isViewName, nthViewName, rigLabel, viewName } from "../../src/operator/view-name.ts";
import { isUntouchedView, viewOf } from "../../src/operator/view.ts";

const NAMES = [
  ["alpha", "nux"],
  ["alpha", "nux-b"],
  ["alpha-nux", "b"],
  ["Data_2", "nux"],
  ["data-2", "nux"],
  ["Data-2", "nux"],
  ["data_2", "nux"],
  ["alpha", "Nux"],
  ["alpha", "n.ux"],
  ["alpha", "n_ux"],
  ["alpha", "0123456789"],
  ["_", "_"],
  ["Büro", "nux"],
  ["Bu\u0308ro", "nux"],
  ["B-ro", "nux"],
  ["c++", "nux"],
  ["c", "nux"],
  ["店", "nux"],
  ["店2", "nux"],
  ["🚀", "nux"],
  ["a".repeat(200), "nux"],
  [`${"a".repeat(199)}b`, "nux"],
  ["a".repeat(63), "nux"],
  ["a".repeat(63), "slit"],
  ["alpha", "x".repeat(253)],
  ["alpha", "x".repeat(252)],
] as const;

describe("The name of an adopted polecat", () => {
  it.each(NAMES)("of %s/%s is one that Kubernetes takes, also as a label", (rig, polecat) => {
    expect(viewName(rig, polecat)).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
    expect(nthViewName(rig, polecat, 2)).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
    expect(viewName(rig, polecat)).toBe(viewName(rig, polecat));
    expect(rigLabel(rig)).toMatch(/^(?=.{1,63}$)[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/);
  });

  it("is no other polecat's, and plain where gt's name is plain", () => {
    const names = NAMES.map(([rig, polecat]) => viewName(rig, polecat));
    const second = NAMES.map(([rig, polecat]) => nthViewName(rig, polecat, 2));
    const third = NAMES.map(([rig, polecat]) => nthViewName(rig, polecat, 3));
    expect(new Set([...names, ...second, ...third]).size).toBe(3 * NAMES.length);
    expect(viewName("alpha", "nux")).toBe("alpha-nux");
    expect(viewName("data-2", "nux")).toBe("data-2-nux");
  });
});

describe("A name of a view", () => {
  it.each(NAMES)(
    "of %s/%s is known again, whichever it is, and no other is taken for one",
    (rig, polecat) => {
      const names = [1, 2, 3, 40].map((nth) => nthViewName(rig, polecat, nth));
      expect(names.every((name) => isViewName(name, rig, polecat))).toBe(true);
      expect(isViewName(`${names[0] ?? ""}-mine`, rig, polecat)).toBe(false);
    },
  );
});

describe("A view that the operator made", () => {
  const stored = (name: string, rig: string, polecat: string) =>
    polecatSchema.parse({
      metadata: {
        ...{ name, namespace: "default", uid: "u1", resourceVersion: "1", generation: 1 },
        creationTimestamp: "2026-05-01T12:00:00Z",
        labels: { [ADOPTED_LABEL]: "true", [RIG_LABEL]: rig },
        annotations: { [BOUND_POLECAT_ANNOTATION]: polecat },
      },
      spec: { rig, desiredState: "Idle", management: "Observe" },
    });

  it("is known as such under its name, and under the one that earlier releases gave", () => {
    const place = { namespace: "default", town: undefined };
    const { name } = viewOf(place, "Data_2", "Nux").metadata;
    expect(isUntouchedView(stored(name, "Data_2", "Nux"))).toBe(true);
    expect(isUntouchedView(stored("data-2-nux", "Data_2", "Nux"))).toBe(true);
    expect(isUntouchedView(stored("alpha-nux-b", "alpha", "nux-b"))).toBe(true);
    expect(isUntouchedView(stored("somebody-elses", "alpha", "nux"))).toBe(false);
  });
});
