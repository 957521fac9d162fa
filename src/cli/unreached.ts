/** Where no cluster answers: words for a person, most of whom begin with the town of their own machine. */
import { shellWord } from "@gastown/system";
import { findTarget, NoClusterError, type KubeConfigSource } from "../kube/index.ts";
import { KubectlError } from "./kubectl.ts";
import { isOurKubeconfig } from "./noted-inspector.ts";

export class UnreachedError extends Error {
  override readonly name = "UnreachedError";
}

export const BEGIN_LOCALLY =
  "for the town of this machine start `gastown-operator local` in another terminal, and run the line that it prints: `export KUBECONFIG=~/.gastown-operator/kubeconfig`";

/** @param server where nothing listens. */
export function silentServer(source: KubeConfigSource, server: string): UnreachedError {
  if (!isOurKubeconfig(source)) {
    return new UnreachedError(
      `nothing listens at ${server}: check the server of the kubeconfig's cluster and that it is running; ${BEGIN_LOCALLY}`,
    );
  }
  return endedLocal(server, source.kubeconfig);
}

/** What `local` has left behind leads nowhere until it runs again. */
export function endedLocal(address: URL | string, kubeconfig?: string): UnreachedError {
  const file = kubeconfig === undefined ? "KUBECONFIG" : `\`export KUBECONFIG=${shellWord(kubeconfig)}\``;
  return new UnreachedError(
    `nothing answers at ${String(address)} any more: the \`gastown-operator local\` (or \`demo\`) that served it has ended; start it again in another terminal, and ${file} stays as it is`,
  );
}

/** kubectl repeats itself where it has no cluster, and does not know `local`. */
export function kubectlFailure(error: unknown, source: KubeConfigSource): unknown {
  if (!(error instanceof KubectlError)) return error;
  try {
    const { server } = findTarget(source);
    return /connection refused|was refused/i.test(error.message) ? silentServer(source, server) : error;
  } catch (problem) {
    return problem instanceof NoClusterError ? problem : error;
  }
}
