import { z } from "zod";
import { isApiError } from "./errors.ts";
import { rawObjectSchema, type RawObject } from "./resource.ts";
import type { KubeApi } from "./transport.ts";

const pageSchema = z.object({
  metadata: z.looseObject({ resourceVersion: z.string().min(1), continue: z.string().optional() }),
  // null is what an empty Go slice becomes without omitempty.
  items: z.array(rawObjectSchema).nullable(),
});

interface ListOptions {
  query: Readonly<Record<string, string>>;
  /** Objects a page. */
  limit: number;
  signal: AbortSignal;
  /** Called for each page that arrived. */
  onPage: () => void;
}

interface Listed {
  items: RawObject[];
  /** The version of the whole collection; a watch goes on from here. */
  resourceVersion: string;
}

/**
 * Every object of a collection, page by page, all of one moment.
 * The server keeps that moment only for some minutes; when it has expired in between (410), the list is asked for
 * again in one piece, as client-go's pager does: in pages it might never get to the end.
 */
export async function listAll(api: KubeApi, path: string, options: ListOptions): Promise<Listed> {
  try {
    return await listPages(api, path, options, { limit: String(options.limit) });
  } catch (error) {
    if (!isApiError(error, 410)) throw error;
    return listPages(api, path, options, {});
  }
}

async function listPages(api: KubeApi, path: string, options: ListOptions, paging: Record<string, string>) {
  const items: RawObject[] = [];
  let next: string | undefined;
  for (;;) {
    const query = { ...options.query, ...paging, ...(next === undefined ? {} : { continue: next }) };
    const page = await api.request("GET", path, pageSchema, {
      query,
      signal: options.signal,
      timeoutMs: 20_000,
    });
    options.onPage();
    items.push(...(page.items ?? []));
    next = page.metadata.continue;
    if (next === undefined || next === "") return { items, resourceVersion: page.metadata.resourceVersion };
  }
}
