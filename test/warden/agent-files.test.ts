import { rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { emptyFolder } from "./git.ts";
import { createPod } from "./pod.ts";
import { createRepository, write } from "./repository.ts";

it("An exit code, tokens and output are taken from the agent's files as far as they are that", async () => {
  const repository = createRepository();
  const agentFolder = emptyFolder();
  const pod = createPod({ url: repository.folder, agentFolder });
  await pod.clone();
  symlinkSync(path.join(pod.vault, "state.json"), path.join(agentFolder, "exit-code"));
  write(agentFolder, { "usage.json": '{"inputTokens": "many"}' });
  expect(await pod.save()).toMatchObject({ agent: { exitCode: null, usage: null } });
  rmSync(path.join(agentFolder, "exit-code"));
  write(agentFolder, { "exit-code": "137\n", "usage.json": '{"inputTokens": 12, "more": {}}' });
  expect(await pod.save()).toMatchObject({
    agent: { exitCode: 137, usage: { inputTokens: 12, outputTokens: null, costUsd: null } },
  });
});
