import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import { until } from "../e2e/harness/until.ts";
import { createChance } from "@gastown/testing";
import { converse, type Conversation } from "./grammar.ts";
import { TOKEN, type Holdings, type Ports } from "./servers.ts";

/** Another one by `LISTENER_SEED=…`. */
const SEED = Number(process.env["LISTENER_SEED"] ?? 7);
const CONVERSATIONS = 12_000;
const AT_ONCE = 64;
/** For the first byte of an answer, and then for the rest. Half a request gets none: then the client goes away. */
const ANSWER_MS = 200;
const REST_MS = 5;

const messageSchema = z.object({
  ports: z.custom<Ports>().optional(),
  holdings: z.custom<Holdings>().optional(),
});

/** The servers in a process of their own, so that its end can be seen. */
class Servers {
  readonly #child: ChildProcess;
  #errors = "";

  constructor() {
    this.#child = fork(path.join(import.meta.dirname, "servers.ts"), {
      execArgv: ["--expose-gc", "--max-old-space-size=256"],
      stdio: ["ignore", "inherit", "pipe", "ipc"],
    });
    this.#child.stderr?.on("data", (chunk: Buffer) => (this.#errors += chunk.toString()));
  }

  /** Nothing where the process ends instead. */
  #answer(): Promise<z.infer<typeof messageSchema>> {
    return new Promise((resolve) => {
      const end = (): void => take({});
      const take = (message: unknown): void => {
        this.#child.off("message", take).off("exit", end);
        resolve(messageSchema.parse(message));
      };
      this.#child.on("message", take).on("exit", end);
    });
  }

  async ports(): Promise<Ports> {
    const { ports } = await this.#answer();
    if (ports === undefined) throw new Error(`the servers did not start: ${this.#errors}`);
    return ports;
  }

  async holdings(): Promise<Holdings> {
    const answer = this.#answer();
    this.#child.send("holdings");
    const { holdings } = await answer;
    if (holdings === undefined) throw new Error(this.ending);
    return holdings;
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get ending(): string {
    return `the process ended with ${this.#child.exitCode ?? this.#child.signalCode}: ${this.#errors}`;
  }

  async end(): Promise<void> {
    if (!this.isAlive) return;
    const exit = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exit;
  }
}

let servers: Servers;
let ports: Ports;
beforeEach(async () => {
  servers = new Servers();
  ports = await servers.ports();
});
afterEach(() => servers.end());

function open(port: number): Socket {
  return connect({ port, host: "127.0.0.1", allowHalfOpen: true }).on("error", () => undefined);
}

/** Resolves when the server has ended the connection. */
async function ended(socket: Socket): Promise<void> {
  const end = new Promise((resolve) => socket.once("end", resolve).once("close", resolve));
  if (!socket.destroyed) await end;
  socket.destroy();
}

/** @returns what the server said. */
async function hold(port: number, { packets, pauseMs, ending }: Conversation): Promise<string> {
  const socket = open(port);
  let said = "";
  socket.on("data", (chunk: Buffer) => (said = said.length < 4_000 ? said + chunk.toString("latin1") : said));
  const closed = once(socket, "close").catch(() => undefined);
  const heard = once(socket, "data").catch(() => undefined);
  for (const packet of packets) {
    if (socket.destroyed) break;
    socket.write(packet);
    if (pauseMs > 0) await delay(pauseMs);
  }
  if (ending === "finish") socket.end();
  if (ending === "reset") socket.resetAndDestroy();
  await Promise.race([closed, heard, delay(ANSWER_MS)]);
  await Promise.race([closed, delay(REST_MS)]);
  socket.destroy();
  return said;
}

async function statusOf(url: string, headers: Record<string, string> = {}): Promise<number> {
  return (await fetch(url, { headers })).status;
}

