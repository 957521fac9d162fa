/** `inspect`: leads a person, or a tool of Stately's protocol, to the inspector of an operator that runs somewhere. */
import { spawn } from "node:child_process";
import { untilStopped } from "./lifetime.ts";
import { forwardPort, kubectlJson, KubectlError, type KubectlOptions } from "./kubectl.ts";
import { chooseOperatorPod, OPERATOR_LABEL, PodChoiceError, type OperatorPod } from "./operator-pod.ts";
import { bridgeStately } from "./stately-bridge.ts";

export interface InspectOptions extends KubectlOptions {
  readonly namespace: string | undefined;
  readonly pod: string | undefined;
  /** Of this machine; 0 takes a free one. */
  readonly port: number;
  /** The page of an operator that can be reached without kubectl. */
  readonly url: URL | undefined;
  /** Where a tool takes frames. */
  readonly stately: URL | undefined;
  readonly token: string | null;
  readonly opens: boolean;
}

interface Reached {
  readonly url: URL;
  /** Resolves with the reason when it cannot be reached any more; never for an address that needs no keeping up. */
  readonly ended: Promise<string>;
  readonly isKept: boolean;
  close(): void;
}

const NEVER = new Promise<never>(() => undefined);

/** @param say takes the lines that a person reads. @throws where the inspector cannot be reached, or is no more. */
export async function inspect(options: InspectOptions, say: (line: string) => void): Promise<void> {
  const stopped = untilStopped().then(() => null);
  const reached = await reach(options);
  try {
    await checkAnswer(reached.url, options.token);
    const shown = new URL(reached.url);
    if (options.token !== null) shown.searchParams.set("token", options.token);
    say(shown.href);
    if (options.opens) open(shown);
    const endings = [stopped, reached.ended];
    const bridge =
      options.stately === undefined ? null : await bridgeStately(reached.url, options.stately, options.token);
    if (bridge !== null) {
      say(`Frames go to ${options.stately?.href ?? ""} until Ctrl-C.`);
      endings.push(bridge.ended);
    } else if (reached.isKept) say("It is reached until Ctrl-C.");
    const isOver = bridge === null && !reached.isKept;
    const problem = isOver ? null : await Promise.race(endings);
    bridge?.close();
    if (problem !== null) throw new Error(problem);
  } finally {
    reached.close();
  }
}

async function reach(options: InspectOptions): Promise<Reached> {
  const { url } = options;
  if (url !== undefined) return { url, ended: NEVER, isKept: false, close: () => undefined };
  const { name, namespace, port } = await findPod(options);
  if (port === null) throw new PodChoiceError(`the inspector of pod ${namespace}/${name} is off`);
  const forward = await forwardPort(options, { namespace, name }, { localPort: options.port, port });
  return {
    url: new URL(`http://127.0.0.1:${forward.port}/inspector/`),
    ended: forward.ended,
    isKept: true,
    close: () => forward.close(),
  };
}

async function findPod(options: InspectOptions): Promise<OperatorPod> {
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

async function checkAnswer(url: URL, token: string | null): Promise<void> {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(url, { headers }).catch((cause: unknown) => {
    throw new Error(`nothing answers at ${url.href}: is the operator's --inspector-address the one meant?`, {
      cause,
    });
  });
  if (!response.ok) throw new Error(`${url.href} answers: ${(await response.text()).trim()}`);
}

function open({ href }: URL): void {
  const program = process.platform === "darwin" ? "open" : "xdg-open";
  // Where no browser can be opened, the address is there to read.
  spawn(program, [href], { stdio: "ignore", detached: true })
    .on("error", () => undefined)
    .unref();
}
