/** The volumes of a pod as folders of this machine, and what a container's paths are here. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { KubeletPod } from "./pod-shape.ts";
import { volumesOf, type ProcessSpec, type ReadFiles, type VolumeSpec } from "./process-shape.ts";

export const TERMINATION_LOG = "/dev/termination-log";

/** What a container sees of the volumes. */
export class ContainerFolders {
  readonly #places: readonly (readonly [inside: string, here: string])[];
  readonly #termination: string;

  /** Makes what is not there yet. @param home for all pods; a claim outlives them. */
  constructor(home: string, pod: KubeletPod, name: string, spec: ProcessSpec, read: ReadFiles) {
    const own = path.join(home, pod.metadata.uid);
    const volumes = new Map(volumesOf(pod).map((volume) => [volume.name, volume]));
    const mounts = spec.volumeMounts.map(({ name: volume, mountPath }): readonly [string, string] => {
      const here = placeOf(home, own, volumes.get(volume) ?? { name: volume });
      fill(here, volumes.get(volume), read);
      return [mountPath, here];
    });
    this.#termination = path.join(own, `${name}.termination-log`);
    writeFileSync(this.#termination, "", { flag: "a" });
    this.#places = [...mounts, [TERMINATION_LOG, this.#termination] as const].toSorted(
      ([one], [other]) => other.length - one.length,
    );
  }

  /** A path of the container as it is here; anything else as it is. */
  here(text: string): string {
    for (const [inside, here] of this.#places)
      if (text === inside || text.startsWith(`${inside}/`)) return here + text.slice(inside.length);
    return text;
  }

  terminationMessage(): string {
    return readFileSync(this.#termination, "utf8").slice(0, 4_096);
  }
}

function placeOf(home: string, own: string, { name, persistentVolumeClaim }: VolumeSpec): string {
  return persistentVolumeClaim === undefined
    ? path.join(own, "volumes", name)
    : path.join(home, "claims", persistentVolumeClaim.claimName);
}

function fill(here: string, volume: VolumeSpec | undefined, read: ReadFiles): void {
  mkdirSync(here, { recursive: true });
  const { secret, configMap } = volume ?? {};
  const files =
    secret === undefined
      ? configMap === undefined
        ? {}
        : read("ConfigMap", configMap.name)
      : read("Secret", secret.secretName);
  for (const [name, text] of Object.entries(files ?? {}))
    writeFileSync(path.join(here, name), text, { mode: 0o600 });
}
