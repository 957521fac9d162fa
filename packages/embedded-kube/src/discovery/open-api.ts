import { createHash } from "node:crypto";
import type { JsonObject } from "../objects/index.ts";
import { apiVersionOf, type ResourceRegistry } from "../resources/index.ts";
import { objectMetaSchema } from "../schema/index.ts";
import { pathsOf } from "./open-api-paths.ts";
import { metaComponent, schemaComponent } from "./open-api-schemas.ts";
import { swaggerOf } from "./swagger.ts";

/**
 * OpenAPI v3, one document for each group and version. kubectl reads it for `explain`, and to learn from the patch
 * operation's parameters that the server validates fields (`apply`, `create`) and knows dry-run (`diff`).
 */
export class OpenApi {
  readonly #documents: ReadonlyMap<string, JsonObject>;
  /** OpenAPI v2, for everything together. */
  readonly swagger: JsonObject;

  constructor(registry: ResourceRegistry) {
    this.swagger = swaggerOf(registry);
    const versions = new Set(registry.resources.map(apiVersionOf));
    this.#documents = new Map(
      [...versions].map((version) => [prefixOf(version), documentOf(registry, version)] as const),
    );
  }

  /** The document at a path below /openapi, undefined where there is none. */
  document(path: string): JsonObject | undefined {
    if (path === "/openapi/v3") return this.#index();
    return this.#documents.get(path.replace(/^\/openapi\/v3\//, ""));
  }

  #index(): JsonObject {
    const entries = [...this.#documents].map(([prefix, document]) => {
      // Clients cache documents by this URL, so another schema has to have another one.
      const hash = createHash("sha256").update(JSON.stringify(document)).digest("hex").slice(0, 32);
      return [prefix, { serverRelativeURL: `/openapi/v3/${prefix}?hash=${hash.toUpperCase()}` }] as const;
    });
    return { paths: Object.fromEntries(entries) };
  }
}

function prefixOf(groupVersion: string): string {
  return groupVersion.includes("/") ? `apis/${groupVersion}` : `api/${groupVersion}`;
}

function documentOf(registry: ResourceRegistry, groupVersion: string): JsonObject {
  const resources = registry.ofVersion(groupVersion);
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: "v1.34.0" },
    paths: Object.fromEntries(resources.flatMap((resource) => pathsOf(resource, prefixOf(groupVersion)))),
    components: {
      schemas: Object.fromEntries([
        [metaComponent, objectMetaSchema.raw],
        ...resources.map((resource) => schemaComponent(resource)),
      ]),
    },
  };
}
