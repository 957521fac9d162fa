import { resourcesOfCrd, CrdError } from "./crd.ts";
import { coreEvents, newEvents } from "./events.ts";
import { definitions } from "./definitions.ts";
import { leases } from "./leases.ts";
import { selfSubjectAccessReviews, selfSubjectReviews, selfSubjectRulesReviews } from "./reviews.ts";
import { pods } from "./pods.ts";
import { services } from "./services.ts";
import { namespaces } from "./namespaces.ts";
import { apiVersionOf, type Resource } from "./resource.ts";

/** One API group with its versions in order of preference. */
export interface Group {
  readonly name: string;
  readonly versions: readonly string[];
}

/** Everything a server serves. */
export class ResourceRegistry {
  /** All resources, built-in ones first. */
  readonly resources: readonly Resource[];
  readonly #byPath: ReadonlyMap<string, Resource>;
  readonly #byKind: ReadonlyMap<string, Resource>;

  /** Throws CrdError when a CRD cannot be served, or two define the same resource. */
  constructor(crds: readonly unknown[], { hasPods }: { readonly hasPods: boolean }) {
    this.resources = [
      coreEvents,
      namespaces,
      leases,
      ...(hasPods ? [pods] : []),
      services,
      newEvents,
      definitions,
      selfSubjectReviews,
      selfSubjectAccessReviews,
      selfSubjectRulesReviews,
      ...crds.flatMap(resourcesOfCrd),
    ];
    this.#byPath = new Map(
      this.resources.map((resource) => [`${apiVersionOf(resource)}/${resource.plural}`, resource]),
    );
    this.#byKind = new Map(
      this.resources.map((resource) => [`${apiVersionOf(resource)}/${resource.kind}`, resource]),
    );
    if (this.#byPath.size !== this.resources.length) throw new CrdError("Two CRDs define the same resource.");
  }

  /** The resource at a path, such as ("gastown.gastown.io/v1alpha1", "polecats"). */
  find(apiVersion: string, plural: string): Resource | undefined {
    return this.#byPath.get(`${apiVersion}/${plural}`);
  }

  /** The resource of a kind, such as ("gastown.gastown.io/v1alpha1", "Polecat"). */
  ofKind(apiVersion: string, kind: string): Resource | undefined {
    return this.#byKind.get(`${apiVersion}/${kind}`);
  }

  /** The resources of one group and version. */
  ofVersion(apiVersion: string): readonly Resource[] {
    return this.resources.filter((resource) => apiVersionOf(resource) === apiVersion);
  }

  /** All groups, the core group (named "") first. */
  groups(): readonly Group[] {
    const names = [...new Set(this.resources.map((resource) => resource.group))];
    return names.map((name) => ({
      name,
      versions: [
        ...new Set(this.resources.filter(({ group }) => group === name).map(({ version }) => version)),
      ],
    }));
  }
}
