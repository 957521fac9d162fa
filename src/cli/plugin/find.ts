/** One object by its name, or words that help to find it. */
import { GROUP, KINDS, type KindName } from "../../kinds/index.ts";
import { isApiError, listObjects, readObject, type KubeApi } from "../../kube/index.ts";
import { nearest } from "../nearest.ts";
import type { Cluster } from "./cluster.ts";
import { heldResource, type Held } from "./held.ts";
import { namespaceOf, type ObjectNamed } from "./object-name.ts";
import { ServerError } from "./server-error.ts";

/** @throws ServerError NotFound that names what may have been meant. */
export async function find({ api, asked, namespace }: Cluster, named: ObjectNamed): Promise<Held> {
  const place = namespaceOf(named, asked, namespace);
  const { kind, name } = named;
  const found = await readObject(api, heldResource(kind), { name, namespace: place });
  if (found !== undefined) return found;
  const where = place === undefined ? "" : ` in namespace ${place}`;
  const hint = await hintFor(api, kind, name, place);
  throw new ServerError("NotFound", `${KINDS[kind].plural}.${GROUP} "${name}" not found${where}${hint}`);
}

/** The same name elsewhere, or a name like it here. */
async function hintFor(
  api: KubeApi,
  kind: KindName,
  name: string,
  place: string | undefined,
): Promise<string> {
  const all = (await listable(api, kind, undefined)) ?? (await listable(api, kind, place)) ?? [];
  const names = all.map(({ shown }) => shown.metadata);
  const elsewhere = names.find((one) => one.name === name && one.namespace !== place)?.namespace;
  if (elsewhere !== undefined) return `: there is one in namespace ${elsewhere} (-n ${elsewhere})`;
  const here = names.filter(({ namespace }) => namespace === place).map((one) => one.name);
  const meant = nearest(name, here);
  if (meant !== null) return `; did you mean ${meant}?`;
  return place === undefined ? "" : " (choose another with -n)";
}

/** Null where they may not be listed. */
export async function listable(
  api: KubeApi,
  kind: KindName,
  namespace: string | undefined,
): Promise<readonly Held[] | null> {
  try {
    return await listObjects(api, heldResource(kind), namespace);
  } catch (error) {
    if (isApiError(error, 403)) return null;
    throw error;
  }
}
