import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { API_VERSION } from "../../../src/kinds/index.ts";
import { manifests, read, type Manifest } from "./manifests.ts";
import { schemaProblems } from "./served.ts";

const FOLDER = path.join(import.meta.dirname, "../../../samples");
const FILES = [...readdirSync(FOLDER).filter((name) => name.endsWith(".yaml")), "rigs/rigs.yaml"];

function sample(file: string): readonly Manifest[] {
  return manifests(readFileSync(path.join(FOLDER, file), "utf8").replaceAll("${TOWN_ROOT}", "/srv/gt"));
}

describe("samples", () => {
  it.each(FILES)("%s is accepted by the CRDs and read by the operator", (file) => {
    expect(sample(file).length).toBeGreaterThan(0);
    for (const manifest of sample(file)) {
      expect(manifest.apiVersion).toBe(API_VERSION);
      expect(schemaProblems(manifest)).toEqual([]);
      expect(read(manifest)).toMatchObject({ ok: true, dropped: [] });
    }
  });

  it("but rigs/rigs.yaml are valid as they are: `kubectl apply -f samples/` takes no folder below", () => {
    for (const file of FILES.filter((name) => !name.includes("/"))) {
      const raw = manifests(readFileSync(path.join(FOLDER, file), "utf8"));
      expect(raw.map(read).map(({ ok }) => ok)).not.toContain(false);
    }
  });

  it("rigs/rigs.yaml needs the town's folder before it is valid", () => {
    const raw = manifests(readFileSync(path.join(FOLDER, "rigs/rigs.yaml"), "utf8"));
    expect(raw.map((rig) => rig.spec["localPath"])).toEqual(["${TOWN_ROOT}/alpha", "${TOWN_ROOT}/beta"]);
    expect(raw.map(read).map(({ ok }) => ok)).toEqual([false, false]);
  });

  it("every polecat belongs to a sample rig, and its bead has that rig's prefix", () => {
    const prefixes = new Map(
      sample("rigs/rigs.yaml").map(({ metadata, spec }) => [metadata.name, spec["beadsPrefix"]]),
    );
    for (const { spec } of sample("polecats.yaml")) {
      expect(String(spec["beadID"]).split("-")[0]).toBe(prefixes.get(String(spec["rig"])));
    }
  });
});
