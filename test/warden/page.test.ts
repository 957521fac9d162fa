/** The pod of docs/pods.md: its commands take their flags and variables, and what they say of a pod is so. */
import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { agentCommand } from "../../src/agents/index.ts";
import {
  CLONE_SETTINGS,
  readCloneConfig,
  readWardenConfig,
  WARDEN_SETTINGS,
} from "../../src/settings/pods/index.ts";
import { camelCase, type Setting } from "../../src/settings/index.ts";
import { blocksOf } from "../docs/blocks.ts";

const containerSchema = z.object({
  name: z.string(),
  args: z.array(z.string()).default([]),
  command: z.array(z.string()).default([]),
  env: z.array(z.object({ name: z.string(), value: z.string().default("") })).default([]),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
});
const podSchema = z.object({
  spec: z.object({
    terminationGracePeriodSeconds: z.number(),
    initContainers: z.array(containerSchema),
    containers: z.array(containerSchema),
  }),
});

const [block] = blocksOf("docs/pods.md").filter(({ language }) => language === "yaml");
const pod = podSchema.parse(parse(block?.text ?? "", { merge: true })).spec;
const [clone, warden] = pod.initContainers;
const [agent] = pod.containers;

/** As commander reads them. */
function flagsOf(
  words: readonly string[],
  settings: Readonly<Record<string, Setting>>,
): Record<string, string> {
  const pairs = words.flatMap((word, at) =>
    word.startsWith("--") ? [[word.slice(2), words[at + 1] ?? ""] as const] : [],
  );
  for (const [name] of pairs) expect(Object.values(settings).map(({ flag }) => flag)).toContain(name);
  return Object.fromEntries(pairs.map(([name, value]) => [camelCase(name), value]));
}

function environmentOf(container: z.infer<typeof containerSchema> | undefined): Record<string, string> {
  return Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));
}

it("Its clone and its warden are configured by what stands there, and agree on remote and vault", () => {
  const cloning = readCloneConfig(flagsOf(clone?.args.slice(1) ?? [], CLONE_SETTINGS), environmentOf(clone));
  const watching = readWardenConfig(
    flagsOf(warden?.args.slice(1) ?? [], WARDEN_SETTINGS),
    environmentOf(warden),
  );
  expect([clone?.args[0], warden?.args[0]]).toEqual(["clone", "warden"]);
  expect(cloning).toMatchObject({
    polecat: "nux",
    worktree: "/workspace/work",
    secretFolder: "/secrets/git",
  });
  expect([watching.remote, watching.vault]).toEqual([cloning.remote, cloning.vault]);
  expect(watching.graceMs).toBeLessThan(pod.terminationGracePeriodSeconds * 1_000);
  const mounted = (path: string): boolean =>
    clone?.volumeMounts.some(({ mountPath }) => path.startsWith(mountPath)) === true;
  for (const path of [cloning.vault, cloning.worktree, cloning.secretFolder, cloning.knownHostsFile])
    expect(mounted(path ?? ""), path).toBe(true);
});

it("Its agent has the workspace and a home, and neither the vault nor the key", () => {
  expect(agent?.volumeMounts.map(({ name }) => name)).toEqual(["workspace", "home"]);
});

it("Its agent is run by the script that its clone makes, as its warden expects it", () => {
  const { agentFolder } = readCloneConfig(
    flagsOf(clone?.args.slice(1) ?? [], CLONE_SETTINGS),
    environmentOf(clone),
  );
  const watching = readWardenConfig(
    flagsOf(warden?.args.slice(1) ?? [], WARDEN_SETTINGS),
    environmentOf(warden),
  );
  const given = { model: null, command: [], args: [], folder: agentFolder ?? "" };
  expect([...(agent?.command ?? []), ...(agent?.args ?? [])]).toEqual(
    agentCommand({ ...given, agent: watching.agent }),
  );
  expect(watching.agentFolder).toBe(agentFolder);
});
