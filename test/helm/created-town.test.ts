/** The town that the chart makes: what its pod has in common with the operator's, and what it keeps from it. */
import { expect, test } from "vitest";
import { z } from "zod";
import { rigSpecSchema } from "../../src/kinds/index.ts";
import { describeWithHelm, only, render, type Rendered, type Sets } from "./helm.ts";
import { MATRIX } from "./matrix.ts";

const containerSchema = z.looseObject({
  name: z.string(),
  image: z.string(),
  restartPolicy: z.string().optional(),
  securityContext: z.unknown(),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).default([]),
  envFrom: z.array(z.unknown()).default([]),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
});
type Container = z.infer<typeof containerSchema>;
const statefulSetSchema = z.looseObject({
  spec: z.looseObject({
    volumeClaimTemplates: z.array(z.unknown()).default([]),
    template: z.looseObject({
      spec: z.looseObject({
        initContainers: z.tuple([containerSchema, containerSchema]),
        containers: z.tuple([containerSchema]),
        volumes: z.array(z.looseObject({ name: z.string() })),
      }),
    }),
  }),
});

const CREATED = MATRIX.find(({ name }) => name === "town-of-its-own")?.sets ?? [];
const setOf = (...sets: Sets) =>
  statefulSetSchema.parse(only(render(...CREATED, ...sets), "StatefulSet")).spec;
const podOf = (...sets: Sets) => setOf(...sets).template.spec;
const valueOf = ({ env }: Container, name: string): string | undefined =>
  env.find((variable) => variable.name === name)?.value;
const mountsOf = ({ volumeMounts }: Container): readonly string[] =>
  volumeMounts.map(({ name, mountPath }) => `${name} ${mountPath}`);

describeWithHelm("the town that the chart makes", () => {
  test("is a sidecar of the operator's pod, of the user's image, and no Deployment is beside it", () => {
    const { initContainers, containers } = podOf();
    const [copy, town] = initContainers;
    expect([copy.image, town.image]).toEqual(["registry.example.com/town:1", "registry.example.com/town:1"]);
    expect([copy.restartPolicy, town.restartPolicy]).toEqual([undefined, "Always"]);
    expect(containers[0].image).toContain("/gastown-operator:");
    expect(only(render(...CREATED), "Deployment")).toBeUndefined();
  });

  test("has one folder, one tmux and one view of processes with the operator", () => {
    const pod = podOf();
    const [town, operator] = [pod.initContainers[1], pod.containers[0]];
    expect(pod).toMatchObject({ shareProcessNamespace: true });
    for (const name of ["HOME", "TMUX_TMPDIR", "GT_TMUX_SOCKET", "GT_TOWN_ROOT"])
      expect([name, valueOf(operator, name)]).toEqual([name, valueOf(town, name)]);
    for (const mount of ["town /srv", "town-run /run/town", "town-git /etc/town-git"])
      expect([mountsOf(town), mountsOf(operator)]).toEqual([
        expect.arrayContaining([mount]),
        expect.arrayContaining([mount]),
      ]);
    expect(valueOf(operator, "GASTOWN_GT_ENV")).toBe("GT_TMUX_SOCKET");
  });

  test("has the agents' keys and no token of the cluster; the operator has it the other way round", () => {
    const pod = podOf();
    const [town, operator] = [pod.initContainers[1], pod.containers[0]];
    expect(pod).toMatchObject({ automountServiceAccountToken: false });
    expect([town.envFrom, operator.envFrom]).toEqual([[{ secretRef: { name: "agents" } }], []]);
    expect(mountsOf(operator)).toContain("token /var/run/secrets/kubernetes.io/serviceaccount");
    expect(mountsOf(town).join()).not.toContain("token");
  });

  test("is restricted in each of its containers", () => {
    const { initContainers, containers } = podOf();
    for (const { securityContext } of [...initContainers, ...containers])
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        capabilities: { drop: ["ALL"] },
        seccompProfile: { type: "RuntimeDefault" },
      });
  });

  test("is on a claim that outlives the release, or on the one that is named", () => {
    expect(setOf().volumeClaimTemplates).toMatchObject([
      { metadata: { name: "town" }, spec: { resources: { requests: { storage: "20Gi" } } } },
    ]);
    const named = setOf("volumes.existingClaim=mine");
    expect(named.volumeClaimTemplates).toEqual([]);
    expect(named.template.spec.volumes).toContainEqual({
      name: "town",
      persistentVolumeClaim: { claimName: "mine" },
    });
  });

  test("is given gtConfig.env in both containers, and gt of the operator is let have it", () => {
    const pod = podOf("gtConfig.env[0].name=GT_DOLT_HOST", "gtConfig.env[0].value=127.0.0.1");
    for (const container of [pod.initContainers[1], pod.containers[0]])
      expect(valueOf(container, "GT_DOLT_HOST")).toBe("127.0.0.1");
    expect(valueOf(pod.containers[0], "GASTOWN_GT_ENV")).toBe("GT_TMUX_SOCKET,GT_DOLT_HOST");
  });

  test("has a line and a Rig for each of its rigs", () => {
    const rendered = render(...CREATED, "config.town=east");
    const { data } = z
      .looseObject({ data: z.record(z.string(), z.string()) })
      .parse(rendered.find(({ kind }) => kind === "ConfigMap"));
    expect(data["rigs"]).toBe(
      "alpha al main git@git.example.com:town/alpha.git\nweb_App - - https://git.example.com/web-app.git\n",
    );
    const rigs = rendered.filter(({ kind }) => kind === "Rig");
    expect(rigs.map(inShort)).toEqual([
      ["alpha", "east", { localPath: "/srv/gt/alpha", beadsPrefix: "al" }],
      ["web-app", "east", { localPath: "/srv/gt/web_App", gtName: "web_App" }],
    ]);
    expect(rigs[0]).toMatchObject({ spec: { pods: { secrets: ["polecat-git"] } } });
  });
});

function inShort(rig: Rendered): readonly unknown[] {
  const { localPath, beadsPrefix, gtName } = rigSpecSchema.parse(rig["spec"]);
  const labels = z.record(z.string(), z.string()).parse(rig.metadata["labels"]);
  const spec = {
    localPath,
    ...(beadsPrefix !== undefined && { beadsPrefix }),
    ...(gtName !== undefined && { gtName }),
  };
  return [rig.metadata.name, labels["gastown.gastown.io/town"], spec];
}
