import { describe, expect, it } from "vitest";
import { readCloneConfig, readWardenConfig } from "../../src/settings/pods/index.ts";
import { podOf, type PodPlan } from "../../src/pods/index.ts";
import { labelValue } from "../../src/pods/names.ts";
import type { Container } from "../../src/pods/pod-object.ts";
import { PLAN, UID } from "./given.ts";

const { metadata, spec } = podOf(PLAN);
const all = [...spec.initContainers, ...spec.containers];

function containerNamed(name: string, plan: PodPlan = PLAN): Container {
  const pod = podOf(plan).spec;
  const found = [...pod.initContainers, ...pod.containers].find((one) => one.name === name);
  if (found === undefined) throw new Error(`no container ${name}`);
  return found;
}

const variables = ({ env }: Container): Record<string, string | undefined> =>
  Object.fromEntries(env.map(({ name, value }) => [name, value]));

/** `--polecat nux` as commander reads it. */
function flagsOf({ args = [] }: Container): Record<string, string> {
  const [, ...rest] = args;
  const pairs = Array.from({ length: rest.length / 2 }, (_, at) => rest.slice(at * 2, at * 2 + 2));
  return Object.fromEntries(
    pairs.map(([flag = "", value = ""]) => [
      flag.slice(2).replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}

describe("a polecat's pod", () => {
  it("is named by uid and attempt, so that a second try finds the first", () => {
    expect(metadata.name).toBe(`nux-${UID}-2`);
    expect(podOf({ ...PLAN, attempt: 3 }).metadata.name).not.toBe(metadata.name);
  });

  it.for(["x".repeat(253), "9.a_b", "---", "Ünï"])("has a host's name for a Polecat named %s", (name) => {
    const made = podOf({ ...PLAN, polecat: { ...PLAN.polecat, name }, attempt: 999_999_999 }).metadata;
    expect(made.name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
    for (const value of Object.values(made.labels)) {
      expect(value).toMatch(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/);
    }
    expect(made.annotations["gastown.gastown.io/polecat"]).toBe(name);
  });

  it("keeps two values apart that a label has to cut", () => {
    expect(labelValue(`${"b".repeat(80)}-1`)).not.toBe(labelValue(`${"b".repeat(80)}-2`));
    expect(labelValue("al-1r3")).toBe("al-1r3");
  });

  it("says whose it is in its labels", () => {
    expect(metadata.labels).toMatchObject({
      "app.kubernetes.io/managed-by": "gastown-operator",
      "gastown.gastown.io/polecat": "nux",
      "gastown.gastown.io/polecat-uid": UID,
      "gastown.gastown.io/rig": "alpha",
      "gastown.gastown.io/bead": "al-1r3",
      "gastown.gastown.io/attempt": "2",
    });
  });

  it("is owned by nobody, so that deleting a view deletes no work", () => {
    expect(metadata).not.toHaveProperty("ownerReferences");
  });

  it("has time to save all, no token, and no second run of its own", () => {
    expect(spec).toMatchObject({
      restartPolicy: "Never",
      terminationGracePeriodSeconds: 120,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      activeDeadlineSeconds: 3600,
    });
  });

  it("is of the restricted standard, with a root folder that nobody can write", () => {
    expect(spec.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    });
    for (const { name, securityContext } of all) {
      expect(securityContext, name).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
    }
  });

  it("clones first, then the warden begins, and then the agent, beside which it goes on", () => {
    expect(spec.initContainers.map(({ name, restartPolicy }) => [name, restartPolicy])).toEqual([
      ["clone", undefined],
      ["warden", "Always"],
    ]);
    expect(spec.containers.map(({ name }) => name)).toEqual(["agent"]);
  });

  it("shows the git key to clone and the warden, and to the agent neither that nor the vault", () => {
    const mountsOf = (name: string): readonly string[] =>
      containerNamed(name).volumeMounts.map((mount) => mount.name);
    expect(mountsOf("clone")).toEqual(mountsOf("warden"));
    expect(mountsOf("warden")).toEqual(expect.arrayContaining(["git", "hosts", "vault", "workspace"]));
    expect(mountsOf("agent")).toEqual(["workspace", "agent-tmp", "agent-home", "files-0"]);
    const names = spec.volumes.map(({ name }) => name);
    for (const { volumeMounts } of all) {
      for (const { name } of volumeMounts) expect(names).toContain(name);
    }
  });

  it("passes what a spec says as it is, and runs no shell over it", () => {
    const { command, args } = containerNamed("agent");
    expect(command).toEqual(["claude"]);
    expect(args).toEqual(["--print", "$(rm -rf /) `id`"]);
    for (const { name } of spec.initContainers) expect(containerNamed(name)).not.toHaveProperty("command");
  });

  it("lets Kubernetes put no variable into an address of git", () => {
    const repository = "https://git.example/$(GASTOWN_HOST_KEYS)/$$.git";
    const warden = containerNamed("warden", { ...PLAN, git: { ...PLAN.git, repository } });
    expect(variables(warden)["GASTOWN_REMOTE"]).toBe("https://git.example/$$(GASTOWN_HOST_KEYS)/$$$$.git");
  });

  it("has the image's own command where the spec names none", () => {
    const agent = containerNamed("agent", { ...PLAN, agent: { ...PLAN.agent, command: null, args: [] } });
    expect(agent).not.toHaveProperty("command");
    expect(agent).not.toHaveProperty("args");
  });

  it("lets the spec's own variables count over those that every agent gets", () => {
    const env = [{ name: "HOME", value: "/elsewhere" }];
    expect(variables(containerNamed("agent", { ...PLAN, agent: { ...PLAN.agent, env } }))["HOME"]).toBe(
      "/elsewhere",
    );
  });

  it("is kept from autoscalers unless the plan lets them", () => {
    const key = "cluster-autoscaler.kubernetes.io/safe-to-evict";
    expect(metadata.annotations[key]).toBe("false");
    expect(podOf({ ...PLAN, mayBeMoved: true }).metadata.annotations[key]).toBe("true");
  });

  it("goes where the plan says, and keeps its workspace on a claim where that names one", () => {
    const placed = podOf({
      ...PLAN,
      runtimeClass: "gvisor",
      nodeSelector: { pool: "agents" },
      claim: "nux-workspace",
      deadlineSeconds: null,
    }).spec;
    expect(placed).toMatchObject({ runtimeClassName: "gvisor", nodeSelector: { pool: "agents" } });
    expect(placed).not.toHaveProperty("activeDeadlineSeconds");
    expect(placed.volumes[0]).toEqual({
      name: "workspace",
      persistentVolumeClaim: { claimName: "nux-workspace" },
    });
  });
});

describe("what it asks of clone and of the warden", () => {
  it("is what they take", () => {
    const clone = containerNamed("clone");
    expect(readCloneConfig(flagsOf(clone), variables(clone))).toMatchObject({
      polecat: "nux",
      branch: "feature/al-1r3",
      baseBranch: "main",
      attempt: 2,
      worktree: "/workspace/work",
      secretFolder: "/secrets/git",
      knownHostsFile: "/secrets/hosts/known_hosts",
      hostKeyCheck: "yes",
    });
    const warden = containerNamed("warden");
    expect(readWardenConfig(flagsOf(warden), variables(warden))).toMatchObject({
      agentFolder: "/workspace/agent",
      stuckThresholdMs: 900_000,
      secretFolder: "/secrets/git",
      httpAddress: ":8081",
    });
  });

  it("leaves the warden less time than the pod has to end", () => {
    const warden = containerNamed("warden");
    const { graceMs } = readWardenConfig(flagsOf(warden), variables(warden));
    expect(graceMs / 1000).toBeLessThan(spec.terminationGracePeriodSeconds);
  });

  it("is probed where the warden answers", () => {
    const paths = all.flatMap(({ name, startupProbe, livenessProbe, readinessProbe }) =>
      [startupProbe, livenessProbe, readinessProbe].flatMap((probe) =>
        probe === undefined ? [] : [`${name} ${probe.httpGet.path} ${probe.httpGet.port}`],
      ),
    );
    expect(paths).toEqual([
      "warden /healthz 8081",
      "warden /healthz 8081",
      "warden /readyz 8081",
      "agent /agent 8081",
    ]);
  });
});
