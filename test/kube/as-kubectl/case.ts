import type { World } from "./world.ts";

/** One kubeconfig and environment, and what is to become of it with kubectl and with the operator. */
export interface Case {
  readonly name: string;
  readonly given: (world: World) => Given;
  /** It works, or the operator's message names this cause. */
  readonly verdict: "works" | RegExp;
  /** What kubectl is asked for; by default as the operator asks. `--raw` forgets the path of a server. */
  readonly kubectl?: readonly string[];
}

export interface Given {
  /** Files by their path in a folder of their own, which is HOME, too. An object is written as JSON, which is YAML. */
  readonly files: Readonly<Record<string, object | string | Buffer>>;
  /** `FOLDER` in a value is that folder. KUBECONFIG is `FOLDER/config` unless it is said here. */
  readonly env?: Readonly<Record<string, string>>;
}

export const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** A kubeconfig of one context, `here`. */
export function kubeconfig(cluster: object, user: object, rest: object = {}): object {
  return {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "here",
    contexts: [{ name: "here", context: { cluster: "here", user: "me" } }],
    clusters: [{ name: "here", cluster }],
    users: [{ name: "me", user }],
    ...rest,
  };
}

/** The cluster of the API itself. */
export function apiCluster({ api, ca }: World, more: object = {}): object {
  return { server: api.url, "certificate-authority-data": base64(ca), ...more };
}

export const token = ({ api }: World): object => ({ token: api.token });

/** One file, `config`. */
export const one = (config: object | string | Buffer, env: Given["env"] = {}): Given => ({
  files: { config },
  env,
});
