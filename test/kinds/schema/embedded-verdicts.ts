/** What an API server that serves crds/ answers: the embedded one, over HTTP. */
import { crds, GROUP, KINDS, VERSION, type KindName, ALL_KINDS } from "../../../src/kinds/index.ts";
import { startEmbeddedApi, type EmbeddedApi } from "embedded-kube";

export interface Verdict {
  readonly code: number;
  readonly object: Readonly<Record<string, unknown>>;
}

export interface ServedCrds {
  create(kind: KindName, name: string, spec: object): Promise<Verdict>;
  /** As the operator writes it: server-side apply on the subresource. */
  applyStatus(kind: KindName, name: string, status: object): Promise<Verdict>;
  stop(): Promise<void>;
}

export async function serveCrds(): Promise<ServedCrds> {
  const api = await startEmbeddedApi({ crds: crds(ALL_KINDS), tls: false });
  return {
    create: (kind, name, spec) =>
      ask(api, "POST", pathOf(kind), "application/json", { ...typed(kind), metadata: { name }, spec }),
    applyStatus: (kind, name, status) =>
      ask(
        api,
        "PATCH",
        `${pathOf(kind)}/${name}/status?fieldManager=test&force=true`,
        "application/apply-patch+yaml",
        { ...typed(kind), metadata: { name }, status },
      ),
    stop: () => api.stop(),
  };
}

function typed(kind: KindName): object {
  return { apiVersion: `${GROUP}/${VERSION}`, kind };
}

function pathOf(kind: KindName): string {
  const { scope, plural } = KINDS[kind];
  return `/apis/${GROUP}/${VERSION}/${scope === "Cluster" ? "" : "namespaces/default/"}${plural}`;
}

async function ask(
  { url, token }: EmbeddedApi,
  method: string,
  path: string,
  type: string,
  body: object,
): Promise<Verdict> {
  const response = await fetch(`${url}${path}`, {
    method,
    // The server gives up an idle connection while a test computes.
    headers: { "content-type": type, authorization: `Bearer ${token}`, connection: "close" },
    body: JSON.stringify(body),
  });
  const object = (await response.json()) as Readonly<Record<string, unknown>>;
  return { code: response.status, object };
}