async function expectGoodAnswers(): Promise<void> {
  const { telemetry, inspector, api } = ports;
  expect(await statusOf(`http://127.0.0.1:${telemetry}/healthz`)).toBe(200);
  expect(await statusOf(`http://127.0.0.1:${telemetry}/metrics`)).toBe(200);
  expect(await statusOf(`http://127.0.0.1:${inspector}/inspector/journal`)).toBe(200);
  const authorization = `Bearer ${TOKEN}`;
  expect(await statusOf(`http://127.0.0.1:${api}/api/v1/namespaces`, { authorization })).toBe(200);
  const tool = new WebSocket(`ws://127.0.0.1:${inspector}/inspector/stately`);
  const [frame] = z
    .tuple([z.instanceof(Buffer)])
    .rest(z.unknown())
    .parse(await once(tool, "message"));
  expect(JSON.parse(frame.toString())).toMatchObject({ type: "@xstate.actor" });
  tool.terminate();
}

describe("Every listener", () => {
  it.each(["telemetry", "inspector", "api"] as const)(
    "%s outlives a target that is no URL, as a request and as an upgrade",
    async (name) => {
      for (const target of ["//", "//@", "http://[", "*", "/%"]) {
        for (const rest of ["", "upgrade: websocket\r\nconnection: upgrade\r\n"]) {
          const line = Buffer.from(`GET ${target} HTTP/1.1\r\nhost: 127.0.0.1\r\n${rest}\r\n`);
          await hold(ports[name], { packets: [line], pauseMs: 0, ending: "hold" });
          expect(servers.isAlive, `${target} ${rest}: ${servers.ending}`).toBe(true);
        }
      }
      await expectGoodAnswers();
    },
  );

  it("outlives hostile bytes: the process is alive, answers, and holds no more than before", async () => {
    const chance = createChance(SEED);
    const targets = [ports.telemetry, ports.inspector, ports.inspector, ports.api, ports.apiOverTls];
    await expectGoodAnswers();
    const before = await servers.holdings();
    let left = CONVERSATIONS;
    let answered = 0;
    const client = async (): Promise<void> => {
      for (; left > 0 && servers.isAlive;) {
        left -= 1;
        const conversation = converse(chance, TOKEN);
        const said = await hold(chance.pick(targets), conversation);
        if (said.startsWith("HTTP/1.1 ")) answered += 1;
        const asked = Buffer.concat([...conversation.packets])
          .toString("latin1")
          .slice(0, 500);
        expect(said, `seed ${SEED}: ${JSON.stringify(asked)}`).not.toMatch(/^HTTP\/1\.1 5(?!03)/m);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, client));
    expect(servers.isAlive, `seed ${SEED}: ${servers.ending}`).toBe(true);
    expect(answered).toBeGreaterThan(CONVERSATIONS / 10);
    let after = await servers.holdings();
    await until(
      "every connection is closed",
      async () => (after = await servers.holdings()).connections <= before.connections,
      () => `seed ${SEED}: ${after.connections} connections are open, ${before.connections} were`,
    );
    expect(after.problems, `seed ${SEED}`).toEqual([]);
    const grown = (after.bytes - before.bytes) / 2 ** 20;
    expect(grown, `MiB by which the process has grown, seed ${SEED}`).toBeLessThan(24);
    await expectGoodAnswers();
  });

  it("answers a probe while others hold as many half requests as they like, and ends those", async () => {
    const slow = Array.from({ length: 300 }, () => open(ports.telemetry));
    for (const socket of slow) socket.write("GET /healthz HTTP/1.1\r\nx-");
    await Promise.all(slow.map(async (socket) => socket.connecting && once(socket, "connect")));
    expect(await statusOf(`http://127.0.0.1:${ports.telemetry}/healthz`)).toBe(200);
    expect((await servers.holdings()).connections).toBeLessThanOrEqual(110);
    await until(
      "the half requests are ended",
      async () => (await servers.holdings()).connections < 10,
      () => "half requests are still there",
      25_000,
    );
    for (const socket of slow) socket.destroy();
  });

  it("computes one answer for requests that do not wait for one another, and cuts off a client that sends hundreds", async () => {
    const line = "GET /metrics HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";
    const before = await servers.holdings();
    const clients = Array.from({ length: 20 }, () => open(ports.telemetry));
    for (const socket of clients) socket.resume().write(line.repeat(500));
    await Promise.all(clients.map(ended));
    expect((await servers.holdings()).bytes - before.bytes).toBeLessThan(24 * 2 ** 20);
    await expectGoodAnswers();
  });
});
