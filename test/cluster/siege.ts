/** A world on kube-apiserver whose operator is a service account behind a proxy, so that all between them can fail. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { TownSeed } from "simulated-town";
import { crds, ALL_KINDS } from "../../src/kinds/index.ts";
import { createWorldOn, type World } from "../e2e/harness/index.ts";
import { clusterApiOn } from "../e2e/harness/cluster-api.ts";
import {
  ControlPlane,
  createAccount,
  Proxy,
  recreateAccount,
  tokenOf,
  type Account,
  type AuditLine,
} from "../envtest/index.ts";
import { OPERATOR_RULES } from "./operator-rules.ts";

const AN_HOUR = 3_600;
const ACCOUNT = { namespace: "default", name: "gastown-operator" };

/** Garbage is collected early, so that memory that grows is memory that is kept; without it V8 takes what it can get. */
const SMALL_HEAP = { NODE_OPTIONS: "--max-semi-space-size=2 --max-old-space-size=128" };

export interface Siege {
  readonly world: World;
  readonly plane: ControlPlane;
  readonly proxy: Proxy;
  readonly account: Account;
  /** Makes every token that was given so far one of nobody. */
  readonly revokeTokens: () => Promise<void>;
  /** Gives the operator a token, as a kubelet or a person would: by writing its kubeconfig anew. */
  readonly giveToken: (validForSeconds?: number) => void;
  /** Requests of the operator that were answered with this code, from the audit log. */
  readonly answered: (code: number) => number;
  /** What the operator asked for and was never allowed, as `verb resource`. A server that has just begun refuses for a moment. */
  readonly forbidden: () => readonly string[];
  /** MiB. */
  readonly residentMemory: () => number;
  readonly close: () => Promise<void>;
}

export async function createSiege(seed: TownSeed, flags: readonly string[] = []): Promise<Siege> {
  const started: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const stop of started.splice(0).reverse()) await stop();
  };
  try {
    return await begin(seed, flags, started, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function begin(
  seed: TownSeed,
  flags: readonly string[],
  started: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<Siege> {
  const prepared = Promise.withResolvers<Omit<Siege, "world" | "residentMemory" | "close">>();
  const startApi = async (folder: string) => {
    const plane = await ControlPlane.start({
      folder: path.join(folder, "plane"),
      definitions: crds(ALL_KINDS),
    });
    const proxy = await Proxy.start(plane.port);
    let account = await createAccount(plane.admin, ACCOUNT, OPERATOR_RULES);
    const revokeTokens = async (): Promise<void> => {
      account = await recreateAccount(plane.admin, account);
    };
    const operatorKubeconfig = path.join(folder, "operator-kubeconfig");
    const giveToken = (validForSeconds = AN_HOUR): void =>
      plane.writeKubeconfig(
        operatorKubeconfig,
        tokenOf(account, plane, validForSeconds),
        `https://127.0.0.1:${proxy.port}`,
      );
    giveToken();
    prepared.resolve({
      plane,
      proxy,
      account,
      revokeTokens,
      giveToken,
      answered: (code) => answersTo(plane).filter((line) => line.responseStatus?.code === code).length,
      forbidden: () => neverAllowed(plane),
    });
    return {
      ...clusterApiOn(plane),
      operatorKubeconfigPath: operatorKubeconfig,
      stop: () => stopBoth(proxy, plane),
    };
  };
  const world = await createWorldOn(startApi, { seed, flags, env: SMALL_HEAP });
  started.push(world.close);
  const residentMemory = (): number => residentMiB(world.operator.pid);
  return { ...(await prepared.promise), world, residentMemory, close };
}

async function stopBoth(proxy: Proxy, plane: ControlPlane): Promise<void> {
  await proxy.stop();
  await plane.stop();
}

/** The operator's answered requests; those of nobody were its too. */
function answersTo(plane: ControlPlane): readonly AuditLine[] {
  return plane.audit.lines.filter(
    ({ user, responseStatus }) =>
      responseStatus !== undefined && (user.username === undefined || user.username.endsWith(ACCOUNT.name)),
  );
}

function neverAllowed(plane: ControlPlane): readonly string[] {
  const answers = answersTo(plane);
  const asked = (is: (code: number) => boolean): Set<string> =>
    new Set(answers.filter(({ responseStatus }) => is(responseStatus?.code ?? 0)).map(requestOf));
  const allowed = asked((code) => code < 300);
  return [...asked((code) => code === 403)].filter((request) => !allowed.has(request));
}

function requestOf({ verb, objectRef }: AuditLine): string {
  const { resource = "", subresource } = objectRef ?? {};
  return `${verb} ${resource}${subresource === undefined ? "" : `/${subresource}`}`;
}

function residentMiB(pid: number): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kibibytes) / 1024);
}
