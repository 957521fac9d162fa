import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createWebSocketReceiver, type StatelyInspectionEvent } from "@statelyai/inspect";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocketServer } from "ws";
import { chooseOperatorPod } from "../../src/cli/operator-pod.ts";
import { OperatorProcess, until } from "../e2e/harness/index.ts";
import { ask, inspectedTown, type InspectedTown } from "./given.ts";

interface GivenPod {
  readonly name: string;
  readonly namespace?: string;
  readonly phase?: string;
  readonly node?: string;
  readonly address?: string;
}

const pods = (...given: readonly GivenPod[]): object => ({
  items: given.map(({ name, namespace = "gastown", phase = "Running", node, address }) => ({
    metadata: { name, namespace },
    spec: {
      nodeName: node,
      containers: [
        { env: address === undefined ? [] : [{ name: "GASTOWN_INSPECTOR_ADDRESS", value: address }] },
      ],
    },
    status: { phase },
  })),
});
const lease = (holderIdentity: string | null, namespace = "gastown"): object => ({
  items: [{ metadata: { name: "gastown-operator", namespace }, spec: { holderIdentity } }],
});
const NO_LEASE = { items: [] };

describe("the pod that is inspected", () => {
  it("is the one whose operator leads", () => {
    const two = pods({ name: "op-a" }, { name: "op-b", node: "node-2" });
    expect(chooseOperatorPod(two, lease("op-b_11d1"))).toEqual({
      name: "op-b",
      namespace: "gastown",
      port: 8081,
    });
    expect(chooseOperatorPod(two, lease("node-2_11d1")).name).toBe("op-b");
  });

  it("is the only one that runs, where nobody leads", () => {
    const one = pods({ name: "op-a", phase: "Succeeded" }, { name: "op-b", address: ":9001" });
    for (const leases of [NO_LEASE, lease(null), lease("op-b_1", "elsewhere")]) {
      expect(chooseOperatorPod(one, leases)).toMatchObject({ name: "op-b", port: 9001 });
    }
    expect(chooseOperatorPod(pods({ name: "op", address: "off" }), NO_LEASE).port).toBeNull();
  });

  it("is asked for where several could be meant, or none is there", () => {
    const two = pods({ name: "op-a" }, { name: "op-b", namespace: "east" });
    expect(() => chooseOperatorPod(two, NO_LEASE)).toThrow(
      "choose --namespace gastown --pod op-a, or --namespace east --pod op-b",
    );
    expect(() => chooseOperatorPod(pods(), NO_LEASE)).toThrow("give --namespace, or --url");
  });
});

/** A cluster in which the pod `op-b` leads, and its operator is the town's. */
function givenCluster(town: InspectedTown): {
  readonly folder: string;
  readonly env: Record<string, string>;
} {
  const folder = mkdtempSync(path.join(tmpdir(), "gastown-inspect-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const standIn = fileURLToPath(new URL("kubectl-stand-in.ts", import.meta.url));
  const kubectl = path.join(folder, "kubectl");
  writeFileSync(kubectl, `#!/bin/sh\nexec ${process.execPath} ${standIn} "$@"\n`);
  chmodSync(kubectl, 0o755);
  writeFileSync(path.join(folder, "pods.json"), JSON.stringify(pods({ name: "op-a" }, { name: "op-b" })));
  writeFileSync(path.join(folder, "leases.json"), JSON.stringify(lease("op-b_1")));
  writeFileSync(path.join(folder, "target"), new URL(town.inspector.url).port);
  return { folder, env: { PATH: `${folder}:${process.env["PATH"] ?? ""}`, KUBECTL_STAND_IN: folder } };
}

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}/cmdline`);

/** A relay as Stately's own server is: each message goes to everybody else. */
async function relay(): Promise<{ readonly address: string; readonly clientCount: () => number }> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (from) => {
    from.on("message", (data, binary) => {
      for (const client of server.clients) if (client !== from) client.send(data, { binary });
    });
  });
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { address: `ws://127.0.0.1:${port}/`, clientCount: () => server.clients.size };
}

