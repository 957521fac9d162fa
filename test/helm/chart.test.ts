import { Command } from "commander";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { addSettings } from "../../src/settings/index.ts";
import { describeWithHelm, only, readChartFile, refusal, render, TOWN, type Rendered } from "./helm.ts";

const containerSchema = z.looseObject({
  name: z.string(),
  image: z.string(),
  env: z.array(z.object({ name: z.string(), value: z.string().default("") })).default([]),
  securityContext: z.unknown(),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
});
const podSchema = z.looseObject({
  securityContext: z.looseObject({ runAsNonRoot: z.boolean(), seccompProfile: z.unknown() }),
  initContainers: z.array(containerSchema).default([]),
  containers: z.array(containerSchema),
  volumes: z.array(z.looseObject({ name: z.string() })),
  hostNetwork: z.boolean().optional(),
});
const deploymentSchema = z.looseObject({
  spec: z.looseObject({
    replicas: z.number(),
    strategy: z.object({ type: z.string() }),
    template: z.looseObject({ spec: podSchema }),
  }),
});

const deployment = (...sets: readonly string[]): z.infer<typeof deploymentSchema>["spec"] =>
  deploymentSchema.parse(only(render(TOWN, ...sets), "Deployment")).spec;
const pod = (...sets: readonly string[]): z.infer<typeof podSchema> => deployment(...sets).template.spec;
const environment = (...sets: readonly string[]): Record<string, string> =>
  Object.fromEntries(pod(...sets).containers[0]?.env.map(({ name, value }) => [name, value]) ?? []);

/** Flag and variable of each setting, as `--help` names them. */
function settings(): readonly { readonly name: string; readonly variable: string }[] {
  return addSettings(new Command("run")).options.map((option) => ({
    name: option.attributeName(),
    variable: /\(([A-Z_]+)[;)]/.exec(option.description)?.[1] ?? "",
  }));
}

/** These are of gt, not of the operator. */
const OF_GT: Readonly<Record<string, string>> = {
  townRoot: "gtConfig.townRoot",
  gtPath: "gtConfig.gtBinary",
  gtEnv: "gtConfig.env[0].name",
};

/** A value that each takes, where any text will not do. */
const VALID: Readonly<Record<string, string>> = {
  adopt: "true",
  dataDir: "/tmp/journal",
  gtEnv: "GT_DOLT_PORT",
  httpAddress: ":9000",
  defaultWitness: "false",
  inspectorAddress: "127.0.0.1:9001",
  inspectorTokenFile: "/run/secrets/inspector/token",
  journalFsync: "commit",
  journalKeepAge: "48h",
  journalKeepSize: "64Mi",
  journalSegmentAge: "1h",
  journalSegmentSize: "128Ki",
  leaderElect: "true",
  leaderElectLeaseDuration: "30s",
  leaderElectRenewDeadline: "12s",
  leaderElectRetryPeriod: "3s",
  logLevel: "debug",
  pods: "false",
  pollInterval: "1m",
  readTimeout: "45s",
  slingTimeout: "10m",
  stuckThreshold: "20m",
  townRoot: "/srv/other",
  watchdogTimeout: "1m",
};

const valuesSchema = z.looseObject({ config: z.record(z.string(), z.string()) });
const values = valuesSchema.parse(parse(readChartFile("values.yaml")));

