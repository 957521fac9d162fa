/**
 * What the agent has printed, read on from where the last look had ended: tokens and cost are counted as they come, and
 * nothing of a long output is read twice.
 */
import { closeSync, fstatSync, readSync } from "node:fs";
import { UsageCount, type Agent } from "../agents/index.ts";
import type { AgentUsage } from "../pod-reports/index.ts";
import type { OpenFolder } from "./open-folder.ts";

const PART_BYTES = 262_144;
/** In one look, so that an output without an end keeps no probe waiting. */
const MOST_BYTES = 64 * 1024 * 1024;

export class AgentOutput {
  readonly #count: UsageCount;
  #file: bigint | null = null;
  #at = 0;

  constructor(agent: Agent) {
    this.#count = new UsageCount(agent);
  }

  /** @param name of the output in its folder. @param isLast whether the agent has ended. */
  read(folder: OpenFolder, name: string, isLast: boolean): AgentUsage | null {
    const fd = folder.openFile(name);
    if (fd === null) return this.#count.usage;
    try {
      this.#readOn(fd);
    } finally {
      closeSync(fd);
    }
    if (isLast) this.#count.end();
    return this.#count.usage;
  }

  #readOn(fd: number): void {
    const { ino, size } = fstatSync(fd, { bigint: true });
    if (this.#file !== ino || size < this.#at) {
      this.#count.end();
      this.#at = 0;
    }
    this.#file = ino;
    const part = Buffer.allocUnsafe(PART_BYTES);
    for (let read = 0; read < MOST_BYTES;) {
      const length = readSync(fd, part, 0, PART_BYTES, this.#at);
      if (length === 0) return;
      this.#count.take(part.subarray(0, length));
      this.#at += length;
      read += length;
    }
  }
}