describe("gastown-operator inspect", () => {
  it.skipIf(process.platform !== "linux")(
    "reaches the leader of a cluster through kubectl, which ends with it",
    async () => {
      const town = await inspectedTown();
      onTestFinished(() => town.close());
      const { folder, env } = givenCluster(town);
      const inspect = new OperatorProcess(["inspect", "--context", "east"], env);
      onTestFinished(async () => {
        await inspect.stop("SIGKILL");
      });
      const url = await until(
        "it prints the address",
        () => /^http:\/\/127\.0\.0\.1:\d+\/inspector\/$/m.exec(inspect.output)?.[0],
        () => inspect.errors,
      );
      expect((await ask(`${url}journal`)).status).toBe(200);
      const calls = readFileSync(path.join(folder, "calls"), "utf8");
      expect(calls).toContain("--context east port-forward -n gastown pod/op-b :8081");
      const pid = Number(readFileSync(path.join(folder, "pids"), "utf8"));
      expect(isAlive(pid)).toBe(true);
      expect(await inspect.stop("SIGTERM")).toMatchObject({ code: 0 });
      await until("kubectl has ended", () => !isAlive(pid));
    },
  );

  it.skipIf(process.platform !== "linux")("ends with kubectl's words when the pod is gone", async () => {
    const town = await inspectedTown();
    onTestFinished(() => town.close());
    const { folder, env } = givenCluster(town);
    const inspect = new OperatorProcess(["inspect"], env);
    onTestFinished(async () => {
      await inspect.stop("SIGKILL");
    });
    await until("it says that it stays", () => inspect.hasLogged("until Ctrl-C"));
    process.kill(Number(readFileSync(path.join(folder, "pids"), "utf8")));
    expect((await inspect.ended).code).toBe(1);
    expect(inspect.errors).toContain("kubectl port-forward ended");
  });

  it("passes the frames on to a tool of Stately's protocol, and says so when the operator is gone", async () => {
    const town = await inspectedTown();
    town.start("nux");
    const { address, clientCount } = await relay();
    const frames: StatelyInspectionEvent[] = [];
    createWebSocketReceiver({ server: address }).subscribe((frame) => void frames.push(frame));
    await until("the tool listens", () => clientCount() === 1);
    const inspect = new OperatorProcess(["inspect", "--url", town.inspector.url, "--stately", address], {});
    onTestFinished(async () => {
      await inspect.stop("SIGKILL");
    });
    await until(
      "the actor is announced",
      () => frames.length === 1,
      () => inspect.errors,
    );
    town.work("nux");
    await until("the transition has arrived", () => frames.length === 3);
    expect(frames.map(({ type, sessionId }) => [type, sessionId])).toEqual([
      ["@xstate.actor", "polecat/default/nux"],
      ["@xstate.event", "polecat/default/nux"],
      ["@xstate.snapshot", "polecat/default/nux"],
    ]);
    expect(frames[2]).toMatchObject({ snapshot: { value: { working: "healthy" } } });
    await town.close();
    expect((await inspect.ended).code).toBe(1);
    expect(inspect.errors).toContain("the operator closed the connection");
  });

  it.each([
    [["--stately", "http://localhost:8080"], 2, "--stately is"],
    [["--url", "localhost"], 2, "--url is"],
    [["--port", "high"], 2, "--port is"],
    [["--url", "http://127.0.0.1:1/inspector/"], 1, "nothing answers at http://127.0.0.1:1/inspector/"],
  ])("says in one line what is wrong with %j", async (flags, code, message) => {
    const inspect = new OperatorProcess(["inspect", ...flags], {});
    expect((await inspect.ended).code).toBe(code);
    expect(inspect.errors).toContain(message);
    expect(inspect.errors.trim().split("\n")).toHaveLength(1);
  });
});
