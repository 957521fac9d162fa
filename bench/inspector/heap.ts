/** What is in use of this thread's heap, after what nobody needs has gone. */
export function heap(): string {
  globalThis.gc?.();
  return `${(process.memoryUsage().heapUsed / 1_048_576).toFixed(0)} MiB heap`;
}
