import { expect, test } from "vitest";
import { embeddedApi } from "../e2e/harness/embedded-api.ts";
import { everythingAsked } from "./everything-asked.ts";
import { describeWithHelm } from "./helm.ts";
import { compare, grantsOf } from "./permissions.ts";

const SCOPES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["everywhere", ["config.adopt=true"], []],
  ["in one namespace", ["config.adopt=true", "config.namespace=default"], ["--namespace=default"]],
];

describeWithHelm("the chart's RBAC", () => {
  test.for(SCOPES)(
    "serving %s, allows each request that the operator makes, and nothing that it never asks for",
    async ([, sets, flags]) => {
      // The embedded API has no authorizer: what is asked for is compared with what is written.
      const asked = await everythingAsked(embeddedApi, flags, (_, kubeconfigPath) =>
        Promise.resolve({ kubeconfigPath }),
      );
      expect(compare(grantsOf(...sets), asked)).toEqual({ missing: [], unused: [] });
    },
  );

  test("asks for no Secrets, ConfigMaps or Pods, and for no wildcard", () => {
    for (const { group, resource, verb } of grantsOf()) {
      expect(["gastown.gastown.io", "coordination.k8s.io", "events.k8s.io"]).toContain(group);
      expect([resource, verb]).not.toContain("*");
    }
  });

  test("asks for Pods where they are asked for, in the namespaces that are named, and for nothing more of them", () => {
    const pods = grantsOf("config.pods=true", String.raw`config.podNamespaces=team-a\,team-b`).filter(
      ({ group }) => group === "",
    );
    const places = ["team-a", "team-b"];
    const verbs = ["get", "list", "watch", "create", "delete"];
    expect(pods.map(({ namespace, resource, verb }) => [namespace, resource, verb])).toEqual(
      places.flatMap((place) => verbs.map((verb) => [place, "pods", verb])),
    );
    expect(new Set(grantsOf("config.pods=true").map(({ resource }) => resource))).not.toContain("secrets");
  });

  test("without adoption it may make and delete nothing", () => {
    const made = grantsOf().filter(
      ({ group, verb }) => group === "gastown.gastown.io" && ["create", "delete"].includes(verb),
    );
    expect(made).toEqual([]);
  });

  test("a town's release may touch its own lease only", () => {
    const leases = grantsOf("config.town=east").filter(
      ({ verb, resource }) => resource === "leases" && verb !== "create",
    );
    expect(leases.map(({ name, namespace }) => `${namespace}/${name}`)).toEqual([
      "gastown/gastown-operator-east-town-read",
      "gastown/gastown-operator-east-town-read",
      "gastown/gastown-operator-east",
      "gastown/gastown-operator-east",
    ]);
  });
});
