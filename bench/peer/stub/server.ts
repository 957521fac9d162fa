/**
 * The stub's side of the exchange with its clients, over files and named pipes of one folder, so that a client is cheap:
 *
 *     N.argv     the client N (its pid) writes its words here, each ended by a NUL,
 *     requests   then its number and a line feed into this pipe, which all clients share,
 *     N.answer   and waits for a line with its exit code at the end of this pipe, which it has made;
 *     N.out      by then its output is here,
 *     N.err      and what goes to stderr here, where there is any.
 */
import { execFileSync } from "node:child_process";
import { constants, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { Socket } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Answer } from "simulated-town";

/** @param argv begins with the program's name. @param pid the client's. */
export type Serve = (argv: readonly string[], pid: number) => Promise<Answer>;

const GONE: Answer = { exitCode: 1, stdout: "", stderr: "Error: the town is gone\n" };
/** A client opens its pipe at once, unless it was killed. */
const OPENS_WITHIN_MS = 5_000;
/** No client needs so long to read its files, and no pid comes again so soon. */
const REMOVED_AFTER_MS = 10_000;

export class StubServer {
  readonly #folder: string;
  readonly #serve: Serve;
  readonly #requests: Socket;
  readonly #waiting = new Set<number>();
  #isClosed = false;
  #rest = "";

  /** @param folder is made. */
  constructor(folder: string, serve: Serve) {
    this.#folder = folder;
    this.#serve = serve;
    mkdirSync(folder, { recursive: true });
    const pipe = path.join(folder, "requests");
    execFileSync("mkfifo", [pipe]);
    // For writing, too: without a writer of its own the pipe would end whenever no client has it open.
    const fd = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    this.#requests = new Socket({ fd, readable: true, writable: false });
    this.#requests.on("data", (chunk: Buffer) => this.#take(chunk.toString("latin1")));
  }

  /** How many clients wait for an answer. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Whoever waits is answered that the town is gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#waiting].map((pid) => this.#answer(pid, GONE)));
    this.#requests.destroy();
  }

  #take(text: string): void {
    const lines = `${this.#rest}${text}`.split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) void this.#call(Number(line));
  }

  async #call(pid: number): Promise<void> {
    const argv = readFileSync(this.#file(pid, "argv"), "utf8").split("\0").slice(0, -1);
    this.#waiting.add(pid);
    const answer = this.#isClosed ? GONE : await this.#serve(argv, pid);
    await this.#answer(pid, answer);
  }

  async #answer(pid: number, { exitCode, stdout, stderr }: Answer): Promise<void> {
    if (!this.#waiting.delete(pid)) return;
    writeFileSync(this.#file(pid, "out"), stdout);
    if (stderr !== "") writeFileSync(this.#file(pid, "err"), stderr);
    await this.#tell(pid, `${exitCode}\n`);
    setTimeout(() => this.#remove(pid), REMOVED_AFTER_MS).unref();
  }

  /** The client may not have opened its pipe yet, and a pipe without a reader takes nothing. */
  async #tell(pid: number, line: string): Promise<void> {
    const giveUpAt = Date.now() + OPENS_WITHIN_MS;
    while (Date.now() < giveUpAt) {
      const pipe = await open(this.#file(pid, "answer"), constants.O_WRONLY | constants.O_NONBLOCK).catch(
        () => null,
      );
      if (pipe !== null) {
        await pipe.write(line).catch(() => undefined);
        await pipe.close();
        return;
      }
      await delay(1);
    }
  }

  #remove(pid: number): void {
    if (!existsSync(this.#folder)) return;
    for (const kind of ["argv", "answer", "out", "err"]) rmSync(this.#file(pid, kind), { force: true });
  }

  #file(pid: number, kind: string): string {
    return path.join(this.#folder, `${pid}.${kind}`);
  }
}
