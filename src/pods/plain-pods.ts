/** The engine that makes bare pods. No Job: who decides about attempts is the polecat's machine. */
import {
  ApiError,
  createObject,
  endObject,
  Informer,
  listObjects,
  readObject,
  type InformerEvent,
  type InformerOptions,
  type KubeApi,
} from "../kube/index.ts";
import type { EnsureOutcome, PodEngine, PodListener, PodWatch } from "./engine.ts";
import { askRemote } from "./question.ts";
import { ATTEMPT_LABEL, podName, POD_SELECTOR, POLECAT_UID_LABEL } from "./names.ts";
import type { PodPlan } from "./plan.ts";
import { isTerminal, pods, type Pod } from "./pod-status.ts";
import { refusalOf } from "./refusal.ts";
import { sightingOf, type PodRef, type PodSighting } from "./sighting.ts";
import { podOf } from "./template.ts";

export interface PlainPodsPorts extends Pick<
  InformerOptions<Pod>,
  "now" | "setTimer" | "random" | "onDisturbance" | "onUnreadable" | "onRefused" | "onServed"
> {
  readonly api: KubeApi;
  /** The only ones in which anything is asked for. */
  readonly namespaces: readonly string[];
}

export function createPlainPods(ports: PlainPodsPorts): PodEngine {
  const { api } = ports;
  return {
    ensure: (plan) => ensure(api, plan),
    end: ({ namespace, name, uid }) => endObject(api, { resource: pods, namespace, name, uid }),
    list: (polecat) => sightings(api, polecat),
    ask: (plan) => askRemote(api, plan),
    watch: (listener) => watchPods(ports, listener),
  };
}

async function ensure(api: KubeApi, plan: PodPlan): Promise<EnsureOutcome> {
  const { namespace } = plan.polecat;
  try {
    const alive = await aliveBefore(api, plan);
    if (alive !== undefined) {
      const said = `pod ${alive.metadata.name} of an earlier attempt has not ended yet`;
      return { outcome: "refused", finding: { cause: "EarlierPodAlive", said } };
    }
    const made = await createObject(api, pods, podOf(plan));
    if (made.outcome === "created") return { outcome: "created", pod: refOf(made.object) };
    const there = await readObject(api, pods, { namespace, name: podName(plan) });
    // Gone by now: the next try makes it.
    if (there === undefined) return taken(plan, "was there a moment ago");
    return isOf(plan, there)
      ? { outcome: "found", pod: refOf(there) }
      : taken(plan, "has other labels than those of this attempt");
  } catch (error) {
    const finding = error instanceof ApiError ? refusalOf(error) : null;
    if (finding === null) throw error;
    return { outcome: "refused", finding };
  }
}

/** Past every cache: a pod that an earlier leader has made may not be in any yet. */
async function aliveBefore(api: KubeApi, { polecat, attempt }: PodPlan): Promise<Pod | undefined> {
  const all = await podsOf(api, polecat);
  return all.find((pod) => pod.metadata.labels[ATTEMPT_LABEL] !== String(attempt) && !isTerminal(pod));
}

async function podsOf(api: KubeApi, { uid, namespace }: PodPlan["polecat"]): Promise<readonly Pod[]> {
  return listObjects(api, pods, namespace, { labelSelector: `${POLECAT_UID_LABEL}=${uid}` });
}

async function sightings(api: KubeApi, polecat: PodPlan["polecat"]): Promise<readonly PodSighting[]> {
  const all = await podsOf(api, polecat);
  return all.map((pod) => sightingOf(pod)).filter((one) => one !== null);
}

function isOf({ polecat, attempt }: PodPlan, { metadata: { labels } }: Pod): boolean {
  return labels[POLECAT_UID_LABEL] === polecat.uid && labels[ATTEMPT_LABEL] === String(attempt);
}

function taken(plan: PodPlan, how: string): EnsureOutcome {
  return {
    outcome: "refused",
    finding: { cause: "PodNameTaken", said: `pod ${podName(plan)} ${how}` },
  };
}

function refOf({ metadata: { namespace, name, uid } }: Pod): PodRef {
  return { namespace, name, uid };
}

function watchPods(ports: PlainPodsPorts, { onSeen, onGone }: PodListener): PodWatch {
  const { namespaces, ...rest } = ports;
  const handler = ({ type, object }: InformerEvent<Pod>): void => {
    const isGone = type === "deleted";
    const sighting = sightingOf(object, isGone);
    if (sighting !== null) (isGone ? onGone : onSeen)(sighting);
  };
  const informers = namespaces.map((namespace) => {
    const informer = new Informer({
      ...rest,
      resource: pods,
      namespace,
      labelSelector: POD_SELECTOR,
      handler,
    });
    informer.start();
    return informer;
  });
  return {
    hasListed: Promise.all(informers.map(({ hasSynced }) => hasSynced)).then(() => undefined),
    close: async () => {
      await Promise.all(informers.map((informer) => informer.close()));
    },
  };
}
