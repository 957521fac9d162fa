/** The words that may stand at a place. */
import { KINDS, type KindName } from "../../../kinds/index.ts";
import type { Environment } from "../../../settings/index.ts";
import { kindNames, kindOf } from "../../../explain/index.ts";
import { MERGE_STRATEGIES } from "../../../grammar/index.ts";
import { contextNames } from "../../../kube/index.ts";
import { inCluster, type Cluster } from "../cluster.ts";
import { listable } from "../find.ts";
import { formatsOf } from "../output-format.ts";
import type { Place } from "./place.ts";

export interface Candidate {
  readonly word: string;
  /** Empty where the word says it all. */
  readonly about: string;
}

export async function candidatesFor(place: Place, environment: Environment): Promise<readonly Candidate[]> {
  const { command, flag, typed } = place;
  if (flag !== null) return flagValues(place, environment);
  if (typed.startsWith("-")) {
    return command.options.map(({ long, description }) => ({ word: long ?? "", about: description }));
  }
  if (command.commands.length > 0) {
    return command.commands.map((one) => ({ word: one.name(), about: one.description() }));
  }
  return argumentsAt(place, environment);
}

async function flagValues(place: Place, environment: Environment): Promise<readonly Candidate[]> {
  const { flag, command, given } = place;
  switch (flag?.long) {
    case "--output":
      return plain(formatsOf(command));
    case "--dry-run":
      return plain(["server"]);
    case "--merge":
      return plain(MERGE_STRATEGIES);
    case "--context":
      return plain(
        contextNames({ kubeconfig: given.get("--kubeconfig") ?? environment["KUBECONFIG"], environment }),
      );
    case "--namespace":
      return within(place, environment, namespaces);
    case "--rig":
      return within(place, environment, (cluster) => names(cluster, "Rig"));
    default:
      return [];
  }
}

async function argumentsAt(place: Place, environment: Environment): Promise<readonly Candidate[]> {
  const { path, position } = place;
  switch (path) {
    case "stop":
    case "resume":
      return within(place, environment, async (cluster) => [
        ...(await polecats(cluster, (management) => management !== "Observe")),
        ...(await rigs(cluster, () => true)),
      ]);
    case "take":
      return within(place, environment, (cluster) =>
        polecatsAndRigs(cluster, (management) => management === "Observe"),
      );
    case "release":
      return within(place, environment, (cluster) =>
        polecatsAndRigs(cluster, (management) => management !== "Observe"),
      );
    case "sling":
      return position === 1 ? within(place, environment, (cluster) => names(cluster, "Rig")) : [];
    case "drain":
      return position === 0 ? within(place, environment, (cluster) => names(cluster, "Rig")) : [];
    case "convoy status":
    case "convoy watch":
      return position === 0 ? within(place, environment, (cluster) => names(cluster, "Convoy")) : [];
    case "logs":
      return position === 0 ? within(place, environment, (cluster) => polecats(cluster, () => true)) : [];
    case "why":
    case "events":
      return position === 0 ? subjects(place, environment) : [];
    case "completion":
      return plain(["bash", "zsh", "fish"]);
    default:
      return [];
  }
}

/** Polecats, which need no kind, and `KIND/`; behind a kind its objects. */
async function subjects(place: Place, environment: Environment): Promise<readonly Candidate[]> {
  const [word = "", ...rest] = place.typed.split("/");
  const kind = kindOf(word);
  if (rest.length === 0 || kind === null) {
    const kinds = kindNames().map((one) => ({ word: `${KINDS[one].singular}/`, about: "" }));
    return [...(await within(place, environment, (cluster) => polecats(cluster, () => true))), ...kinds];
  }
  const found = await within(place, environment, (cluster) => names(cluster, kind));
  return found.map(({ word: name, about }) => ({ word: `${word}/${name}`, about }));
}

function within<T>(
  { given }: Place,
  environment: Environment,
  body: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  const flags = {
    namespace: given.get("--namespace"),
    kubeconfig: given.get("--kubeconfig"),
    context: given.get("--context"),
  };
  return inCluster(flags, environment, body);
}

async function names({ api, namespace }: Cluster, kind: KindName): Promise<readonly Candidate[]> {
  const held = (await listable(api, kind, namespace)) ?? [];
  return held.map(({ shown }) => ({ word: shown.metadata.name, about: shown.status?.phase ?? "" }));
}

type IsMeant = (management: string | undefined) => boolean;

async function polecatsAndRigs(cluster: Cluster, isMeant: IsMeant): Promise<readonly Candidate[]> {
  return [...(await polecats(cluster, isMeant)), ...(await rigs(cluster, isMeant))];
}

async function rigs({ api }: Cluster, isMeant: IsMeant): Promise<readonly Candidate[]> {
  const held = (await listable(api, "Rig", undefined)) ?? [];
  return held
    .filter(({ shown }) => isMeant(shown.spec.management))
    .map(({ shown }) => ({ word: `rig/${shown.metadata.name}`, about: shown.status?.phase ?? "" }));
}

async function polecats({ api, namespace }: Cluster, isMeant: IsMeant): Promise<readonly Candidate[]> {
  const held = (await listable(api, "Polecat", namespace)) ?? [];
  return held
    .filter(({ shown }) => isMeant(shown.spec.management))
    .map(({ shown: { metadata, status } }) => {
      const about = [status?.phase, status?.bead].filter((part) => part !== undefined).join(", ");
      return { word: metadata.name, about };
    });
}

/** Those that have something of ours. */
async function namespaces({ api }: Cluster): Promise<readonly Candidate[]> {
  const held = [
    ...((await listable(api, "Polecat", undefined)) ?? []),
    ...((await listable(api, "Convoy", undefined)) ?? []),
  ];
  return plain([...new Set(held.map(({ shown }) => shown.metadata.namespace ?? "default"))].sort());
}

function plain(words: readonly string[]): readonly Candidate[] {
  return words.map((word) => ({ word, about: "" }));
}
