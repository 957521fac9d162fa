/** An agent from `clone` to the warden's message: the stand-in, run by the script, in a worktree of its own. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { AGENT_FILES, instructionsFor, STAND_IN } from "../../src/agents/index.ts";
import { emptyFolder, git } from "./git.ts";
import { createPod, type Pod } from "./pod.ts";
import { createRepository, write } from "./repository.ts";

function runStandIn(pod: Pod, agentFolder: string, steps: readonly string[]): Promise<unknown> {
  const standIn = path.join(emptyFolder(), "stand-in");
  writeFileSync(standIn, STAND_IN);
  const description = steps.map((step) => `stand-in: ${step}`).join("\n");
  const work = { bead: "al-1r3", title: "Doors", description, branch: "feature/al-1r3", further: [] };
  const argv = [path.join(agentFolder, AGENT_FILES.run), agentFolder, "sh", standIn];
  const child = spawn("/bin/sh", argv, {
    cwd: pod.worktree,
    env: { PATH: process.env["PATH"] ?? "", ...instructionsFor(work) },
    stdio: "ignore",
  });
  return new Promise((resolve) => child.once("exit", resolve));
}

it("What it has done is on the remote; its exit code, tokens and cost are in the message", async () => {
  const repository = createRepository();
  const agentFolder = path.join(emptyFolder(), "agent");
  const pod = createPod({
    url: repository.folder,
    agentFolder,
    agent: "claude-code",
    branch: "feature/al-1r3",
  });
  await pod.clone();
  const watched = pod.watch();
  expect(await watched.nextLook()).toMatchObject({ agent: { exitCode: null, usage: null } });
  const steps = [
    "write doors/front.txt a door, painted",
    "commit Paint the front door",
    "write note.txt later",
  ];
  expect(await runStandIn(pod, agentFolder, steps)).toBe(0);
  watched.end();
  const report = await watched.ended;
  expect(report).toMatchObject({
    agent: { exitCode: 0, usage: { outputTokens: 300, costUsd: 0.03 } },
    pushed: true,
    onlyLocalCount: 0,
    uncommitted: ["note.txt"],
  });
  expect(report.agent.usage?.inputTokens).toBeGreaterThan(3_000);
  expect(pod.message()).toEqual(report);
  expect(git(repository.folder, "show", "feature/al-1r3:doors/front.txt")).toBe("a door, painted");
});

it("An attempt that ended by an exit code is told apart from the next one on the same volume", async () => {
  const repository = createRepository();
  const agentFolder = path.join(emptyFolder(), "agent");
  const pod = createPod({ url: repository.folder, agentFolder, agent: "claude-code" });
  await pod.clone();
  expect(await runStandIn(pod, agentFolder, ["fail-once 137", "exit 0"])).toBe(137);
  expect(await pod.save()).toMatchObject({ agent: { exitCode: 137, usage: null } });
  await pod.clone();
  expect(await pod.save()).toMatchObject({ agent: { exitCode: null } });
  expect(await runStandIn(pod, agentFolder, ["fail-once 137", "exit 0"])).toBe(0);
  expect(await pod.save()).toMatchObject({ agent: { exitCode: 0 } });
});

it("What an agent has put in the place of its own files harms nothing", async () => {
  const repository = createRepository();
  const agentFolder = path.join(emptyFolder(), "agent");
  const pod = createPod({ url: repository.folder, agentFolder, agent: "codex" });
  const kept = emptyFolder();
  write(kept, { "file.txt": "kept" });
  mkdirSync(path.join(agentFolder, AGENT_FILES.exitCode), { recursive: true });
  symlinkSync(path.join(kept, "file.txt"), path.join(agentFolder, AGENT_FILES.run));
  symlinkSync(kept, path.join(agentFolder, AGENT_FILES.usage));
  await pod.clone();
  expect(readFileSync(path.join(kept, "file.txt"), "utf8")).toBe("kept");
  expect(existsSync(path.join(agentFolder, AGENT_FILES.exitCode))).toBe(false);
  write(agentFolder, {
    "output.log": '{"type":"turn.completed","usage":{"input_tokens":5,"output_tokens":7}}\n',
  });
  expect(await pod.save()).toMatchObject({
    agent: { exitCode: null, usage: { inputTokens: 5, outputTokens: 7, costUsd: null } },
  });
  write(agentFolder, { "usage.json": '{"costUsd": 2}' });
  expect(await pod.save()).toMatchObject({ agent: { usage: { inputTokens: null, costUsd: 2 } } });
});
