/** `why KIND/NAME`: from the resource's status, with no more access than kubectl has, and from a journal where given. */
import { KINDS } from "../kinds/index.ts";
import { ConfigError } from "../config.ts";
import {
  explain,
  explanationText,
  historyOf,
  kindNames,
  kindOf,
  kindWords,
  parseSubject,
  timeline,
  type Subject,
} from "../explain/index.ts";
import { readJournal } from "../host/index.ts";
import { nearest } from "./nearest.ts";
import type { Cluster } from "./plugin/cluster.ts";
import { find } from "./plugin/find.ts";
import { surroundings } from "./plugin/surroundings.ts";
import { readTownRead } from "./town-read.ts";

export interface WhyOptions {
  readonly journal?: string | undefined;
  readonly json: boolean;
}

/** @throws ConfigError for a subject of no kind. */
export function subjectOf(text: string): Subject {
  const subject = parseSubject(text);
  if (subject !== null) return subject;
  const kinds = kindNames().map((kind) => KINDS[kind].singular);
  const [kind = "", ...names] = text.split("/");
  const meant = kindOf(kind) === null ? nearest(kind, kindNames().flatMap(kindWords)) : null;
  const hint = meant === null || names.length === 0 ? "" : `; did you mean ${[meant, ...names].join("/")}?`;
  throw new ConfigError(
    `${JSON.stringify(text)} is no KIND/NAME such as polecat/nux or polecat/NAMESPACE/nux; kinds are ${kinds.join(", ")}${hint}`,
  );
}

/** @returns what to print. @throws ServerError where the object is not there. */
export async function why(cluster: Cluster, subject: Subject, options: WhyOptions): Promise<string> {
  const { api, namespace } = cluster;
  const object = (await find(cluster, { namespace: undefined, ...subject })).shown;
  const history =
    options.journal === undefined
      ? null
      : historyOf(timeline(readJournal(options.journal)), object.metadata.uid);
  const around = subject.kind === "Convoy" ? await surroundings(cluster) : { polecats: null, rigs: null };
  const townRead = await readTownRead(api, object.metadata.labels, namespace, Date.now());
  const explanation = explain(subject, object, around, history, townRead);
  return options.json ? JSON.stringify(explanation, null, 2) : explanationText(explanation);
}
