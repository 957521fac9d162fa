/** Objects as people name them: `nux`, `team-a/nux`, `polecat/nux`, `polecat/team-a/nux`. */
import { KINDS, type KindName } from "../../kinds/index.ts";
import { ConfigError } from "../../settings/index.ts";
import { kindNames, kindOf, kindWords } from "../../explain/index.ts";
import { isNamespace } from "../../grammar/index.ts";
import { nearest } from "../nearest.ts";
import type { VerbKind } from "./held.ts";

export interface ObjectNamed<Kind extends KindName = KindName> {
  readonly kind: Kind;
  readonly name: string;
  /** As it was named; undefined where it was not. */
  readonly namespace: string | undefined;
}

export type Named = ObjectNamed<VerbKind>;

/** What `why` and `events` take: an object of any kind, and a Polecat where none is named. */
export function anyObjectName(text: string): ObjectNamed {
  return objectName(text, ["Polecat", ...kindNames().filter((kind) => kind !== "Polecat")]);
}

/**
 * @param kinds that the verb takes; the first one is meant where none is named.
 * @throws ConfigError for what is no name of them.
 */
export function objectName<Kind extends KindName>(
  text: string,
  kinds: readonly [Kind, ...Kind[]],
): ObjectNamed<Kind> {
  const words = text.split("/");
  const [first = ""] = words;
  const named = words.length > 1 ? kindOf(first) : null;
  if (named !== null) return ofKind(text, kindAmong(named, text, kinds), words.slice(1));
  return ofKind(text, kinds[0], words, kinds.flatMap(kindWords));
}

function kindAmong<Kind extends KindName>(kind: KindName, text: string, kinds: readonly Kind[]): Kind {
  const found = kinds.find((candidate) => candidate === kind);
  if (found !== undefined) return found;
  const taken = kinds.map((one) => KINDS[one].singular).join(" or ");
  throw new ConfigError(`${JSON.stringify(text)} is a ${KINDS[kind].singular}: this takes a ${taken}`);
}

function ofKind<Kind extends KindName>(
  text: string,
  kind: Kind,
  words: readonly string[],
  kindsMeant: readonly string[] = [],
): ObjectNamed<Kind> {
  const isNamespaced = KINDS[kind].scope === "Namespaced";
  const name = words.at(-1) ?? "";
  const namespace = words.length > 1 ? words[0] : undefined;
  const isRight =
    words.length <= (isNamespaced ? 2 : 1) &&
    /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(name) &&
    (namespace === undefined || isNamespace(namespace));
  if (isRight) return { kind, name, namespace };
  const { singular } = KINDS[kind];
  const forms = isNamespaced
    ? `NAME, NAMESPACE/NAME or ${singular}/NAMESPACE/NAME`
    : `NAME or ${singular}/NAME`;
  const [first = "", ...rest] = words;
  const meant = rest.length === 0 ? null : nearest(first, kindsMeant);
  const hint = meant === null ? "" : `; did you mean ${[meant, ...rest].join("/")}?`;
  throw new ConfigError(`${JSON.stringify(text)} names no ${singular}: it takes ${forms}${hint}`);
}

/** @throws ConfigError where the flag and the name disagree. */
export function namespaceOf(
  { kind, name, namespace }: ObjectNamed,
  flag: string | undefined,
  other: string,
): string | undefined {
  if (KINDS[kind].scope === "Cluster") return undefined;
  if (namespace !== undefined && flag !== undefined && namespace !== flag) {
    throw new ConfigError(
      `${namespace}/${name} is in another namespace than --namespace ${flag}: leave one out`,
    );
  }
  return namespace ?? other;
}
