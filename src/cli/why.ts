/** `why`: from the resource's status, with no more access than kubectl has, and from a journal where given. */
import { explain, historyOf, kindNames, timeline, type Explanation } from "../explain/index.ts";
import { KINDS, type Kind } from "../kinds/index.ts";
import { readJournal } from "../host/index.ts";
import { isApiError, readObject } from "../kube/index.ts";
import type { Cluster } from "./plugin/cluster.ts";
import { find } from "./plugin/find.ts";
import { heldResource, type Held } from "./plugin/held.ts";
import type { ObjectNamed } from "./plugin/object-name.ts";
import { surroundings } from "./plugin/surroundings.ts";
import { readTownRead } from "./town-read.ts";

/** @throws ServerError where the object is not there. */
export async function why(cluster: Cluster, named: ObjectNamed, journal?: string): Promise<Explanation> {
  const { api, namespace } = cluster;
  const held = await find(cluster, named, kindNames());
  const object = held.shown;
  const history =
    journal === undefined ? null : historyOf(timeline(readJournal(journal)), object.metadata.uid);
  const kind: Kind = KINDS[named.kind];
  const around = kind.waitsForBeads === true ? await surroundings(cluster) : { polecats: null, rigs: null };
  const gtRig = await gtRigOf(cluster, held);
  const townRead = await readTownRead(api, object.metadata.labels, namespace, Date.now());
  return explain(kind, object, { ...around, gtRig }, history, townRead);
}

/** gt's name of the rig that it belongs to; undefined where its Rig is not there or may not be read. */
async function gtRigOf({ api }: Cluster, { shown: { spec } }: Held): Promise<string | undefined> {
  const name = spec.rig ?? spec.rigRef;
  if (name === undefined) return undefined;
  try {
    return (await readObject(api, heldResource("Rig"), { name }))?.shown.status?.gtName;
  } catch (error) {
    if (isApiError(error, 403, 404)) return undefined;
    throw error;
  }
}
