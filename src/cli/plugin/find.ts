/** One object by its name, or words that help to find it. */
import { GROUP, KINDS, type KindName } from "../../kinds/index.ts";
import { kindOf, kindWords } from "../../explain/index.ts";
import { isApiError, listObjects, readObject, type KubeApi } from "../../kube/index.ts";
import { nearest } from "../nearest.ts";
import type { Cluster } from "./cluster.ts";
import { heldResource, type Held } from "./held.ts";
import { namespaceOf, type ObjectNamed } from "./object-name.ts";
import { ServerError } from "./server-error.ts";

/**
 * @param kinds that the verb takes beside the one that is named, and that may have been meant.
 * @throws ServerError NotFound that names what may have been meant.
 */
export async function find(
  { api, asked, namespace }: Cluster,
  named: ObjectNamed,
  kinds: readonly KindName[] = [],
): Promise<Held> {
  const place = namespaceOf(named, asked, namespace);
  const { kind, name } = named;
  const found = await readObject(api, heldResource(kind), { name, namespace: place });
  if (found !== undefined) return found;
  const where = place === undefined ? "" : ` in namespace ${place}`;
  const hint = await hintFor(api, named, place, kinds);
  throw new ServerError("NotFound", `${KINDS[kind].plural}.${GROUP} "${name}" not found${where}${hint}`);
}

/** The same name elsewhere or of another kind, or a name like it here. */
async function hintFor(
  api: KubeApi,
  named: ObjectNamed,
  place: string | undefined,
  kinds: readonly KindName[],
): Promise<string> {
  const { kind, name } = named;
  const all = (await listable(api, kind, undefined)) ?? (await listable(api, kind, place)) ?? [];
  const names = all.map(({ shown }) => shown.metadata);
  const misspelled = misspelledKind(named, kinds);
  if (misspelled === kind && names.some((one) => one.name === name))
    return `; did you mean ${KINDS[kind].singular}/${name}?`;
  const elsewhere = names.find((one) => one.name === name && one.namespace !== place)?.namespace;
  if (elsewhere !== undefined) return `: there is one in namespace ${elsewhere} (-n ${elsewhere})`;
  const here = names.filter(({ namespace }) => namespace === place).map((one) => one.name);
  const meant = nearest(name, here);
  const others = await namesOf(
    api,
    (misspelled === null ? kinds : [misspelled]).filter((one) => one !== kind),
  );
  const other = others.find((one) => one.name === name) ?? (meant === null ? nearestOf(name, others) : null);
  if (other !== null) return `; did you mean ${KINDS[other.kind].singular}/${other.name}?`;
  if (meant !== null) return `; did you mean ${meant}?`;
  return place === undefined ? "" : " (choose another with -n)";
}

interface KindAndName {
  readonly kind: KindName;
  readonly name: string;
}

/** Of a kind that is not served there are none. */
async function namesOf(api: KubeApi, kinds: readonly KindName[]): Promise<readonly KindAndName[]> {
  const lists = kinds.map(async (kind) => {
    const held = await listable(api, kind, undefined).catch((error: unknown) => {
      if (isApiError(error, 404)) return null;
      throw error;
    });
    return (held ?? []).map(({ shown }) => ({ kind, name: shown.metadata.name }));
  });
  return (await Promise.all(lists)).flat();
}

function nearestOf(name: string, others: readonly KindAndName[]): KindAndName | null {
  const meant = nearest(
    name,
    others.map((one) => one.name),
  );
  return others.find((one) => one.name === meant) ?? null;
}

/** Of `polcat/nux` the first word is taken for a namespace. */
function misspelledKind({ kind, namespace }: ObjectNamed, kinds: readonly KindName[]): KindName | null {
  const meant = namespace === undefined ? null : nearest(namespace, [kind, ...kinds].flatMap(kindWords));
  return meant === null ? null : kindOf(meant);
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
