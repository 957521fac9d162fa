import { forbidden, invalidOptions, notSupported, unexpected, type FieldError } from "../objects/index.ts";
import { parseInteger, parseRevision } from "../query/index.ts";

/** What a watch request asks for. */
export interface WatchOptions {
  /** Changes after this revision; undefined or 0: the state now, and what comes. */
  readonly revision: number | undefined;
  /** Whether the present objects come first, as ADDED events, and a bookmark that marks their end. */
  readonly initialEvents: boolean;
  readonly bookmarks: boolean;
  readonly timeoutMs: number;
}

/** kube-apiserver's --min-request-timeout: watches that name no timeout end after this long, or up to twice as long. */
const defaultTimeoutMs = 1_800_000;

/** A timer for longer than this fires at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Reads the options of a watch; throws 400 or 422. */
export function parseWatchOptions(query: URLSearchParams): WatchOptions {
  const errors = findings(query);
  if (errors.length > 0) throw invalidOptions("ListOptions", errors);
  const seconds = parseInteger(query.get("timeoutSeconds"));
  const revision = parseRevision(query.get("resourceVersion"), (why) => unexpected(why));
  const asked = query.get("sendInitialEvents");
  return {
    revision,
    initialEvents: asked === null ? (revision ?? 0) === 0 : asked === "true",
    bookmarks: query.get("allowWatchBookmarks") === "true",
    timeoutMs: seconds > 0 ? Math.min(seconds * 1000, longestTimerMs) : defaultTimeoutMs,
  };
}

function findings(query: URLSearchParams): FieldError[] {
  const match = query.get("resourceVersionMatch") ?? "";
  const initial = query.get("sendInitialEvents");
  if (initial === null) {
    return match === ""
      ? []
      : [
          forbidden(
            "resourceVersionMatch",
            "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
          ),
        ];
  }
  if (match === "NotOlderThan") return [];
  return match === ""
    ? [
        forbidden(
          "resourceVersionMatch",
          "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
        ),
      ]
    : [notSupported("resourceVersionMatch", match, ["NotOlderThan"])];
}
