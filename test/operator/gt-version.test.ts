import { expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import { containing } from "../containing.ts";
import { printed } from "../gt/hand-exec.ts";
import { createWorld } from "./world.ts";

it("The version of gt stands on the Rig and at /readyz, and what is new to the operator in words", async () => {
  const world = createWorld({ rigs: [ALPHA], beads: [], gtVersion: "1.2.1" });
  world.rig("alpha");
  const { operator, logs } = await world.start();
  const told = (): string | undefined =>
    operator.ready().checks.find(({ name }) => name === "gt version")?.message;
  await world.until("it is reported", () => world.status("rigs/alpha")["gtVersion"] === "1.2.1");
  expect(told()).toBe("1.2.1");
  expect(world.condition("rigs/alpha", "Synced")).toMatchObject({ status: "True", message: "" });

  world.town.always("version", () => printed("gt version v1.9.0 (dev: main@abc)"));
  await world.pass(660_000);
  expect(world.status("rigs/alpha")["gtVersion"]).toBe("1.9.0");
  expect(told()).toContain("newer than 1.2");
  expect(world.condition("rigs/alpha", "Synced")).toMatchObject({
    status: "True",
    message: containing("newer than 1.2"),
  });
  expect(operator.ready().ok).toBe(true);
  expect(logs.filter(({ msg }) => String(msg).includes("newer than 1.2"))).toHaveLength(1);
});

it("A gt that does not tell its version leaves no old one on the Rig", async () => {
  const world = createWorld({ rigs: [ALPHA], beads: [] });
  world.rig("alpha");
  await world.start();
  await world.until("it is reported", () => world.status("rigs/alpha")["gtVersion"] === "1.0.1");
  world.town.always("version", () => printed("gt version (devel)"));
  await world.pass(660_000);
  expect(world.status("rigs/alpha")).not.toHaveProperty("gtVersion");
  expect(world.condition("rigs/alpha", "Synced")?.message).toContain("the version of gt is not known");
});
