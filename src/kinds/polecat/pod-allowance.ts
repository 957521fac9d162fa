/**
 * Whether a Polecat may have the pod that its spec asks for, by its Rig. Who may make Polecats would otherwise have the
 * operator mount any Secret of the namespace, run any image beside it, and show a git key to any server. Pure.
 */
import type { RigOfPods, RigPods } from "../rig/pods-schema.ts";
import { amountOf } from "../schema/quantity.ts";
import { askedOf, type Asked, type PodAsk } from "./pod-ask.ts";

export interface Objection {
  readonly reason: string;
  readonly message: string;
}

/** The first thing that stands in the way; null where nothing does. */
export function objectionTo(ask: PodAsk, rig: RigOfPods): Objection | null {
  const { pods, name } = rig;
  if (pods === undefined) {
    return refused(
      "PodsNotAllowed",
      `Rig ${name} lets no polecat run in a pod: an admin lists in its spec.pods what they may use`,
    );
  }
  if (!pods.namespaces.includes(ask.namespace)) {
    return notListed("NamespaceNotAllowed", `namespace ${ask.namespace}`, rig, "namespaces");
  }
  if (ask.spec.kubernetes === undefined) {
    return refused(
      "PodSpecMissing",
      "spec.kubernetes is missing: it names the repository and the git Secret",
    );
  }
  const asked = askedOf(ask);
  return (
    imageObjection(asked, pods, rig) ??
    repositoryObjection(asked, pods, rig) ??
    nameObjection(asked, pods, rig) ??
    resourceObjection(asked, pods, rig)
  );
}

function imageObjection({ image }: Asked, { images }: RigPods, rig: RigOfPods): Objection | null {
  if (image === undefined) {
    return refused("ImageMissing", "no image is named: set spec.kubernetes.image");
  }
  const isListed = images.some((prefix) => covers(prefix, image, "/:@"));
  return isListed ? null : notListed("ImageNotAllowed", `image ${image}`, rig, "images");
}

/** A key for basic authentication is told to whatever server the address names. */
function repositoryObjection({ repository }: Asked, pods: RigPods, rig: RigOfPods): Objection | null {
  const listed = pods.repositories ?? [rig.gitURL];
  // What a server's program would read as another place than what stands there.
  const isPlain = !/[\\%?#\s]|(^|[/:])\.{1,2}(\/|$)/.test(repository);
  const isListed = isPlain && listed.some((prefix) => covers(prefix, repository, "/"));
  return isListed ? null : notListed("RepositoryNotAllowed", `repository ${repository}`, rig, "repositories");
}

function nameObjection(
  { secrets, configMaps, unknown }: Asked,
  pods: RigPods,
  rig: RigOfPods,
): Objection | null {
  const secret = secrets.find((name) => !pods.secrets.includes(name));
  if (secret !== undefined) return notListed("SecretNotAllowed", `Secret ${secret}`, rig, "secrets");
  const configMap = configMaps.find((name) => !pods.configMaps.includes(name));
  if (configMap !== undefined)
    return notListed("ConfigMapNotAllowed", `ConfigMap ${configMap}`, rig, "configMaps");
  const [source] = unknown;
  if (source === undefined) return null;
  return refused(
    "VariableNotAllowed",
    `variable ${source} takes its value from neither a Secret, a ConfigMap, nor the pod itself`,
  );
}

/** Free where the Rig sets no ceiling: the namespace's quota counts them. */
const USUAL = ["cpu", "memory", "ephemeral-storage"];

function resourceObjection({ resources, hasClaims }: Asked, pods: RigPods, rig: RigOfPods): Objection | null {
  if (hasClaims)
    return refused("ResourceNotAllowed", "resource claims are not supported: take them out of the spec");
  const { maxResources } = pods;
  for (const [resource, amount] of resources) {
    const most = maxResources?.[resource];
    const isListed = maxResources === undefined ? USUAL.includes(resource) : most !== undefined;
    if (!isListed) return notListed("ResourceNotAllowed", `resource ${resource}`, rig, "maxResources");
    if (most !== undefined && !(amountOf(amount) <= amountOf(most))) {
      return refused(
        "ResourceNotAllowed",
        `${resource} ${amount} is more than the ${most} that Rig ${rig.name} allows in spec.pods.maxResources`,
      );
    }
  }
  return null;
}

/** Up to one of the marks that end a part: no beginning of a name is the name. */
function covers(prefix: string, text: string, marks: string): boolean {
  if (text === prefix) return true;
  if (!text.startsWith(prefix)) return false;
  return marks.includes(prefix.at(-1) ?? " ") || marks.includes(text.charAt(prefix.length));
}

function notListed(reason: string, what: string, { name }: RigOfPods, field: string): Objection {
  return refused(reason, `${what} is not among those that Rig ${name} allows in spec.pods.${field}`);
}

function refused(reason: string, message: string): Objection {
  return { reason, message };
}
