import { expect, test } from "vitest";
import { ALPHA, createWorld, polecat, until } from "./harness/index.ts";

/** What Node loads before the program: a signal after which the event loop comes round no more. */
const LOOP = "data:text/javascript,process.once('SIGUSR2',()=>{for(;;){}})";

test("an operator whose event loop is starved ends itself, names the actor, and the next one goes on", async ({
  onTestFinished,
}) => {
  const world = await createWorld({
    seed: { rigs: [ALPHA], beads: ["al-one"] },
    flags: ["--watchdog-timeout", "15s"],
    env: { NODE_OPTIONS: `--import=${LOOP}` },
  });
  onTestFinished(world.close);
  const { cluster, town, operator } = world;
  await cluster.apply(polecat("one", { beadID: "al-one" }));
  await cluster.untilPhase("Polecat", "one", "Working");
  process.kill(operator.pid, "SIGUSR2");
  const { code } = await until("it has ended", () => operator.ending);
  expect(code).toBe(70);
  expect(operator.errors).toMatch(/has not come round for \d+ s.* of (polecat\/default\/one|rig\/alpha)/);
  world.startOperator();
  town.bd("close", "al-one");
  await cluster.untilPhase("Polecat", "one", "Idle");
  expect(town.calls("sling ")).toHaveLength(1);
});
