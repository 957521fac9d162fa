/** The town as manifests for people who keep them in git: a Rig for each rig that gt lists, a Polecat for each polecat. Pure. */
import path from "node:path";
import { BEAD_PREFIX } from "../grammar/index.ts";
import type { PolecatEntry, RigEntry } from "../gt/index.ts";
import { redactValue } from "../host/index.ts";
import {
  API_VERSION,
  BOUND_POLECAT_ANNOTATION,
  polecatSpecSchema,
  rigSpecSchema,
  TOWN_LABEL,
} from "../kinds/index.ts";
import { rigViewName } from "./rig-view-name.ts";
import { viewName } from "./view-name.ts";

export interface TownListing {
  readonly rigs: readonly Pick<RigEntry, "name" | "beadsPrefix">[];
  readonly polecats: readonly Pick<PolecatEntry, "rig" | "name">[];
  /** Repositories by gt's name of the rig. */
  readonly urls: ReadonlyMap<string, string>;
}

export interface ManifestOptions {
  /** Undefined names none. */
  readonly town: string | undefined;
  readonly townRoot: string;
  readonly namespace: string;
  readonly management: "Manage" | "Observe";
}

export interface TownManifests {
  readonly manifests: readonly object[];
  /** What the API would refuse, in words. */
  readonly leftOut: readonly string[];
}

export function townManifests(listing: TownListing, options: ManifestOptions): TownManifests {
  const leftOut: string[] = [];
  const rigs = listing.rigs.flatMap((rig) => {
    const spec = rigSpec(rig, listing.urls.get(rig.name), options);
    if (rigSpecSchema.safeParse(spec).success) return [rigManifest(rig.name, spec, options)];
    leftOut.push(`rig ${rig.name}: its name is none that a Rig can stand for`);
    return [];
  });
  const polecats = listing.polecats.flatMap(({ rig, name }) => {
    const { management, namespace } = options;
    const spec = { rig: rigViewName(options.town, rig), management, desiredState: "Idle" };
    const isKnown = listing.rigs.some((one) => one.name === rig);
    if (!isKnown || !polecatSpecSchema.safeParse(spec).success) {
      leftOut.push(`polecat ${rig}/${name}: there is no Rig for it`);
      return [];
    }
    const annotations = { [BOUND_POLECAT_ANNOTATION]: name };
    const metadata = { name: viewName(spec.rig, name), namespace, annotations };
    return [{ apiVersion: API_VERSION, kind: "Polecat", metadata, spec }];
  });
  return { manifests: [...rigs, ...polecats], leftOut };
}

function rigSpec(
  { name, beadsPrefix }: TownListing["rigs"][number],
  url: string | undefined,
  { town, townRoot, management }: ManifestOptions,
): object {
  const localPath = path.join(townRoot, name);
  return {
    gitURL: url === undefined ? localPath : String(redactValue(url)),
    ...(rigViewName(town, name) !== name && { gtName: name }),
    ...(BEAD_PREFIX.pattern.test(beadsPrefix) && { beadsPrefix }),
    localPath,
    management,
  };
}

function rigManifest(gtName: string, spec: object, { town }: ManifestOptions): object {
  const labels = town !== undefined && { labels: { [TOWN_LABEL]: town } };
  return {
    apiVersion: API_VERSION,
    kind: "Rig",
    metadata: { name: rigViewName(town, gtName), ...labels },
    spec,
  };
}
