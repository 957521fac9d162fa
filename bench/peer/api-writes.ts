/** Writes of the operator, from the API server's audit log. */
import type { AuditLine, AuditLog } from "../../test/envtest/index.ts";
import { countBy, type Counts } from "./stub/calls.ts";

const WRITES = new Set(["create", "update", "patch", "delete", "deletecollection"]);

export class ApiWrites {
  readonly #audit: AuditLog;
  readonly #account: string;

  constructor(audit: AuditLog, account: string) {
    this.#audit = audit;
    this.#account = account;
  }

  /** How many the log has now: where `since` may begin. */
  mark(): number {
    return this.#audit.lines.length;
  }

  /** Of requests that were answered after the mark. */
  since(mark: number): Counts {
    const lines = this.#audit.lines.slice(mark).filter((line) => this.#isWrite(line));
    return countBy(lines, ({ verb, objectRef, responseStatus }) => {
      const { resource = "", subresource } = objectRef ?? {};
      const what = `${verb} ${resource}${subresource === undefined ? "" : `/${subresource}`}`;
      const code = responseStatus?.code ?? 0;
      return code < 300 ? what : `${what} (${code})`;
    });
  }

  /** Requests of any verb that came in after the mark: watches and renewals of a Lease, too. */
  requestsSince(mark: number): number {
    return this.#audit.lines
      .slice(mark)
      .filter((line) => line.stage === "RequestReceived" && this.#isOperators(line)).length;
  }

  #isWrite(line: AuditLine): boolean {
    return line.stage === "ResponseComplete" && WRITES.has(line.verb) && this.#isOperators(line);
  }

  #isOperators({ user }: AuditLine): boolean {
    return user.username?.endsWith(`:${this.#account}`) === true;
  }
}

/** Renewals of a Lease tell that the operator lives, and say nothing about resources. */
export function withoutLeases(counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).filter(([what]) => !/ leases$/.test(what)));
}
