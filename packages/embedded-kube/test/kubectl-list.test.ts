import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import { expect, it } from "vitest";
import { describeKubectl, manifest } from "./kubectl.ts";

const listSchema = z.looseObject({ items: z.array(z.looseObject({ spec: z.looseObject({}) })) });

const listOf = (...names: string[]): string =>
  stringify({
    apiVersion: "v1",
    kind: "List",
    items: names.map((name): unknown => JSON.parse(manifest(name))),
  });

describeKubectl("kubectl takes a List as what is in it", (kubectl) => {
  it("creates, applies, diffs, replaces and deletes what a List holds", async () => {
    const list = listOf("one", "two");
    const each = (done: string) =>
      ["one", "two"].map((name) => `polecat.gastown.gastown.io${done.replace("NAME", name)}`).join("\n");

    expect(await kubectl.ok(["create", "-f", "-"], list)).toBe(each("/NAME created"));
    expect(await kubectl.ok(["apply", "-f", "-"], list)).toBe(each("/NAME configured"));
    expect(await kubectl.ok(["apply", "-f", "-"], list)).toBe(each("/NAME unchanged"));
    expect(await kubectl.ok(["diff", "-f", "-"], list)).toBe("");
    expect(await kubectl.ok(["apply", "--server-side", "--dry-run=server", "-f", "-"], list)).toBe(
      each("/NAME serverside-applied (server dry run)"),
    );
    expect(await kubectl.ok(["replace", "-f", "-"], list)).toBe(each("/NAME replaced"));
    expect(await kubectl.ok(["delete", "-f", "-"], list)).toBe(each(' "NAME" deleted'));
  });

  it("applies what it has printed itself, with what a person changed in between", async () => {
    await kubectl.create("printed", { maxIdleSeconds: 60, sling: { args: "now" } });
    const printed = listSchema.parse(JSON.parse(await kubectl.ok(["get", "rigs,polecats", "-o", "json"])));
    for (const { spec } of printed.items) spec["taskDescription"] = "changed";

    await kubectl.ok(["apply", "-f", "-"], stringify(printed));

    expect(await kubectl.field("printed", ".spec.taskDescription")).toBe("changed");
    expect(await kubectl.field("printed", ".spec.sling.args")).toBe("now");
  });

  it("refuses a List of which one item has a field that nobody knows, and names it", async () => {
    const item: unknown = JSON.parse(manifest("odd", { colour: "red" }));
    const input = stringify({ apiVersion: "v1", kind: "List", items: [item] });

    const { exitCode, stderr } = await kubectl.run(["apply", "-f", "-"], { input });

    expect(exitCode).toBe(1);
    expect(stderr).toContain('ValidationError(Polecat.spec): unknown field "colour"');
  });

  it("takes a List of every kind that the operator ships, with every kind of field", async () => {
    const resource = (kind: string, spec: object) => ({
      apiVersion: "gastown.gastown.io/v1alpha1",
      kind,
      metadata: { name: `any-${kind.toLowerCase()}`, labels: { a: "b" }, annotations: { c: "d" } },
      spec,
    });
    const items = [
      resource("Rig", {
        gitURL: "https://git.example.com/x/alpha.git",
        localPath: "/srv/alpha",
        beadsPrefix: "al",
        settings: { maxPolecats: 3 },
      }),
      resource("Convoy", { description: "one", trackedBeads: ["al-1r3"] }),
      resource("Witness", { rigRef: "alpha" }),
      resource("Refinery", { rigRef: "alpha" }),
      resource("BeadStore", { rigRef: "alpha", prefix: "al-" }),
    ];

    const said = await kubectl.ok(
      ["create", "-f", "-"],
      stringify({ apiVersion: "v1", kind: "List", items }),
    );

    expect(said.split("\n")).toHaveLength(items.length);
  });

  it("applies a kustomization", async () => {
    const folder = path.join(kubectl.home, "kustomization");
    await mkdir(folder);
    await writeFile(path.join(folder, "all.yaml"), manifest("kustomized"));
    await writeFile(
      path.join(folder, "kustomization.yaml"),
      stringify({ resources: ["all.yaml"], namespace: "default", commonAnnotations: { team: "x" } }),
    );

    expect(await kubectl.ok(["apply", "-k", folder])).toBe("polecat.gastown.gastown.io/kustomized created");
    expect(await kubectl.field("kustomized", ".metadata.annotations.team")).toBe("x");
  });
});
