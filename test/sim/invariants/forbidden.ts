/** Invariant 4: no gt write for a resource that is paused, that only observes, or whose rig is degraded. */
import type { MemoryObject } from "../../operator/memory-store.ts";
import { specOf, statusOf } from "../objects.ts";
import { gtRigName } from "../odd-names.ts";
import type { Scene } from "../scene.ts";
import type { Call } from "../sim-gt.ts";
import { resourcesOf } from "./nuke.ts";
import { find } from "../witnessed.ts";
import { warningOf } from "./warnings.ts";

export function writeBegins(scene: Scene, call: Call): void {
  const { argv, line } = call;
  const warning = warningOf(call);
  if (argv[0] === "sling") {
    const [, bead = "", rig = ""] = argv;
    const objects = askedFor(scene, bead, rig);
    judge(scene, call, objects);
    const uids = objects.map(({ metadata }) => metadata.uid);
    scene.slungFor.set(bead, new Set(uids));
    if (objects.length > 0 && objects.every((object) => !isProtected(scene, object)))
      scene.broken(4, `${line} although no finalizer is stored for the end that is asked for`);
  } else if (line.startsWith("polecat nuke") || line.startsWith("session stop")) {
    judge(scene, call, toldOf(scene, argv[2] ?? ""));
  } else if (warning !== null) {
    judge(scene, call, toldOf(scene, warning.polecat));
  } else if (/^(convoy (create|add)|mail send)/.test(line)) convoyWrites(scene, call);
}

/** While no status can be written, the bead that it was slung for says whose a polecat is. */
function toldOf(scene: Scene, address: string): readonly MemoryObject[] {
  const named = resourcesOf(scene, address).flatMap((key) => scene.told.get(key) ?? []);
  if (named.length > 0) return named;
  const polecat = find(scene.ground.town, address);
  if (polecat === undefined) return [];
  const { hookBead, lastSourceIssue } = polecat.agentBead ?? {};
  return [hookBead, lastSourceIssue].flatMap((bead) => (bead ? slungFor(scene, bead, polecat.rig) : []));
}

function slungFor(scene: Scene, bead: string, rig: string): readonly MemoryObject[] {
  const asked = askedFor(scene, bead, rig);
  if (asked.length > 0) return asked;
  return polecats(scene.told).filter(
    (object) => specOf(object).rig === rig && scene.slungFor.get(bead)?.has(object.metadata.uid) === true,
  );
}

function askedFor({ told }: Scene, bead: string, rig: string): readonly MemoryObject[] {
  return polecats(told).filter((object) => {
    const spec = specOf(object);
    return spec.rig === rig && (spec.beadID === bead || statusOf(object).assignedBead === bead);
  });
}

function polecats(told: ReadonlyMap<string, MemoryObject>): readonly MemoryObject[] {
  return [...told.values()].filter(({ kind }) => kind === "Polecat");
}

function judge(scene: Scene, { line }: Call, objects: readonly MemoryObject[]): void {
  if (objects.length === 0) {
    scene.broken(4, `${line} for no resource that the operator knows of`);
    return;
  }
  const reasons = objects.map((object) => forbids(object) ?? rigForbids(scene, specOf(object).rig));
  if (reasons.every((reason) => reason !== null)) scene.broken(4, `${line} although ${reasons.join(", ")}`);
}

function forbids(object: MemoryObject): string | null {
  const { paused, management, executionMode } = specOf(object);
  const { name } = object.metadata;
  if (paused === true) return `${name} is paused`;
  if (management === "Observe") return `${name} only observes`;
  return executionMode === "kubernetes" ? `${name} runs in a pod` : null;
}

/** The end of what works for it is protected as its spec asks, by the API's truth. */
function isProtected({ ground }: Scene, object: MemoryObject): boolean {
  if (specOf(object).deletionPolicy !== "Terminate") return true;
  const stored = ground.store.objects.get(`default/polecats/${object.metadata.name}`);
  return (stored?.metadata.finalizers?.length ?? 0) > 0;
}

function rigForbids({ told, phases }: Scene, name: string | undefined): string | null {
  if (name === undefined) return null;
  const rigs = [...told.values()].filter(
    ({ kind, metadata }) => kind === "Rig" && gtRigName(metadata.name) === name,
  );
  const reasons = rigs.map((rig) => {
    if (specOf(rig).management === "Observe") return `rig ${name} is only observed`;
    if (specOf(rig).paused === true) return `rig ${name} is paused`;
    return phases.get(rig.metadata.uid) === "Degraded" ? `rig ${name} is degraded` : null;
  });
  // Of two Rigs for one rig of gt, one allows it.
  return reasons.includes(null) ? null : (reasons[0] ?? `there is no rig ${name}`);
}

function convoyWrites(scene: Scene, { line }: Call): void {
  const title =
    scene.ground.town.convoys.find(({ id }) => line.startsWith(`convoy add ${id} `))?.title ?? line;
  const convoy = [...scene.told.values()].find(({ metadata: { uid } }) => title.includes(`[${uid}`));
  if (convoy === undefined) {
    scene.broken(4, `${line} for no resource that the operator knows of`);
    return;
  }
  const reason = rigForbids(scene, specOf(convoy).rigRef);
  if (reason !== null) scene.broken(4, `${line} although ${reason}`);
}
