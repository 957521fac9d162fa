/** The words of whatever was thrown: JavaScript throws anything, and a message is wanted of all of it. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
