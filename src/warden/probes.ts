/**
 * What the kubelet asks, of both containers: its HTTP probes go to the pod's address, whichever container they are for, so
 * the agent's image needs nothing for its own readiness. By these two the operator knows of a running pod, from its status
 * alone, whether it may go and whether its agent lives.
 */
import { createListener, listenOn, parseAddress } from "@gastown/listener";
import type { WardenReport } from "../pod-reports/index.ts";

export interface ProbeSource {
  /** Null before the first look. */
  report(): WardenReport | null;
  /** Of the agent: whether it lives, and what there is to say of it. */
  agent(): { readonly isAlive: boolean; readonly words: string };
}

export interface ProbeServer {
  readonly port: number;
  close(): Promise<void>;
}

const LIMITS = { connections: 50, headMs: 5_000, requestMs: 10_000, quietMs: 30_000 };

/** @throws Error naming the address when it cannot be listened on. */
export async function startProbes(address: string, source: ProbeSource): Promise<ProbeServer> {
  const parsed = parseAddress(address);
  if (parsed === null) throw new Error(`${address} is no address such as :8081 or 127.0.0.1:8081`);
  const listener = createListener({
    limits: LIMITS,
    onRequest({ pathname }, { method }, response) {
      const [status, body] = method === "GET" || method === "HEAD" ? answer(pathname, source) : [405, "no\n"];
      response.writeHead(status, {
        "content-type": pathname === "/report" ? "application/json" : "text/plain; charset=utf-8",
        "content-length": Buffer.byteLength(body),
      });
      response.end(method === "HEAD" ? undefined : body);
    },
  });
  try {
    const port = await listenOn(listener, parsed.port, parsed.host);
    return { port, close: () => listener.close() };
  } catch (cause) {
    throw new Error(`cannot listen on ${address}: choose another --http-address`, { cause });
  }
}

function answer(pathname: string, source: ProbeSource): readonly [number, string] {
  const report = source.report();
  switch (pathname) {
    case "/healthz":
      return [200, "ok\n"];
    case "/readyz":
      if (report === null) return [503, "the worktree was not looked at yet\n"];
      if (report.onlyLocalCount === 0) return [200, "all of the work is on the remote\n"];
      return [503, `only in this pod:\n${report.onlyLocal.map((words) => `  ${words}\n`).join("")}`];
    case "/agent": {
      const { isAlive, words } = source.agent();
      return [isAlive ? 200 : 503, `${words}\n`];
    }
    case "/report":
      return report === null ? [503, "{}\n"] : [200, `${JSON.stringify(report)}\n`];
    default:
      return [404, "there are /healthz, /readyz, /agent and /report\n"];
  }
}
