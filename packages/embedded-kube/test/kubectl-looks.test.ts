import { expect, it } from "vitest";
import { describeKubectl } from "./kubectl.ts";

describeKubectl("kubectl finds out where it is and what it may do", (kubectl) => {
  it.each([
    [["auth", "can-i", "get", "polecats"], /^yes$/],
    [["auth", "can-i", "delete", "rigs", "--all-namespaces"], /^yes$/m],
    [["auth", "can-i", "--list"], /\*\.\* +\[\] +\[\] +\[\*\]/],
    [["auth", "whoami"], /Username +admin/],
    [["cluster-info"], /control plane.* is running at .*https:\/\/127\.0\.0\.1/],
    [["get", "--raw", "/"], /"\/apis\/gastown\.gastown\.io\/v1alpha1"/],
    [["get", "services", "-A"], /^$/],
  ])("%j", async (args, said) => {
    expect(await kubectl.ok(args)).toMatch(said);
  });

  it("lists what there is to ask, and what asks it", async () => {
    expect(await kubectl.ok(["api-resources", "--verbs=create", "-o", "name"])).toContain(
      "selfsubjectaccessreviews.authorization.k8s.io",
    );
    const review = {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes: { resource: "polecats", verb: "get" } },
    };
    const said = await kubectl.ok(
      ["create", "-f", "-", "-o", "jsonpath={.status.allowed} {.spec}"],
      JSON.stringify(review),
    );
    expect(said).toBe(`true ${JSON.stringify(review.spec)}`);
  });

  it("sorts objects of several kinds", async () => {
    for (const name of ["zed", "anna"]) await kubectl.create(name);
    const said = await kubectl.ok([
      "get",
      "polecats,rigs,leases",
      "--sort-by",
      ".metadata.name",
      "-o",
      "name",
    ]);
    expect(said.indexOf("anna")).toBeLessThan(said.indexOf("zed"));
    expect(said).toContain("polecat.gastown.gastown.io/anna");
  });

  it.each([
    [
      ["patch", "crd", "polecats.gastown.gastown.io", "--type", "merge", "-p", "{}"],
      "MethodNotAllowed.*: this server's definitions come with the operator's program",
    ],
    [["delete", "crd", "polecats.gastown.gastown.io"], "change only with its version"],
    [["apply", "--server-side", "-f", "crds/"], "this server's definitions come with the operator's program"],
    [["create", "service", "clusterip", "x", "--tcp=80"], "this server serves the operator's kinds"],
    [["get", "--raw", "/metrics"], "NotFound"],
    [["get", "--raw", "/api/v1/nothing"], "NotFound"],
    [["get", "--raw", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"], "MethodNotAllowed"],
  ])("is refused as an API server refuses it: %j", async (args, said) => {
    const { exitCode, stderr } = await kubectl.run(args);
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(new RegExp(said));
  });
});
