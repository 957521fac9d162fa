/** What the town's container does (helm/gastown-operator/files/town.sh), with a gt that keeps a town in files. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { until } from "../../e2e/harness/index.ts";
import { SCRIPT, TownContainer } from "./container.ts";

const ALPHA = "alpha al - https://git.example/alpha.git";
const BETA = "beta - main https://git.example/beta.git";
const isLinux = process.platform === "linux";
if (!isLinux) console.warn("Left out: what the town's container does. It is told from Linux's /proc.");

describe.skipIf(!isLinux)("The town's container", () => {
  test("installs the town once, adds each rig once, and ends with Dolt stopped", async () => {
    const container = new TownContainer(ALPHA, BETA);
    container.start();
    await container.untilSaid("rig beta: added");
    expect(container.isReady).toBe(true);
    expect(await container.stop()).toBe(0);
    expect([container.isReady, container.dolt()]).toEqual([false, null]);

    container.start();
    await container.untilSaid(`${container.root} is a town already`);
    await until("it has asked for both rigs again", () => container.callsOf("gt rig list").length >= 4);
    await container.stop();
    expect(container.callsOf("gt install")).toHaveLength(1);
    expect(container.callsOf("gt rig add")).toEqual([
      "gt rig add alpha https://git.example/alpha.git --prefix al",
      "gt rig add beta https://git.example/beta.git --branch main",
    ]);
  });

  test("begins an interrupted install anew, with what that has left put aside, and adds no rig before its end", async () => {
    const container = new TownContainer(ALPHA);
    container.hold("install");
    container.start();
    await until("gt install is in the middle", () =>
      existsSync(path.join(container.root, "mayor/town.json")),
    );
    await container.kill();
    container.letGo("install");
    container.start();
    await container.untilSaid("rig alpha: added");
    expect(container.callsOf("gt install")).toEqual(Array(2).fill(`gt install ${container.root}`));
    const [left = ""] = readdirSync(container.aside);
    expect(readdirSync(path.join(container.aside, left)).sort()).toEqual(["daemon", "mayor"]);
  });

  test("puts aside what an interrupted gt rig add has left, and adds the rig", async () => {
    const container = new TownContainer(ALPHA);
    container.hold("alpha");
    container.start();
    const left = path.join(container.root, "alpha");
    await until("gt rig add is in the middle", () => existsSync(left));
    writeFileSync(path.join(left, "half"), "a clone");
    await container.kill();
    container.letGo("alpha");
    container.start();
    await container.untilSaid("rig alpha: added");
    const [name = ""] = readdirSync(container.aside);
    expect(readFileSync(path.join(container.aside, name, "half"), "utf8")).toBe("a clone");
  });

  test("leaves the folder of a rig alone while gt does not say whether it knows it", async () => {
    const container = new TownContainer(ALPHA);
    container.hold("alpha");
    container.start();
    await until("gt rig add is in the middle", () => existsSync(path.join(container.root, "alpha")));
    await container.kill();
    const gt = readFileSync(path.join(container.folder, "bin/gt"), "utf8");
    container.program("gt", gt.replace('"rig list")', '"rig list")\n  exit 1'));
    container.start();
    await container.untilSaid("gt rig list does not say whether it is there");
    expect(readdirSync(container.root)).toContain("alpha");
    expect(container.callsOf("gt rig add")).toHaveLength(1);
  });

  test("tells of a rig that cannot be cloned in gt's words, tries it again, and holds up no other", async () => {
    const container = new TownContainer("gone - - https://git.example/missing.git", ALPHA);
    container.start();
    await container.untilSaid("rig alpha: added");
    expect(container.said).toContain(
      "rig gone: not added: adding rig: cloning https://git.example/missing.git: repository not found\n",
    );
    await until("it was tried again", () => container.callsOf("gt rig add gone").length > 1);
  });

  test("adds a rig that comes into the list while it runs", async () => {
    const container = new TownContainer(ALPHA);
    container.start();
    await container.untilSaid("rig alpha: added");
    container.list(ALPHA, BETA);
    await container.untilSaid("rig beta: added");
  });

  test("starts Dolt again when that has died", async () => {
    const container = new TownContainer();
    container.start();
    await container.untilSaid("the town is up");
    const first = container.dolt() ?? 0;
    process.kill(first, "SIGKILL");
    await until("another one runs", () => container.dolt() !== first);
  });

  test("ends at once in the middle of an install", async () => {
    const container = new TownContainer();
    container.hold("install");
    container.start();
    await until("gt install is in the middle", () =>
      existsSync(path.join(container.root, "mayor/town.json")),
    );
    expect(await container.stop()).toBe(0);
  });

  test("gives git the Secret's user and password, as they are at that moment", async () => {
    const container = new TownContainer();
    container.start();
    await container.untilSaid("the town is up");
    const fill = (): string =>
      execFileSync("git", ["credential", "fill"], {
        env: { PATH: container.environment["PATH"], HOME: container.environment["HOME"] },
        input: "protocol=https\nhost=git.example\n\n",
        encoding: "utf8",
      });
    const secret = path.join(container.folder, "secret");
    mkdirSync(secret);
    for (const password of ["first", "second"]) {
      writeFileSync(path.join(secret, "username"), "ada");
      writeFileSync(path.join(secret, "password"), password);
      expect(fill()).toContain(`username=ada\npassword=${password}\n`);
    }
  });

  test("copies gt, bd and dolt for the operator, and a tmux that starts no server", () => {
    const container = new TownContainer();
    const to = path.join(container.folder, "copied");
    mkdirSync(to);
    execFileSync("sh", [SCRIPT, "copy", to], { env: container.environment });
    expect(readdirSync(to).sort()).toEqual(["bd", "dolt", "gt", "tmux"]);
    expect(readFileSync(path.join(to, "tmux"), "utf8")).toBe(
      '#!/bin/sh\nunset PATH\nexec /usr/bin/tmux -N "$@"\n',
    );
  });
});
