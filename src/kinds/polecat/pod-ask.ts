/** What a Polecat's spec asks of the namespace in which its pod would run. Pure. */
import { z } from "zod";
import type { PolecatSpec } from "./schema.ts";

export interface PodAsk {
  readonly namespace: string;
  readonly spec: Pick<PolecatSpec, "agentConfig" | "kubernetes" | "resources">;
}

export interface Asked {
  readonly image: string | undefined;
  readonly repository: string;
  readonly secrets: readonly string[];
  readonly configMaps: readonly string[];
  /** Variables whose values come from elsewhere. */
  readonly unknown: readonly string[];
  readonly resources: readonly (readonly [resource: string, amount: string | number])[];
  readonly hasClaims: boolean;
}

const named = z.looseObject({ name: z.string() });
const source = z.strictObject({
  secretKeyRef: named.optional(),
  configMapKeyRef: named.optional(),
  fieldRef: z.looseObject({}).optional(),
  resourceFieldRef: z.looseObject({}).optional(),
});

export function askedOf({ spec: { agentConfig, kubernetes, resources } }: PodAsk): Asked {
  const variables = (agentConfig?.env ?? []).map(({ name, valueFrom = {} }) => ({
    name,
    from: source.safeParse(valueFrom).data,
  }));
  const known = variables.flatMap(({ from }) => from ?? []);
  const all = [resources, kubernetes?.resources].filter((one) => one !== undefined);
  return {
    image: kubernetes?.image ?? agentConfig?.image,
    repository: kubernetes?.gitRepository ?? "",
    secrets: present([
      kubernetes?.gitSecretRef.name,
      kubernetes?.claudeCredsSecretRef?.name,
      kubernetes?.apiKeySecretRef?.name,
      agentConfig?.modelProvider?.apiKeySecretRef?.name,
      ...known.map(({ secretKeyRef }) => secretKeyRef?.name),
    ]),
    configMaps: present([
      kubernetes?.sshKnownHostsConfigMapRef?.name,
      agentConfig?.configMapRef?.name,
      ...known.map(({ configMapKeyRef }) => configMapKeyRef?.name),
    ]),
    unknown: variables.flatMap(({ name, from }) => (from === undefined ? [name] : [])),
    resources: all.flatMap(({ requests = {}, limits = {} }) => [
      ...Object.entries(requests),
      ...Object.entries(limits),
    ]),
    hasClaims: all.some(({ claims = [] }) => claims.length > 0),
  };
}

function present(names: readonly (string | undefined)[]): readonly string[] {
  return names.filter((name) => name !== undefined);
}
