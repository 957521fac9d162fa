/** The way to the inspector of an operator: an address, what `local` and `demo` have noted, or kubectl's port-forward. */
import type { Environment } from "../settings/index.ts";
import { forwardPort, kubectlJson, KubectlError, type KubectlOptions } from "./kubectl.ts";
import { notedInspector } from "./noted-inspector.ts";
import { endedLocal, kubectlFailure } from "./unreached.ts";
import { chooseOperatorPod, OPERATOR_LABEL, PodChoiceError, type OperatorPod } from "./operator-pod.ts";

export interface ReachOptions extends KubectlOptions {
  /** Of the operator; all are looked through without it. */
  readonly namespace: string | undefined;
  readonly pod: string | undefined;
  /** Of this machine; 0 takes a free one. */
  readonly port: number;
  /** The page of an operator that can be reached without kubectl. */
  readonly url: URL | undefined;
  readonly environment: Environment;
}

export interface Reached {
  readonly url: URL;
  /** Resolves with the reason when it cannot be reached any more; never for an address that needs no keeping up. */
  readonly ended: Promise<string>;
  /** `local` or `demo` has left it in its kubeconfig. */
  readonly isNoted: boolean;
  readonly isKept: boolean;
  close(): void;
}

const NEVER = new Promise<never>(() => undefined);

export async function reachInspector(options: ReachOptions): Promise<Reached> {
  const isForKubectl = options.pod !== undefined || options.namespace !== undefined;
  const at = (url: URL, isNoted: boolean): Reached => ({
    ...{ url, isNoted, isKept: false, ended: NEVER },
    close: () => undefined,
  });
  if (options.url !== undefined) return at(options.url, false);
  const noted = isForKubectl ? undefined : notedInspector(options);
  if (noted !== undefined) return at(noted, true);
  try {
    return await forwarded(options);
  } catch (error) {
    throw kubectlFailure(error, options);
  }
}

async function forwarded(options: ReachOptions): Promise<Reached> {
  const { name, namespace, port } = await findPod(options);
  if (port === null) throw new PodChoiceError(`the inspector of pod ${namespace}/${name} is off`);
  const forward = await forwardPort(options, { namespace, name }, { localPort: options.port, port });
  return {
    url: new URL(`http://127.0.0.1:${forward.port}/inspector/`),
    ended: forward.ended,
    isNoted: false,
    isKept: true,
    close: () => forward.close(),
  };
}

/** @throws where nothing answers, or the answer is a refusal. */
export async function askInspector(url: URL, token: string | null, isNoted: boolean): Promise<string> {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(url, { headers }).catch((cause: unknown) => {
    if (isNoted) throw endedLocal(url);
    throw new Error(`nothing answers at ${url.href}: is the operator's --inspector-address the one meant?`, {
      cause,
    });
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${url.href} answers: ${answer.trim()}`);
  return answer;
}

async function findPod(options: ReachOptions): Promise<OperatorPod> {
  const { pod, namespace } = options;
  const place = namespace === undefined ? ["-A"] : ["-n", namespace];
  if (pod !== undefined) {
    const found = await kubectlJson(options, ["get", "pod", pod, ...place.filter((word) => word !== "-A")]);
    return chooseOperatorPod({ items: [found] }, { items: [] });
  }
  const [pods, leases] = await Promise.all([
    kubectlJson(options, ["get", "pods", "-l", OPERATOR_LABEL, ...place]),
    // Who may not read leases can still choose a pod.
    kubectlJson(options, ["get", "leases.coordination.k8s.io", ...place]).catch((error: unknown) => {
      if (error instanceof KubectlError) return { items: [] };
      throw error;
    }),
  ]);
  return chooseOperatorPod(pods, leases);
}
