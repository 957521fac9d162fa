/** Ordinary values: what stands behind the name of a credential, and is a word about it, a count or a kind of it. */

const WORDS = new Set(
  [
    "missing none null nil undefined unset empty invalid valid expired required optional unknown wrong rejected",
    "refused denied needed failed absent revoked rotated created updated deleted changed unchanged new old found",
    "true false yes no ok set given not is was are were or and the a an in of to for from all",
  ].flatMap((line) => line.split(" ")),
);
/** Kinds of a Secret that Kubernetes and Helm have, such as `kubernetes.io/tls`. */
const SECRET_TYPE = /^(?:[\w-]{1,63}\.){0,3}(?:kubernetes\.io|helm\.sh)\/[\w./-]{1,63}$/;
const COUNT = /^\d{1,3}(?:\/\d{1,3})?(?: [a-z]{1,20})?$/;
/**
 * An actor's path, or a polecat's name and branch in a consent, which may end like the name of a credential:
 * `polecat/default/rotate-token: working`, `alpha/nux@rotate-token:1f3d…`, `beta/chrome@polecat/chrome/be-2@auyf3pwd:311c…`.
 */
const ACTOR =
  /\b(?:rig|polecat|convoy|witness|refinery|beadstore)\/[\w.-]{1,63}\/[\w.-]{0,253}$|(?:^|[\s"'=])[\w.-]{1,63}\/[\w.-]{1,63}@(?:[\w.-]{1,253}[/@]){0,8}[\w.-]{0,253}$/i;
const LONGEST_ACTOR = 2_100;

/** Whether the words tell of a credential, and are none: each of them must be one that such sentences are made of. */
export function isOrdinary(name: string, value: string): boolean {
  if (value.length > 100) return false;
  const text = value.replace(/[.!,;:)]{1,3}$/, "").trim();
  if (SECRET_TYPE.test(text)) return true;
  if (/(?:^|[^a-z])pass\W*$/i.test(name) && COUNT.test(text)) return true;
  return text !== "" && text.split(/\s+/).every((word) => WORDS.has(word.toLowerCase()));
}

/** Whether the name that begins at `offset` is the end of an actor's. */
export function isOfActor(text: string, offset: number, before: string): boolean {
  return before.includes(":") && ACTOR.test(text.slice(Math.max(0, offset - LONGEST_ACTOR), offset));
}
