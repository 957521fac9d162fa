/** Services that were asked for and have not ended, so that a stop can wait for them. */
export type Running = Set<Promise<unknown>>;

export function track<Value>(running: Running, work: Promise<Value>): Promise<Value> {
  const settled = work.then(
    () => undefined,
    () => undefined,
  );
  running.add(settled);
  void settled.then(() => running.delete(settled));
  return work;
}
