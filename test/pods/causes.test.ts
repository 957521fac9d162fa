import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findingText, POD_CAUSES } from "../../src/pods/index.ts";

describe("the table of causes", () => {
  it("has an advice for all that go on only when a person acts", () => {
    const alone = new Set<string>(["PodCreated", "PodStarting", "Cloning", "EarlierPodAlive"]);
    for (const [cause, { stage, advice }] of Object.entries(POD_CAUSES)) {
      const needsPerson = ["starting", "refused", "failed", "lost"].includes(stage) && !alone.has(cause);
      expect(!needsPerson || advice !== "", cause).toBe(true);
    }
  });

  it("is in docs/pods.md, each with those of its stage", () => {
    const page = readFileSync("docs/pods.md", "utf8");
    const section = page.slice(
      page.indexOf("## Why a pod is where it is"),
      page.indexOf("## What the agent may do"),
    );
    const rows = [...section.matchAll(/^\| [^|]+ \| (?:yes|no|–) +\| ([\w, ]*\w) +\|$/gm)];
    const documented = rows.map(([, causes = ""]) => causes.split(", ").toSorted());
    const stages = Map.groupBy(Object.entries(POD_CAUSES), ([, { stage }]) => stage).values();
    const known = [...stages].map((causes) => causes.map(([cause]) => cause).toSorted());
    expect(documented.toSorted()).toEqual(known.toSorted());
  });

  it("puts the pod's name into commands to copy", () => {
    expect(findingText({ cause: "AgentFailed", said: "the agent ended with 3" }, "nux-1")).toBe(
      "the agent ended with 3: its log says why: `kubectl logs nux-1 -c agent`",
    );
  });
});
