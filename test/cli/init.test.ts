/** `init`: what it prints is what the API takes, and what the operator would have made. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { ALPHA } from "simulated-town";
import { BOUND_POLECAT_ANNOTATION, KINDS, TOWN_LABEL } from "../../src/kinds/index.ts";
import { Town } from "../e2e/harness/index.ts";
import { objectOf, types } from "embedded-kube/conformance";
import { manifests } from "../kinds/schema/manifests.ts";
import { town as cluster } from "../plugin/given.ts";
import { CommandLine } from "./command-line.ts";

function someTown(): Town {
  const folder = mkdtempSync(path.join(tmpdir(), "gastown-init-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const rigs = [ALPHA, { ...ALPHA, name: "Web_App", prefix: "we" }];
  const town = new Town(path.join(folder, "town"), { rigs, beads: ["al-1"] });
  town.gt("sling", "al-1", "alpha");
  return town;
}

async function init(
  town: Town,
  ...flags: readonly string[]
): Promise<CommandLine & { readonly code: number | null }> {
  const started = new CommandLine(["init", ...flags], { GT_TOWN_ROOT: town.root, GT_PATH: town.gtPath });
  const { code } = await started.ended;
  return Object.assign(started, { code });
}

it.each([
  [[], "Observe"],
  [["--manage"], "Manage"],
])(
  "with %j it prints the town's rigs and polecats as the API takes them, to %s",
  async (flags, management) => {
    const town = someTown();
    const { code, output, errors } = await init(town, ...flags);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    const printed = manifests(output);
    const { client } = await cluster();
    for (const manifest of printed) {
      const { kind, metadata } = manifest;
      const { plural } = KINDS[kind];
      const place = metadata.namespace === undefined ? "" : `namespaces/${metadata.namespace}/`;
      const at = `/apis/gastown.gastown.io/v1alpha1/${place}${plural}/${metadata.name}`;
      objectOf(
        await client.patch(at, types.apply, manifest, { fieldManager: "git", fieldValidation: "Strict" }),
      );
    }
    const [alpha, webApp, furiosa] = printed;
    expect(alpha).toMatchObject({
      metadata: { name: "alpha" },
      spec: {
        gitURL: "https://git.example.com/town/alpha.git",
        beadsPrefix: "al",
        localPath: path.join(town.root, "alpha"),
        management,
      },
    });
    expect(webApp?.spec).toMatchObject({ gtName: "Web_App", beadsPrefix: "we", management });
    expect(furiosa).toMatchObject({
      kind: "Polecat",
      metadata: {
        name: "alpha-furiosa",
        namespace: "default",
        annotations: { [BOUND_POLECAT_ANNOTATION]: "furiosa" },
      },
      spec: { rig: "alpha", management },
    });
    expect(printed).toHaveLength(3);
  },
);

it("names the town and the namespace that it is asked for", async () => {
  const { output } = await init(someTown(), "--town", "east", "--namespace", "team-a");
  const named = manifests(output).map(({ metadata }) => metadata);
  expect(named[0]).toEqual({ name: "alpha-east", labels: { [TOWN_LABEL]: "east" } });
  expect(named[2]).toMatchObject({ name: "alpha-east-furiosa", namespace: "team-a" });
});

it("prints nothing of a town whose database is down, for its lists look emptier than it is", async () => {
  const town = someTown();
  town.setFaults({ doltDown: true });
  const { code, output, errors } = await init(town);
  expect({ code, output }).toEqual({ code: 1, output: "" });
  expect(errors).toMatch(/^gastown-operator: .*Dolt/);
});

it("says of a folder that is no town what it is, before gt is asked", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "gastown-init-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const started = new CommandLine(["init", "--town-root", path.join(folder, "gone"), "--gt-path", "/no/gt"]);
  expect((await started.ended).code).toBe(1);
  expect(started.errors).toContain(`${path.join(folder, "gone")} is not there: set GT_TOWN_ROOT `);
});
