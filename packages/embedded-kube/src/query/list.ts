import { badRequest, expired, type KubeObject } from "../objects/index.ts";
import type { Resource } from "../resources/index.ts";
import type { ObjectStore } from "../storage/index.ts";
import { decodeContinue, encodeContinue, type ContinueToken } from "./continue-token.ts";
import { tooLargeRevision, type ListOptions } from "./list-options.ts";
import type { Selection } from "./selection.ts";

/** One page of a list. */
export interface Page {
  readonly items: readonly KubeObject[];
  readonly resourceVersion: string;
  /** Empty on the last page. */
  readonly continueToken: string;
  /** Left out where selectors make counting costly, as the API server does. */
  readonly remaining: number | undefined;
}

type Entries = readonly (readonly [string, KubeObject])[];

interface State {
  readonly entries: Entries;
  readonly revision: number;
}

const expiredContinue =
  "The provided continue parameter is too old to display a consistent list result. You can start a new list without " +
  "the continue parameter, or use the continue token in this response to retrieve the remainder of the results. " +
  "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted " +
  "between the time the first chunk was returned and now may show up in the list.";

function newest(store: ObjectStore, resource: Resource): State {
  return { entries: store.collection(resource.storage).entries(), revision: store.revision };
}

function stateFor(
  store: ObjectStore,
  resource: Resource,
  options: ListOptions,
  token: ContinueToken | undefined,
): State {
  const wanted = token?.revision ?? options.revision ?? 0;
  if (wanted > store.revision) throw tooLargeRevision(wanted, store.revision);
  const past = token === undefined ? options.exact : token.revision > 0;
  if (!past) return newest(store, resource);
  const entries = store.collection(resource.storage).entriesAt(wanted);
  if (entries !== undefined) return { entries, revision: wanted };
  if (token === undefined) throw expired("The resourceVersion for the provided list is too old.");
  throw expired(expiredContinue, encodeContinue({ ...token, revision: -1 }));
}

/** Lists objects in the resource's version, page by page; all pages show the state of the first one's revision. */
export function listPage(
  store: ObjectStore,
  resource: Resource,
  selection: Selection,
  options: ListOptions,
): Page {
  const token = options.continueToken === "" ? undefined : decodeContinue(options.continueToken);
  if (token !== undefined && options.revision !== undefined && options.revision !== 0) {
    throw badRequest("specifying resource version is not allowed when using continue");
  }
  const { entries, revision } = stateFor(store, resource, options, token);
  const rest = remainingEntries(resource, entries, selection, token?.after);
  const hasMore = options.limit > 0 && rest.length > options.limit;
  const page = hasMore ? rest.slice(0, options.limit) : rest;
  const lastKey = page.at(-1)?.[0] ?? "";
  return {
    items: page.map(([, object]) => object),
    resourceVersion: String(revision),
    continueToken: hasMore ? encodeContinue({ revision, after: lastKey }) : "",
    remaining: hasMore && !selection.selective ? rest.length - page.length : undefined,
  };
}

/** The selected entries after a key, in the resource's version. */
function remainingEntries(
  resource: Resource,
  entries: Entries,
  selection: Selection,
  after: string | undefined,
): Entries {
  return entries
    .filter(([key]) => after === undefined || key > after)
    .map(([key, stored]) => [key, resource.strategy.fromStorage(stored)] as const)
    .filter(([, object]) => selection.matches(object));
}
