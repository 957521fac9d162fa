/** Tokens and cost of an agent, counted from its output as it comes, in pieces that end anywhere. */
import { StringDecoder } from "node:string_decoder";
import type { AgentUsage } from "../pod-reports/index.ts";
import type { Agent } from "./agent.ts";

/** A longer line is no event that counts tokens, and would have to be kept until it ends. */
const LONGEST_LINE = 4 * 1024 * 1024;

export class UsageCount {
  readonly #agent: Agent;
  #decoder = new StringDecoder("utf8");
  #rest = "";
  #isTooLong = false;
  #usage: AgentUsage | null = null;

  constructor(agent: Agent) {
    this.#agent = agent;
  }

  get usage(): AgentUsage | null {
    return this.#usage;
  }

  take(bytes: Buffer): void {
    const [first = "", ...others] = this.#decoder.write(bytes).split("\n");
    this.#rest += this.#isTooLong ? "" : first;
    for (const next of others) {
      this.#line();
      this.#rest = next;
    }
    if (this.#rest.length <= LONGEST_LINE) return;
    this.#isTooLong = true;
    this.#rest = "";
  }

  /** The output ends here, or was begun anew; a last line needs no end. */
  end(): void {
    this.#rest += this.#decoder.end();
    this.#line();
    this.#decoder = new StringDecoder("utf8");
  }

  #line(): void {
    if (!this.#isTooLong && this.#rest !== "")
      this.#usage = this.#agent.usageAfter(this.#rest.trimEnd(), this.#usage);
    this.#rest = "";
    this.#isTooLong = false;
  }
}
