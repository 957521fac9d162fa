/**
 * Keeps the vault from filling its volume: a file that changes each minute leaves a copy in it each time. Once it has grown
 * by so much, it is brought back to what the newest checkpoint and the remote's branches hold.
 */
import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { AGENT_COMMITS, NEWEST } from "./refs.ts";
import type { Vault } from "./vault.ts";

/** A pack with such a file beside it is left as it is: what was cloned need not be packed again. */
export function keepPacks({ repository }: Vault): void {
  const folder = path.join(repository, "objects/pack");
  for (const name of readdirSync(folder))
    if (name.endsWith(".pack")) writeFileSync(path.join(folder, name.replace(/\.pack$/, ".keep")), "");
}

export class VaultUpkeep {
  readonly #vault: Vault;
  readonly #mostGrowthBytes: number;
  #smallest: number | null = null;

  constructor(vault: Vault, mostGrowthBytes: number) {
    this.#vault = vault;
    this.#mostGrowthBytes = mostGrowthBytes;
  }

  /** @param checkpoint the newest. @returns whether something was removed. @throws GitError */
  async tidy(checkpoint: string): Promise<boolean> {
    const size = await sizeOf(this.#vault);
    this.#smallest ??= size;
    if (size - this.#smallest <= this.#mostGrowthBytes) return false;
    const { git } = this.#vault;
    await git.run(["update-ref", NEWEST, checkpoint]);
    // What the checkpoint and the branches do not hold of these is fetched again where it is needed again.
    const named = await git.run(["for-each-ref", "--format=delete %(refname)", AGENT_COMMITS]);
    await git.run(["update-ref", "--stdin"], { input: named });
    // First what frees room, for packing anew needs some.
    await git.run(["prune", "--expire=now"]);
    await git.run(["repack", "-a", "-d", "-q"]);
    this.#smallest = await sizeOf(this.#vault);
    return true;
  }
}

/** Of its objects, packed or not. */
async function sizeOf({ git }: Vault): Promise<number> {
  const counts = (await git.run(["count-objects", "-v"])).toString();
  const kibibytes = [...counts.matchAll(/^size(?:-pack|-garbage)?: (\d+)$/gm)].map(([, size]) =>
    Number(size),
  );
  return kibibytes.reduce((sum, size) => sum + size, 0) * 1_024;
}
