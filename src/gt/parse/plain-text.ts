/** What gt printed, as text: without colours, and without the byte order mark that some shells put before it. */
import { stripVTControlCharacters } from "node:util";

export function plainText(output: string): string {
  return stripVTControlCharacters(output)
    .replaceAll("\r\n", "\n")
    .replaceAll(/^\uFEFF/gm, "");
}