describeWithHelm("the chart", () => {
  test("lint has nothing to say against it", () => {
    expect(refusal("lint", TOWN)).toBeNull();
  });

  test("each setting of the operator is a value of the same name, and there is no other", () => {
    const inConfig = settings()
      .map(({ name }) => name)
      .filter((name) => !(name in OF_GT));
    expect(Object.keys(values.config).sort()).toEqual([...inConfig].sort());
  });

  test("each value reaches the operator in its setting's variable", () => {
    for (const { name, variable } of settings()) {
      const value = VALID[name] ?? "given";
      expect(environment(`${OF_GT[name] ?? `config.${name}`}=${value}`), name).toMatchObject({
        [variable]: value,
      });
    }
  });

  test("what is left empty leaves the operator's own default in place", () => {
    expect(Object.keys(environment()).sort()).toEqual(
      ["HOME", "GT_TOWN_ROOT", "GT_PATH", "GASTOWN_HTTP_ADDRESS", "GASTOWN_LEADER_ELECT"].sort(),
    );
  });

  test("true and false are taken as words and as booleans", () => {
    expect(environment("config.adopt=true")).toMatchObject({ GASTOWN_ADOPT: "true" });
    expect(environment("config.defaultWitness=false")).toMatchObject({ GASTOWN_DEFAULT_WITNESS: "false" });
    expect(deployment("config.leaderElect=false").strategy.type).toBe("Recreate");
  });

  test.each([
    ["volumes.enabled=true", "volumes.hostPath=", "the town is nowhere: set volumes.hostPath"],
    [TOWN, "volumes.existingClaim=town", "the town is in one place"],
    [TOWN, "volumes.hostPath=gt", "hostPath"],
    [TOWN, "gtConfig.townRoot=gt", "townRoot"],
    [TOWN, "gtConfig.townroot=/srv/gt", "townroot"],
    [TOWN, "gtConfig.env[0].name=GT-DOLT", "env"],
    [TOWN, "gtConfig.env[0].name=GT_TOWN_ROOT", "env"],
    [TOWN, "config.pollInterval=soon", "pollInterval"],
    [TOWN, "config.logLevel=loud", "logLevel"],
    [TOWN, "config.inspectorAddress=everywhere", "inspectorAddress"],
    [TOWN, "config.journalFsync=sometimes", "journalFsync"],
    [TOWN, "config.journalKeepSize=64MB", "journalKeepSize"],
    [TOWN, "config.journalKeepAge=2d", "journalKeepAge"],
    [TOWN, "config.readTimeout=30", "readTimeout"],
    [TOWN, "config.defaultWitness=maybe", "defaultWitness"],
    [TOWN, "config.town=East", "town"],
    [TOWN, "config.pollIntervall=5s", "pollIntervall"],
    [TOWN, "replicaCount=many", "replicaCount"],
    [TOWN, "replicaCount=2,config.leaderElect=false", "replicaCount is more than 1: set config.leaderElect"],
    [TOWN, "podSecurityContext.runAsUser=0", "runAsUser"],
    [TOWN, "image.digest=latest", "digest"],
    [TOWN, "terminationGracePeriodSeconds=5", "terminationGracePeriodSeconds"],
  ])("with %s, %s it is refused with a message that says %s", (one, other, message) => {
    expect(refusal("template", one, other)).toContain(message);
  });

  test("every container is restricted: no root, no capabilities, a read-only root folder, seccomp", () => {
    const { securityContext, initContainers, containers } = pod("gtConfig.image=me/gt:1");
    expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
    expect([...initContainers, ...containers]).toHaveLength(2);
    for (const container of [...initContainers, ...containers]) {
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        capabilities: { drop: ["ALL"] },
        seccompProfile: { type: "RuntimeDefault" },
      });
    }
  });

  test("the town is mounted from the node, from a claim, or by the user", () => {
    const mounts = ({ containers }: z.infer<typeof podSchema>): readonly string[] =>
      containers[0]?.volumeMounts.map(({ mountPath }) => mountPath) ?? [];
    expect(pod().volumes).toContainEqual({
      name: "town",
      hostPath: { path: "/home/ada/gt", type: "Directory" },
    });
    const claimed = pod("volumes.hostPath=", "volumes.existingClaim=town");
    expect(claimed.volumes).toContainEqual({ name: "town", persistentVolumeClaim: { claimName: "town" } });
    expect(mounts(claimed)).toEqual(["/tmp", "/srv/gt"]);
    expect(mounts(pod("volumes.enabled=false", "volumes.hostPath="))).toEqual(["/tmp"]);
  });

  test("gt comes out of the user's image by an init container", () => {
    const { initContainers, containers } = pod("gtConfig.image=me/gt:1");
    expect(initContainers).toMatchObject([
      { image: "me/gt:1", command: ["cp", "/usr/local/bin/gt", "/usr/local/bin/bd", "/opt/gt/bin/"] },
    ]);
    expect(containers[0]?.volumeMounts).toContainEqual({
      name: "gt",
      mountPath: "/opt/gt/bin",
      readOnly: true,
    });
    expect(pod().initContainers).toEqual([]);
  });

  test("a digest goes before a tag", () => {
    const digest = `sha256:${"0".repeat(64)}`;
    const image = (...sets: readonly string[]): string | undefined => pod(...sets).containers[0]?.image;
    expect(image(`image.digest=${digest}`, "image.tag=v2")).toMatch(
      new RegExp(`/gastown-operator@${digest}$`),
    );
    expect(image("image.tag=v2")).toMatch(/\/gastown-operator:v2$/);
  });

  test("what is optional is absent until it is asked for, and everything has the release's labels", () => {
    const kinds = (objects: readonly Rendered[]): readonly string[] => objects.map(({ kind }) => kind).sort();
    const least = [
      "ClusterRole",
      "ClusterRoleBinding",
      "Deployment",
      "Role",
      "Role",
      "RoleBinding",
      "RoleBinding",
      "Service",
      "ServiceAccount",
    ];
    expect(kinds(render(TOWN))).toEqual(least);
    const all = render(
      TOWN,
      ...["serviceMonitor", "prometheusRule", "grafanaDashboard", "networkPolicy", "podDisruptionBudget"].map(
        (name) => `${name}.enabled=true`,
      ),
    );
    expect(kinds(all)).toEqual(
      [
        ...least,
        "ConfigMap",
        "NetworkPolicy",
        "PodDisruptionBudget",
        "PrometheusRule",
        "ServiceMonitor",
      ].sort(),
    );
    for (const { kind, metadata } of all) {
      expect(metadata, kind).toMatchObject({ labels: { "app.kubernetes.io/instance": "gastown" } });
    }
    expect(kinds(render(TOWN, "rbac.create=false", "serviceAccount.create=false"))).toEqual([
      "Deployment",
      "Service",
    ]);
  });
});
