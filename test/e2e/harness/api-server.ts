/** An API server as a value: embedded, or kube-apiserver; the same tests run on both. */
import { inject } from "vitest";
import { clusterApi } from "./cluster-api.ts";
import { embeddedApi } from "./embedded-api.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Which one a project's worlds have. */
    apiServer: "embedded" | "kube-apiserver";
  }
}

/** A server that can be disturbed. */
export interface ApiServer {
  readonly kubeconfigPath: string;
  /** The operator's, where it is not the same. */
  readonly operatorKubeconfigPath?: string;
  /** Stops it and starts it again at its address, with its objects. */
  restart(whileAway?: () => Promise<void>): Promise<void>;
  /** Changes what is stored of a Polecat while the server is away, past all validation. */
  rewrite(polecat: string, change: (stored: string) => string): Promise<void>;
  /** Tells of each write of a status as it comes in, before it is answered. */
  onStatusWrite(told: () => void): void;
  stop(): Promise<void>;
}

/** Starts an API server that serves the group's CRDs. @param folder is its own, and goes with the world. */
export type StartApi<Api extends ApiServer> = (folder: string) => Promise<Api>;

/** The one that the project under which the tests run has chosen. */
export function chosenApi(): StartApi<ApiServer> {
  const chosen = inject("apiServer");
  switch (chosen) {
    case "embedded":
      return embeddedApi;
    case "kube-apiserver":
      return clusterApi;
    default:
      return chosen satisfies never;
  }
}
