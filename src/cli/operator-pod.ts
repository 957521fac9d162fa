/** Which pod of a cluster runs the operator that leads, as kubectl tells it. */
import { z } from "zod";

/** What the chart gives its pods, whatever `nameOverride` and the like say. */
export const OPERATOR_LABEL = "app.kubernetes.io/part-of=gastown-operator";
const LEASE_PREFIX = "gastown-operator";
const DEFAULT_PORT = 8081;

const listSchema = z.object({ items: z.array(z.unknown()) });
const podSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    nodeName: z.string().optional(),
    containers: z.array(
      z.object({ env: z.array(z.object({ name: z.string(), value: z.string().optional() })).default([]) }),
    ),
  }),
  status: z.object({ phase: z.string().optional() }).optional(),
});
const leaseSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({ holderIdentity: z.string().nullish() }).optional(),
});

export interface OperatorPod {
  readonly name: string;
  readonly namespace: string;
  /** Of its inspector; null where that is off. */
  readonly port: number | null;
}

interface Found extends OperatorPod {
  readonly hosts: readonly string[];
}

/** None or several pods could be meant; the message says what to add. */
export class PodChoiceError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PodChoiceError";
  }
}

/**
 * The running pod whose operator leads; of a cluster without leases, the only one.
 * @param pods and leases: lists as `kubectl get -o json` prints them.
 * @throws PodChoiceError where that is none, or more than one.
 */
export function chooseOperatorPod(pods: unknown, leases: unknown): OperatorPod {
  const running = listSchema.parse(pods).items.flatMap(runningPod);
  const holders = listSchema.parse(leases).items.flatMap(holderOf);
  const leading = running.filter((pod) =>
    holders.some(({ namespace, host }) => namespace === pod.namespace && pod.hosts.includes(host)),
  );
  const [first, ...others] = leading.length > 0 ? leading : running;
  if (first === undefined) {
    throw new PodChoiceError(
      `no pod with the label ${OPERATOR_LABEL} runs there: give --namespace, or --url for an operator outside of the cluster`,
    );
  }
  if (others.length > 0) {
    const names = [first, ...others].map(({ name, namespace }) => `--namespace ${namespace} --pod ${name}`);
    throw new PodChoiceError(`several operators run there: choose ${names.join(", or ")}`);
  }
  const { name, namespace, port } = first;
  return { name, namespace, port };
}

function runningPod(item: unknown): readonly Found[] {
  const { metadata, spec, status } = podSchema.parse(item);
  if (status?.phase !== "Running") return [];
  const address = spec.containers
    .flatMap(({ env }) => env)
    .find(({ name }) => name === "GASTOWN_INSPECTOR_ADDRESS")?.value;
  const port = address === undefined ? DEFAULT_PORT : Number(/:(\d+)$/.exec(address)?.[1] ?? 0);
  // A pod's host name is its own, cut to what a host name may have; on the node's network it is the node's.
  const hosts = [metadata.name.slice(0, 63), ...(spec.nodeName === undefined ? [] : [spec.nodeName])];
  return [{ ...metadata, port: port === 0 ? null : port, hosts }];
}

/** Who holds a lease of ours writes its host's name first, see assembly.ts. */
function holderOf(item: unknown): readonly { readonly namespace: string; readonly host: string }[] {
  const { metadata, spec } = leaseSchema.parse(item);
  const host = spec?.holderIdentity?.split("_")[0] ?? "";
  if (host === "" || !metadata.name.startsWith(LEASE_PREFIX)) return [];
  return [{ namespace: metadata.namespace, host }];
}
