import { expect, it, onTestFinished } from "vitest";
import { linesOf } from "../../inspector-ui/src/actor/lines.ts";
import { parseJournal } from "../../inspector-ui/src/history/journal-text.ts";
import { History } from "../../inspector-ui/src/history/moments.ts";
import type { HostEvent } from "../../src/host/index.ts";
import { podPolecatKind } from "../../src/kinds/index.ts";
import { refOf } from "../host/kinds.ts";
import { POD_DESIRED, sight } from "../machines/pod-life.ts";
import { ask, inspectedTown } from "./given.ts";

it("A polecat in pods has a lane for them: what was seen of them, what was asked of them, and the answer", async () => {
  const town = await inspectedTown();
  onTestFinished(() => town.close());
  const ref = refOf(podPolecatKind, "nux");
  town.host.start(podPolecatKind, ref, { input: { uid: ref.uid, desired: POD_DESIRED } });
  const at = Date.now();
  const tell = (type: string, facts: object): void => {
    const event: HostEvent & { readonly facts: object } = { type, at, facts: { startedAt: at, ...facts } };
    town.host.send(ref, event, "test");
  };
  tell("town.observed", {
    lastGoodAt: at,
    town: { trusted: true },
    rig: { usable: true },
    admission: { granted: true },
    bead: { reading: "known", id: "al-1", status: "open", assignee: null },
  });
  tell("pods.observed", { pods: [] });
  tell("pods.observed", { pods: [sight(1, "running", { cause: "AgentRunning" })] });
  const { body } = await ask(`${town.inspector.url}journal`);
  const history = new History("whole");
  history.append(parseJournal(body, (problem) => void expect.fail(problem)));
  const lines = linesOf(history.moments, []);
  expect(lines.filter(({ from, to }) => from === "pod" || to === "pod").map(({ text }) => text)).toEqual([
    "no pod",
    "nux-1 running · AgentRunning",
  ]);
  expect(lines.filter(({ to }) => to === "gt").map(({ text }) => text)).toContain("claimBead al-1");
});
