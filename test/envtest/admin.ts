/** Requests of somebody who may do everything. */
import { Agent, request } from "undici";

export interface Reply {
  readonly code: number;
  readonly text: string;
}

export class Admin {
  readonly #url: string;
  readonly #token: string;
  readonly #agent: Agent;

  constructor(url: string, token: string, ca: string) {
    this.#url = url;
    this.#token = token;
    this.#agent = new Agent({ connect: { ca }, allowH2: false });
  }

  /** @returns null while nobody answers. */
  async tryTo(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<Reply | null> {
    try {
      const { statusCode, body: answer } = await request(`${this.#url}${path}`, {
        method,
        dispatcher: this.#agent,
        headersTimeout: 5_000,
        headers: { authorization: `Bearer ${this.#token}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { code: statusCode, text: await answer.text() };
    } catch {
      return null;
    }
  }

  async isThere(path: string): Promise<boolean> {
    return (await this.tryTo("GET", path))?.code === 200;
  }

  /** @throws Error when it is refused. */
  async create(path: string, body: unknown): Promise<string> {
    const reply = await this.tryTo("POST", path, body);
    if (reply === null || reply.code >= 300)
      throw new Error(`POST ${path} was answered ${reply?.code ?? "nothing"}: ${reply?.text ?? ""}`);
    return reply.text;
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}
