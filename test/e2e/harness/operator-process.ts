/** The operator as a process of its own: started with flags and an environment, ended by signals to its pid. */
import { spawn, type ChildProcess } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { until } from "./until.ts";

const CHECKOUT = fileURLToPath(new URL("../../..", import.meta.url));

/** What an operator's environment holds that no gt, and no agent that gt starts, may see. */
export const SECRETS: Readonly<Record<string, string>> = {
  GITHUB_TOKEN: "not-for-agents",
  AWS_SECRET_ACCESS_KEY: "not-for-agents",
  KUBERNETES_SERVICE_HOST: "192.0.2.1",
  OPERATORS_OWN_TOKEN: "not-for-agents",
};

const lineSchema = z.looseObject({
  msg: z.string().optional(),
  http: z.number().optional(),
  inspector: z.string().nullish(),
});
export type LogLine = z.infer<typeof lineSchema>;

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Epoch ms. */
  readonly at: number;
}

/** A process that is frozen, or ends, may take a request and never answer it. */
const LONGEST_ANSWER_MS = 20_000;

export class OperatorProcess {
  readonly #child: ChildProcess;
  readonly ended: Promise<Ending>;
  #output = "";
  #errors = "";
  ending: Ending | null = null;

  /** @param argv of the operator's command line, such as `run --poll-interval 1s`. */
  constructor(argv: readonly string[], env: Readonly<Record<string, string>>) {
    this.#child = spawn(process.execPath, ["src/main.ts", ...argv], {
      cwd: CHECKOUT,
      env: {
        PATH: process.env["PATH"] ?? "",
        NODE_COMPILE_CACHE: path.join(tmpdir(), "gastown-operator-tests-compiled"),
        ...SECRETS,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child.stdout?.on("data", (chunk: Buffer) => (this.#output += chunk.toString("utf8")));
    this.#child.stderr?.on("data", (chunk: Buffer) => (this.#errors += chunk.toString("utf8")));
    this.ended = new Promise((resolve) => {
      this.#child.once("close", (code, signal) => {
        this.ending = { code, signal, at: Date.now() };
        resolve(this.ending);
      });
    });
  }

  get pid(): number {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error("the operator could not be started");
    return pid;
  }

  get isRunning(): boolean {
    return this.ending === null;
  }

  get output(): string {
    return this.#output;
  }

  get errors(): string {
    return this.#errors;
  }

  /** Log lines of `run`; whatever is no JSON is left out. */
  get log(): readonly LogLine[] {
    return this.#output.split("\n").flatMap((line) => {
      if (!line.startsWith("{") || !line.endsWith("}")) return [];
      return [lineSchema.parse(JSON.parse(line))];
    });
  }

  hasLogged(words: string): boolean {
    return this.#output.includes(words);
  }

  /** Resolves once /readyz says so: resources are listed and the town has been read. */
  async ready(): Promise<void> {
    await until(
      "the operator is ready",
      async () => {
        if (!this.isRunning) throw new Error(`the operator ended: ${this.tail()}`);
        return (await this.http("/readyz"))?.ok;
      },
      () => this.tail(),
    );
  }

  /** Answer of /metrics, /healthz or /readyz; null while nobody listens, or where no answer comes. */
  async http(page: string): Promise<Response | null> {
    const port = this.log.find(({ http }) => http !== undefined)?.http;
    if (port === undefined) return null;
    const signal = AbortSignal.timeout(LONGEST_ANSWER_MS);
    return fetch(`http://127.0.0.1:${port}${page}`, { signal }).catch(() => null);
  }

  /** Asks for the end. @returns how long that took, ms, and how it ended. @throws Error where it does not end. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<Ending & { readonly tookMs: number }> {
    const askedAt = Date.now();
    this.#child.kill(signal);
    const ending = await until(
      `the operator ends after ${signal}`,
      () => this.ending,
      () => this.tail(),
    );
    return { ...ending, tookMs: ending.at - askedAt };
  }

  /** The last lines of what it printed, for a failed test. */
  tail(): string {
    const lines = `${this.#output}${this.#errors}`.trimEnd().split("\n");
    return `The operator printed last:\n${lines.slice(-15).join("\n")}`;
  }
}
