/** What befalls a cluster, each for a few seconds. */
import type { Siege } from "../cluster/siege.ts";

export type Trouble =
  "apiserver killed" | "apiserver frozen" | "etcd compacted" | "connections forgotten" | "operator killed";

const seconds = (count: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, count * 1_000));

export async function befall(
  { plane, proxy, world }: Siege,
  trouble: Trouble,
  forSeconds: number,
): Promise<void> {
  switch (trouble) {
    case "apiserver killed":
      await plane.server.kill();
      await seconds(forSeconds);
      return plane.startServer();
    case "apiserver frozen":
      plane.server.freeze();
      await seconds(forSeconds);
      plane.server.thaw();
      return;
    case "etcd compacted":
      proxy.close();
      await seconds(forSeconds);
      await plane.etcd.compact();
      await plane.server.kill();
      await plane.startServer();
      proxy.open();
      return;
    case "connections forgotten":
      proxy.forget();
      return;
    case "operator killed":
      await world.operator.stop("SIGKILL");
      await world.startOperator().ready();
      return;
    default:
      return trouble satisfies never;
  }
}
