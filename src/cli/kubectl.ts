/** kubectl, as a child of this process: it knows the person's clusters and their ways to log in. */
import { spawn, type ChildProcess } from "node:child_process";
import { text } from "node:stream/consumers";

export interface KubectlOptions {
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
}

export interface PortForward {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Resolves with what kubectl said at its end, when that was not asked for. */
  readonly ended: Promise<string>;
  close(): void;
}

export class KubectlError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "KubectlError";
  }
}

/** @returns what kubectl prints as JSON. @throws KubectlError with kubectl's own words. */
export async function kubectlJson(options: KubectlOptions, args: readonly string[]): Promise<unknown> {
  const child = start(options, [...args, "-o", "json"]);
  const [output, complaint, code] = await Promise.all([
    child.stdout === null ? "" : text(child.stdout),
    child.stderr === null ? "" : text(child.stderr),
    exitOf(child),
  ]);
  if (code !== 0) throw new KubectlError(`kubectl ${args.join(" ")}: ${complaint.trim() || `exit ${code}`}`);
  return JSON.parse(output);
}

/**
 * Forwards a free port of this machine's loopback, or `localPort`, to a pod's port.
 * @throws KubectlError where kubectl ends before it forwards.
 */
export async function forwardPort(
  options: KubectlOptions,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  { localPort, port }: { readonly localPort: number; readonly port: number },
): Promise<PortForward> {
  const ports = `${localPort === 0 ? "" : localPort}:${port}`;
  const child = start(options, ["port-forward", "-n", namespace, `pod/${name}`, ports]);
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2_000)));
  const end = (): void => void child.kill();
  // Whatever ends this process by itself ends kubectl, too.
  process.once("exit", end);
  const ended = exitOf(child).then((code) => {
    process.off("exit", end);
    return said.trim() || `kubectl port-forward ended with exit code ${code}`;
  });
  const bound = await Promise.race([
    boundPort(child),
    ended.then((message) => {
      throw new KubectlError(message);
    }),
  ]);
  return { port: bound, ended, close: end };
}

function start({ kubeconfig, context }: KubectlOptions, args: readonly string[]): ChildProcess {
  const cluster = [
    ...(kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig]),
    ...(context === undefined ? [] : ["--context", context]),
  ];
  return spawn("kubectl", [...cluster, ...args], { stdio: ["ignore", "pipe", "pipe"] });
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new KubectlError(`kubectl cannot be started: ${error.message}`)));
    child.once("close", (code) => resolve(code ?? 1));
  });
}

function boundPort({ stdout }: ChildProcess): Promise<number> {
  let printed = "";
  return new Promise((resolve) => {
    stdout?.on("data", (chunk: Buffer) => {
      printed = `${printed}${chunk.toString()}`.slice(-2_000);
      const port = /Forwarding from 127\.0\.0\.1:(\d+)/.exec(printed)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
}
