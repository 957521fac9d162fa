import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import {
  ALPHA,
  beadStore,
  BETA,
  convoy,
  createWorldOn,
  polecat,
  refinery,
  serverOf,
  until,
  witness,
} from "../e2e/harness/index.ts";
import { embeddedApi } from "../e2e/harness/embedded-api.ts";
import { describeWithHelm, render, TOWN } from "./helm.ts";
import { startRecordingProxy, type Asked } from "./recording-proxy.ts";

const roleSchema = z.looseObject({
  kind: z.enum(["Role", "ClusterRole"]),
  metadata: z.looseObject({ namespace: z.string().optional() }),
  rules: z.array(
    z.strictObject({
      apiGroups: z.array(z.string()),
      resources: z.array(z.string()),
      resourceNames: z.array(z.string()).optional(),
      verbs: z.array(z.string()),
    }),
  ),
});

/** One permission; a namespace or a name that is absent is any. */
interface Grant {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

function grantsOf(...sets: readonly string[]): readonly Grant[] {
  return render(TOWN, ...sets)
    .filter(({ kind }) => kind === "Role" || kind === "ClusterRole")
    .map((role) => roleSchema.parse(role))
    .flatMap(({ metadata: { namespace }, rules }) =>
      rules.flatMap(({ apiGroups, resources, resourceNames = [undefined], verbs }) =>
        apiGroups.flatMap((group) =>
          resources.flatMap((resource) =>
            resourceNames.flatMap((name) =>
              verbs.map((verb) => ({ group, resource, verb, namespace, name })),
            ),
          ),
        ),
      ),
    );
}

function covers(grant: Grant, asked: Asked): boolean {
  return (
    grant.group === asked.group &&
    grant.resource === asked.resource &&
    grant.verb === asked.verb &&
    (grant.namespace === undefined || grant.namespace === asked.namespace) &&
    (grant.name === undefined || grant.name === asked.name)
  );
}

const inWords = ({ verb, group, resource }: Omit<Grant, "namespace" | "name">): string =>
  `${verb} ${resource} of ${group}`;

/** Lives through whatever makes the operator ask the API for something. @returns what it asked for. */
async function everythingAsked(
  flags: readonly string[],
  cleanUp: (end: () => Promise<void>) => void,
): Promise<readonly Asked[]> {
  const beads = ["al-one", "be-one", "al-two"];
  const world = await createWorldOn(embeddedApi, { seed: { rigs: [ALPHA, BETA], beads } });
  cleanUp(() => world.close());
  const { town, cluster, operator } = world;
  await operator.stop();
  await cluster.api.request("POST", "/api/v1/namespaces", z.unknown(), {
    body: { apiVersion: "v1", kind: "Namespace", metadata: { name: "gastown" } },
  });
  const proxy = await startRecordingProxy(serverOf(world.api.kubeconfigPath));
  cleanUp(() => proxy.close());
  const KUBECONFIG = proxy.kubeconfig(world.api.kubeconfigPath, path.join(world.folder, "recorded"));
  const flagsOfAll = [
    "--leader-elect=true",
    "--leader-elect-resource-namespace=gastown",
    "--adopt=true",
    ...flags,
  ];
  // A status that somebody else changes at the same time is read anew.
  for (const resource of ["rigs", "polecats", "convoys", "witnesses", "refineries", "beadstores"]) {
    world.api.faults.failNext({
      method: "PATCH",
      path: new RegExp(`/${resource}/[^/]+/status$`),
      status: 409,
      times: 1,
    });
  }
  const recorded = world.startOperator(flagsOfAll, { KUBECONFIG });
  town.gt("sling", "be-one", "beta");
  await cluster.apply(
    polecat("worker", { beadID: "al-one", deletionPolicy: "Terminate" }),
    convoy("wave", ["al-one", "al-two"]),
    witness("watch"),
    refinery("merger"),
    beadStore("beads"),
  );
  await cluster.untilPhase("Polecat", "worker", "Working");
  await cluster.untilPhase("Convoy", "wave", "InProgress");
  await cluster.untilPhase("Witness", "watch", "Active");
  await cluster.untilPhase("Refinery", "merger", "Idle");
  await cluster.untilPhase("BeadStore", "beads", "Synced");
  const adopted = await until("the polecat of beta is adopted", () =>
    cluster.all("Polecat").find(({ spec }) => spec.management === "Observe"),
  );
  // Somebody drives it: the resource that only observed it goes.
  await cluster.apply(polecat("driver", { rig: "beta", beadID: "be-one" }));
  await cluster.untilGone("Polecat", adopted.metadata.name);
  town.bd("close", "al-one");
  await cluster.delete("Polecat", "worker");
  await cluster.untilGone("Polecat", "worker");
  // The same transition again counts up its Event.
  for (const localPath of ["/nowhere", path.join(town.root, "alpha"), "/nowhere"]) {
    await cluster.setSpec("Rig", "alpha", { localPath });
    await cluster.untilPhase("Rig", "alpha", localPath === "/nowhere" ? "Degraded" : "Ready");
  }
  await recorded.stop();
  return proxy.asked;
}

const SCOPES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["everywhere", [], []],
  ["in one namespace", ["config.namespace=default"], ["--namespace=default"]],
];

describeWithHelm("the chart's RBAC", () => {
  test.for(SCOPES)(
    "serving %s, allows each request that the operator makes, and nothing that it never asks for",
    { timeout: 180_000 },
    async ([, sets, flags], { onTestFinished }) => {
      const grants = grantsOf(...sets);
      const asked = await everythingAsked(flags, (end) => onTestFinished(end));
      const refused = asked.filter((request) => !grants.some((grant) => covers(grant, request)));
      expect(new Set(refused.map(inWords))).toEqual(new Set());
      const unused = grants.filter((grant) => !asked.some((request) => covers(grant, request)));
      expect(unused.map(inWords)).toEqual([]);
    },
  );

  test("asks for no Secrets, ConfigMaps or Pods, and for no wildcard", () => {
    for (const { group, resource, verb } of grantsOf()) {
      expect(["gastown.gastown.io", "coordination.k8s.io", "events.k8s.io"]).toContain(group);
      expect([resource, verb]).not.toContain("*");
    }
  });

  test("a town's release may touch its own lease only", () => {
    const leases = grantsOf("config.town=east").filter(
      ({ verb, resource }) => resource === "leases" && verb !== "create",
    );
    expect(leases.map(({ name, namespace }) => `${namespace}/${name}`)).toEqual([
      "gastown/gastown-operator-east",
      "gastown/gastown-operator-east",
    ]);
  });
});
