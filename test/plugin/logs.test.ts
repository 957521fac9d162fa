/** `logs`, and `inspect` beside `local`: what leads to the inspector of the operator, and what it shows of a terminal. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { noteInspector } from "../../src/cli/noted-inspector.ts";
import { CommandLine } from "../cli/command-line.ts";
import { until } from "../e2e/harness/until.ts";
import { inspectedTown } from "../inspector/given.ts";
import { pathOf, town, working, type Town } from "./given.ts";

interface Terminal {
  readonly world: Town;
  /** The page of an operator whose `gt peek` shows this. */
  readonly url: string;
  readonly asked: string[];
  shown: string;
}

async function terminal(shown: string): Promise<Terminal> {
  const world = await town();
  await world.rig("web-app", { gtName: "Web_App" });
  await world.status(pathOf.rig("web-app"), { phase: "Ready", gtName: "Web_App" });
  await world.polecat("parser", { rig: "web-app" });
  await world.status(pathOf.polecat("parser"), working("al-1", { polecatName: "furiosa" }));
  const asked: string[] = [];
  const seen = { shown };
  const inspected = await inspectedTown({
    peek: (rig, name) => {
      asked.push(`${rig}/${name}`);
      return Promise.resolve(seen.shown);
    },
  });
  onTestFinished(() => inspected.close());
  return Object.assign(seen, { world, url: inspected.inspector.url, asked });
}

it("prints what the operator reads of the polecat's terminal, by gt's name of its rig, and redacts credentials", async () => {
  const { world, url, asked } = await terminal(
    "\u001b[32m$ make\u001b[0m\nexport GITHUB_TOKEN=ghp_abcdefghijklmnopqrstuvwxyz0123456789\n\n",
  );
  const { code, output } = await world.run("logs", "polecat/default/parser", "--url", url);
  expect(code).toBe(0);
  expect(output).toMatch(/^\$ make\nexport GITHUB_TOKEN=\S*\n$/);
  expect(output).not.toContain("ghp_");
  expect(asked).toEqual(["Web_App/furiosa"]);
});

it("goes on with what is new when it is asked to follow, and ends where the operator does not answer any more", async () => {
  const given = await terminal("one\ntwo");
  const following = given.world.start("logs", "parser", "-f", "--url", given.url);
  await until("it shows the first lines", () => following.output === "one\ntwo\n");
  given.shown = "two\nthree";
  await until("it shows the new one", () => following.output === "one\ntwo\nthree\n");
  following.child.kill("SIGINT");
  await following.ended;
});

it("finds the inspector that local has noted in its kubeconfig, and so does inspect", async () => {
  const { world, url } = await terminal("one");
  noteInspector(world.kubeconfig, url);
  expect(statSync(world.kubeconfig).mode & 0o777).toBe(0o600);
  expect(await world.run("logs", "parser")).toMatchObject({ code: 0, output: "one\n" });
  const inspect = new CommandLine(["inspect"], { KUBECONFIG: world.kubeconfig });
  expect(await inspect.ended).toMatchObject({ code: 0 });
  expect(inspect.output).toBe(`${url}\n`);
});

it("inspect finds local without its kubeconfig, too, and asks for a cluster where that has ended", async () => {
  const { world, url } = await terminal("one");
  noteInspector(world.kubeconfig, url);
  const home = mkdtempSync(path.join(tmpdir(), "gastown-home-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  mkdirSync(path.join(home, ".gastown-operator"));
  copyFileSync(world.kubeconfig, path.join(home, ".gastown-operator/kubeconfig"));
  const beside = new CommandLine(["inspect"], { HOME: home });
  expect(await beside.ended).toMatchObject({ code: 0 });
  expect(beside.output).toBe(`${url}\n`);
  noteInspector(path.join(home, ".gastown-operator/kubeconfig"), "http://127.0.0.1:1/inspector/");
  const after = new CommandLine(["inspect"], { HOME: home });
  expect(await after.ended).toMatchObject({ code: 1 });
  expect(after.errors).toContain("start `gastown-operator local` in another terminal");
});

it("asks no other machine, whatever a kubeconfig has noted", async () => {
  const { world } = await terminal("one");
  noteInspector(world.kubeconfig, "http://inspector.example.com/inspector/");
  expect(readFileSync(world.kubeconfig, "utf8")).toContain("inspector.example.com");
  const started = new CommandLine(["logs", "parser"], { KUBECONFIG: world.kubeconfig, PATH: "/nowhere" });
  expect(await started.ended).toMatchObject({ code: 1 });
  expect(started.errors).toContain("kubectl cannot be started");
});

it("says of a resource without a polecat that there is no terminal, and where to ask why", async () => {
  const world = await town();
  await world.polecat("parser");
  const { code, errors } = await world.run("logs", "parser");
  expect(code).toBe(1);
  expect(errors).toContain("has no polecat, and so no terminal: `kubectl gastown why parser`");
});
