import { badRequest, isJsonObject, parseJson } from "../objects/index.ts";
import { errorMessage } from "@gastown/system";

/** Where a paged list goes on. */
export interface ContinueToken {
  /** The revision whose state the list shows; -1 for whatever is newest (after the first one expired). */
  readonly revision: number;
  /** The key after which to go on. */
  readonly after: string;
}

const version = "meta.k8s.io/v1";

/** Writes a token, in the form that kube-apiserver uses. */
export function encodeContinue(token: ContinueToken): string {
  const text = JSON.stringify({ v: version, rv: token.revision, start: `${token.after}\0` });
  return Buffer.from(text).toString("base64url");
}

/** Reads a token; throws 400. */
export function decodeContinue(text: string): ContinueToken {
  let problem = "continue key is not valid";
  try {
    const value = parseJson(Buffer.from(text, "base64url").toString());
    if (
      isJsonObject(value) &&
      value.v === version &&
      typeof value.rv === "number" &&
      typeof value.start === "string"
    ) {
      return { revision: value.rv, after: value.start.replace(/\0$/, "") };
    }
  } catch (error) {
    problem += `: ${errorMessage(error)}`;
  }
  throw badRequest(`invalid continue token: ${problem}`);
}
