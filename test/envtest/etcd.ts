/** etcd as a process, and its API as far as the tests disturb what is stored. */
import path from "node:path";
import { request } from "undici";
import { z } from "zod";
import { Daemon } from "./daemon.ts";
import { freePort } from "./ports.ts";

const rangeSchema = z.object({
  header: z.object({ revision: z.string() }),
  kvs: z.array(z.object({ value: z.string() })).default([]),
});

export class Etcd {
  readonly url: string;
  readonly daemon: Daemon;

  private constructor(url: string, daemon: Daemon) {
    this.url = url;
    this.daemon = daemon;
  }

  static async start(program: string, folder: string): Promise<Etcd> {
    const url = `http://127.0.0.1:${await freePort()}`;
    const args = [
      ...["--data-dir", path.join(folder, "etcd")],
      ...["--listen-client-urls", url, "--advertise-client-urls", url],
      ...["--listen-peer-urls", "http://127.0.0.1:0"],
      // Nothing of a test outlives its machine.
      "--unsafe-no-fsync",
    ];
    const etcd = new Etcd(url, new Daemon(program, args, path.join(folder, "etcd.log")));
    await etcd.daemon.ready(async () => {
      const answer = await request(`${url}/health`).catch(() => null);
      await answer?.body.dump();
      return answer?.statusCode === 200;
    });
    return etcd;
  }

  /** Forgets every version but the present ones: a watch from an earlier one is answered 410 from now on. */
  async compact(): Promise<void> {
    const { header } = rangeSchema.parse(await this.#call("kv/range", { key: base64("/registry/") }));
    await this.#call("kv/compaction", { revision: header.revision, physical: true });
  }

  /** Changes what is stored under a key, past the API server and its validation. */
  async rewrite(key: string, change: (stored: string) => string): Promise<void> {
    const { kvs } = rangeSchema.parse(await this.#call("kv/range", { key: base64(key) }));
    const [stored] = kvs;
    if (stored === undefined) throw new Error(`etcd has nothing under ${key}`);
    const value = change(Buffer.from(stored.value, "base64").toString("utf8"));
    await this.#call("kv/put", { key: base64(key), value: base64(value) });
  }

  async #call(method: string, body: unknown): Promise<unknown> {
    const answer = await request(`${this.url}/v3/${method}`, { method: "POST", body: JSON.stringify(body) });
    if (answer.statusCode !== 200) throw new Error(`etcd ${method}: ${await answer.body.text()}`);
    return answer.body.json();
  }
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
