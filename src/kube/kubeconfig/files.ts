/** Kubeconfig files: read, with every path made absolute, and merged as kubectl merges a KUBECONFIG of several. */
import { dirname, resolve, sep } from "node:path";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { errnoOf, errorMessage } from "@gastown/system";
import { yamlTextOf } from "./text-file.ts";
import { KubeConfigError } from "../errors.ts";
import { fileSchema, type Cluster, type Context, type User } from "./schema.ts";

/** What one file says, or several together. */
export interface Kubeconfig {
  readonly currentContext: string | undefined;
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly users: ReadonlyMap<string, User>;
  readonly contexts: ReadonlyMap<string, Context>;
}

/**
 * Of several files the first that names a cluster, user, context or current context is believed, and missing ones are
 * skipped; one that cannot be read spoils the list, as with kubectl.
 * @returns undefined when none of them is there.
 * @throws KubeConfigError naming the file.
 */
export function readKubeconfigs(paths: readonly string[]): Kubeconfig | undefined {
  const read = paths.map((path) => readKubeconfig(path)).filter((config) => config !== undefined);
  return read.length === 0 ? undefined : read.reduce(merged);
}

function merged(first: Kubeconfig, second: Kubeconfig): Kubeconfig {
  return {
    currentContext: first.currentContext ?? second.currentContext,
    clusters: new Map([...second.clusters, ...first.clusters]),
    users: new Map([...second.users, ...first.users]),
    contexts: new Map([...second.contexts, ...first.contexts]),
  };
}

function readKubeconfig(path: string): Kubeconfig | undefined {
  try {
    return absolute(resolve(dirname(path)), contentOf(yamlTextOf(path)));
  } catch (cause) {
    if (cause instanceof KubeConfigError && errnoOf(cause.cause) === "ENOENT") return undefined;
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : errorMessage(cause);
    throw new KubeConfigError(
      `the kubeconfig ${path} cannot be read, ${why}. Mend it, or let KUBECONFIG name a valid one`,
      { cause },
    );
  }
}

/** An empty file is a kubeconfig that says nothing: `KUBECONFIG=new:~/.kube/config` begins with one. */
function contentOf(text: string): Kubeconfig {
  const file = fileSchema.parse(firstDocument(text) ?? {});
  return {
    currentContext: file["current-context"],
    clusters: byName(
      "cluster",
      file.clusters.map(({ name, cluster }) => [name, cluster]),
    ),
    users: byName(
      "user",
      file.users.map(({ name, user }) => [name, user]),
    ),
    contexts: byName(
      "context",
      file.contexts.map(({ name, context }) => [name, context]),
    ),
  };
}

function byName<T>(kind: string, entries: readonly (readonly [string, T])[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const [name, entry] of entries) {
    if (found.has(name)) throw new Error(`it has two entries for the ${kind} "${name}"`);
    found.set(name, entry);
  }
  return found;
}

function absolute(folder: string, config: Kubeconfig): Kubeconfig {
  const from = (path: string | undefined) => (path === undefined ? undefined : resolve(folder, path));
  const cluster = (given: Cluster): Cluster => ({
    ...given,
    "certificate-authority": from(given["certificate-authority"]),
  });
  const user = (given: User): User => ({
    ...given,
    "client-certificate": from(given["client-certificate"]),
    "client-key": from(given["client-key"]),
    tokenFile: from(given.tokenFile),
    exec: given.exec && { ...given.exec, command: programPath(folder, given.exec.command) },
  });
  return { ...config, clusters: mapped(config.clusters, cluster), users: mapped(config.users, user) };
}

/** A bare name is looked for on PATH; anything with a slash is a path from the kubeconfig's folder. */
function programPath(folder: string, command: string | undefined): string | undefined {
  return command?.includes(sep) === true ? resolve(folder, command) : command;
}

function mapped<T>(entries: ReadonlyMap<string, T>, change: (entry: T) => T): Map<string, T> {
  return new Map([...entries].map(([name, entry]) => [name, change(entry)]));
}

/** As kubectl reads it: of several documents the first, and of a key that stands twice the last. */
function firstDocument(text: string): unknown {
  if (text.includes("\0")) {
    throw new Error(
      "it is no text in UTF-8, nor one in UTF-16 that begins with a byte order mark: save it as UTF-8",
    );
  }
  const [document] = parseAllDocuments(text, { uniqueKeys: false });
  const [error] = document?.errors ?? [];
  if (error !== undefined) throw error;
  return document?.toJS();
}
