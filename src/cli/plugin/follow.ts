/** Objects as they are and as they change, until somebody has seen enough. */
import { Informer, type InformerOptions, type KubeApi, type Resource } from "../../kube/index.ts";
import { complain } from "../output.ts";

interface Following<T> extends Pick<InformerOptions<T>, "handler" | "namespace"> {
  /** They may not be listed or watched. */
  readonly onRefused: (error: unknown) => void;
}

/** A cluster that does not answer is told of once, and asked again until it does. */
export function follow<T>(api: KubeApi, resource: Resource<T>, following: Following<T>): Informer<T> {
  return new Informer({
    ...following,
    api,
    resource,
    now: () => Date.now(),
    random: () => Math.random(),
    onDisturbance({ error, failures, during }) {
      if (during === "handler") following.onRefused(error);
      else if (failures === 3) complain(`${String(error)}: it is tried again`);
    },
  }).start();
}
