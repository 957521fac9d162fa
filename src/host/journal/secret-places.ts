/**
 * Secret places: where a credential stands that neither a name nor its own shape tells of, but the form of what is around
 * it. What could begin anywhere is bounded, so that no text makes it slow.
 */
import { NOT_MARKED, QUOTED, WORD } from "./secret-values.ts";
import { exactly, inAnyCase, type Sought } from "./word-search.ts";

const CURL_USER = String.raw`(?<=\bcurl\b[^\n]{0,512}\s)(?:-[A-Za-z]{0,8}[uU]|--user|--proxy-user)[\s=]{0,4}`;
const ANY = `${NOT_MARKED}(?:${QUOTED}|${WORD})`;

/** Of each the first group stays. */
export const SECRET_PLACES: readonly RegExp[] = [
  // The same as in any URL, where the URL or its login is percent-encoded.
  new RegExp(String.raw`(:\/\/|%3A%2F%2F)${NOT_MARKED}(?:(?!%2F|%3F|%23)[^\s/?#"'<>&@]){1,256}(?=%40)`, "gi"),
  // As drivers of MySQL, and so of Dolt, have them: `root:secret@tcp(127.0.0.1:3307)`.
  new RegExp(String.raw`([\w.-]{1,64}:)${NOT_MARKED}[^\s"'<>]{1,256}(?=@(?:tcp|unix)\()`, "g"),
  // Lines of a .pgpass file: host, port, database, user, password.
  new RegExp(
    String.raw`((?<![\w.*-])[\w.*-]{1,253}:(?:\d{4,5}|\*):(?!\d{1,9}:)[^:\s"'\\/]{1,63}:[^:\s"'\\/]{1,63}:)${NOT_MARKED}[^\s"'\\]+`,
    "g",
  ),
  // `curl -u user:password`, in quotes to their end.
  new RegExp(String.raw`(${CURL_USER}\\{0,8}"[^\s:"\\]{0,256}:)${NOT_MARKED}[^"\\]+`, "g"),
  new RegExp(String.raw`(${CURL_USER}\\{0,8}'[^\s:'\\]{0,256}:)${NOT_MARKED}[^'\\]+`, "g"),
  new RegExp(String.raw`(${CURL_USER}[^\s:"'\\-][^\s:"'\\]{0,255}:)${NOT_MARKED}${WORD}`, "g"),
  new RegExp(String.raw`((?<=\b(?:sshpass|(?:docker|podman) login)\b[^\n]{0,256}\s)-p\s{0,4})${ANY}`, "g"),
  // Cookies, to the end of the line or of what it is quoted in. Without a pair it is a word.
  /(\b(?:set-)?cookie\\{0,8}["']?:\s{0,4}\\{0,8}["']?)(?=[^\s=;,"'\\]{1,128}=)(?:=\\{0,8}"[^"\n\r\\]*\\{0,8}"?|=|[^=\n\r"'\\])+/gi,
  // A login of a registry in docker's config.json.
  /("auth\\{0,8}"\s{0,4}:\s{0,4}\\{0,8}")[A-Za-z0-9+/=_-]{4,}/g,
  // One of npm, alone or behind a registry.
  new RegExp(String.raw`((?<![A-Za-z0-9])_auth\s{0,4}=\s{0,4})${ANY}`, "g"),
  new RegExp(
    String.raw`([?&](?:amp;)?(?:sig|key|auth|X-Amz-Signature|X-Amz-Security-Token|X-Goog-Signature)=)${NOT_MARKED}[^&\s"'<>]+`,
    "g",
  ),
  // Of a digest login and of a request that is signed for a cloud.
  /(\b[Rr]esponse=\\{0,8}"?)[0-9A-Fa-f]{16,}/g,
  /(\bSignature=)[0-9a-zA-Z+/=%]{16,}/g,
];

const DIGIT = "0123456789";
const QUERY_STARTS = ["?", "&", "?amp;", "&amp;"];

/** One of them is found in each text that the places could change, or a name of a credential is. */
export const PLACES_SUSPECTED: readonly Sought[] = [
  ...["%40", "@tcp(", "@unix(", ":*:", "curl", "sshpass", "docker login", "podman login", "esponse="].map(
    exactly,
  ),
  ...["cookie", "_auth", '"auth"', '"auth\\', "sig=", "signature="].map(inAnyCase),
  ...QUERY_STARTS.flatMap((start) => [exactly(`${start}key=`), exactly(`${start}auth=`)]),
  // A port of a .pgpass file.
  [":", DIGIT, DIGIT, DIGIT, DIGIT, ":"],
  [":", DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, ":"],
];
