/** `why KIND/NAME`: from the resource's status, with no more access than kubectl has, and from a journal where given. */
import { GROUP, KINDS, VERSION, type KindName } from "../api/index.ts";
import { ConfigError } from "../config.ts";
import {
  explain,
  explainedSchema,
  explanationText,
  historyOf,
  kindNames,
  parseSubject,
  timeline,
  type Around,
  type Explained,
  type Subject,
} from "../explain/index.ts";
import { readJournal } from "../host/index.ts";
import {
  isApiError,
  listObjects,
  readObject,
  resourceOf,
  type KubeApi,
  type Resource,
} from "../kube/index.ts";

import { readTownRead } from "./town-read.ts";

export interface WhyOptions {
  readonly namespace: string;
  readonly journal?: string | undefined;
  readonly json: boolean;
}

/** @throws ConfigError for a subject of no kind. */
export function subjectOf(text: string): Subject {
  const subject = parseSubject(text);
  if (subject !== null) return subject;
  const kinds = kindNames().map((kind) => KINDS[kind].singular);
  throw new ConfigError(
    `${JSON.stringify(text)} is no KIND/NAME such as polecat/nux; kinds are ${kinds.join(", ")}`,
  );
}

/** @returns what to print. @throws an Error where the object is not there. */
export async function why(api: KubeApi, subject: Subject, options: WhyOptions): Promise<string> {
  const { kind, name } = subject;
  const namespace = KINDS[kind].scope === "Namespaced" ? options.namespace : undefined;
  const object = await readObject(api, resource(kind), { name, namespace });
  if (object === undefined) {
    const place = namespace === undefined ? "" : ` in namespace ${namespace} (choose another with -n)`;
    throw new Error(`there is no ${KINDS[kind].singular} ${name}${place}`);
  }
  const history =
    options.journal === undefined
      ? null
      : historyOf(timeline(readJournal(options.journal)), object.metadata.uid);
  const around =
    kind === "Convoy" ? await surroundings(api, options.namespace) : { polecats: null, rigs: null };
  const townRead = await readTownRead(api, object.metadata.labels, options.namespace, Date.now());
  const explanation = explain(subject, object, around, history, townRead);
  return options.json ? JSON.stringify(explanation, null, 2) : explanationText(explanation);
}

function resource(kind: KindName): Resource<Explained> {
  const { plural, scope } = KINDS[kind];
  const type = { group: GROUP, version: VERSION, plural, kind, namespaced: scope === "Namespaced" };
  return resourceOf(type, explainedSchema);
}

/** Beads may be worked on from any namespace; whoever may not see all of them is told what can be seen. */
async function surroundings(api: KubeApi, namespace: string): Promise<Around> {
  const polecats = await listed(api, "Polecat");
  return { polecats: polecats ?? (await listed(api, "Polecat", namespace)), rigs: await listed(api, "Rig") };
}

async function listed(
  api: KubeApi,
  kind: KindName,
  namespace?: string,
): Promise<readonly Explained[] | null> {
  try {
    return await listObjects(api, resource(kind), namespace);
  } catch (error) {
    if (isApiError(error, 403, 404)) return null;
    throw error;
  }
}
