/** What a verb does not do, and what would help: no server was asked for it. */
export class RefusalError extends Error {
  override readonly name = "RefusalError";
}
