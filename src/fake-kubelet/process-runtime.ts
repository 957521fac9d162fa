/**
 * Containers as processes of this machine: the real `clone`, the real warden and an agent, where there is no container
 * engine. They share its network, its user and its programs; volumes are folders, and paths in arguments and variables are
 * rewritten to them. Not for anything that must not reach the machine.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import { ContainerFolders } from "./pod-folders.ts";
import { Probes } from "./probes.ts";
import { processOf, type ProcessSpec, type ReadFiles, type Variable } from "./process-shape.ts";
import type { ContainerRuntime, Ended, RunningContainer } from "./runtime.ts";

/** What an image is on this machine. */
export interface LocalImage {
  /** Before the container's arguments, where it has no command of its own. */
  readonly entrypoint: readonly string[];
  /** Its variables. @param here tells where a path of the container is on this machine. */
  readonly environment: (here: (path: string) => string) => Readonly<Record<string, string>>;
  /** The port that a line of its output tells, by which the pod's probes ask: several pods share this machine's. */
  readonly portIn?: (line: string) => number | null;
}

export interface ProcessRuntimePorts {
  /** Of the pods' volumes, and of claims. */
  readonly folder: string;
  readonly image: (name: string) => LocalImage;
  readonly readFiles: ReadFiles;
  /** A readiness probe has another answer than before. */
  readonly onReady: (pod: string, container: string, isReady: boolean) => void;
  readonly probeEveryMs: number;
}

export function processRuntime(ports: ProcessRuntimePorts): ContainerRuntime {
  /** By the pod's uid. */
  const probePorts = new Map<string, number>();
  return {
    start(pod, container) {
      const spec = processOf(container);
      const folders = new ContainerFolders(ports.folder, pod, container.name, spec, ports.readFiles);
      const image = ports.image(spec.image);
      const child = run(image, spec, folders, ports.readFiles);
      createInterface({ input: child.stdout }).on("line", (line) => {
        const port = image.portIn?.(line) ?? null;
        if (port !== null) probePorts.set(pod.metadata.uid, port);
      });
      child.stderr.resume();
      const ended = endOf(child, folders);
      const isReady = (isIt: boolean): void => ports.onReady(pod.metadata.name, container.name, isIt);
      const probes = new Probes(spec, ports.probeEveryMs, () => probePorts.get(pod.metadata.uid), isReady);
      void ended.promise.then(() => probes.stop());
      return { ...running(child, ended), ...(probes.started !== null && { started: probes.started }) };
    },
  };
}

type PipedProcess = ChildProcess & {
  readonly stdout: NodeJS.ReadableStream;
  readonly stderr: NodeJS.ReadableStream;
};

function run(
  { entrypoint, environment }: LocalImage,
  spec: ProcessSpec,
  folders: ContainerFolders,
  readFiles: ReadFiles,
): PipedProcess {
  const here = (text: string): string => folders.here(text);
  const command = spec.command.length > 0 ? spec.command.map(here) : entrypoint;
  const [program = "", ...argv] = [...command, ...spec.args.map(here)];
  return spawn(program, argv, {
    ...(spec.workingDir !== undefined && { cwd: folders.here(spec.workingDir) }),
    env: {
      TMPDIR: here("/tmp"),
      ...environment(here),
      ...Object.fromEntries(spec.env.map((variable) => [variable.name, here(valueOf(variable, readFiles))])),
    },
    // A group of its own, so that all of it can be killed at once.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function valueOf({ value, valueFrom }: Variable, readFiles: ReadFiles): string {
  const { secretKeyRef, configMapKeyRef } = valueFrom ?? {};
  if (secretKeyRef !== undefined) return readFiles("Secret", secretKeyRef.name)?.[secretKeyRef.key] ?? "";
  if (configMapKeyRef !== undefined)
    return readFiles("ConfigMap", configMapKeyRef.name)?.[configMapKeyRef.key] ?? "";
  // Kubernetes' way to write a dollar.
  return (value ?? "").replaceAll("$$", "$");
}

interface End {
  readonly promise: Promise<Ended>;
  /** How it will have ended, whatever its exit code. */
  as: Ended | null;
}

function endOf(child: ChildProcess, folders: ContainerFolders): End {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const end: End = { promise, as: null };
  child.once("exit", (code, signal) => {
    const message = folders.terminationMessage();
    resolve({ ...(end.as ?? ended(code, signal)), ...(message !== "" && { message }) });
  });
  child.once("error", ({ message }) => resolve({ exitCode: 128, reason: "StartError", message }));
  return end;
}

function running(child: ChildProcess, end: End): RunningContainer {
  return {
    ended: end.promise,
    stop: () => void child.kill("SIGTERM"),
    kill(as) {
      end.as = as;
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    },
  };
}

function ended(code: number | null, signal: NodeJS.Signals | null): Ended {
  const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  return { exitCode, reason: exitCode === 0 ? "Completed" : "Error" };
}
