/**
 * The repository of each rig, as gt keeps it in `mayor/rigs.json`: `gt rig list` does not tell. It is shown to people and
 * nothing is decided from it. Credentials in a URL are gt's alone.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

const rigsFile = z.looseObject({
  rigs: z.record(z.string(), z.looseObject({ git_url: z.string().catch("") }).catch({ git_url: "" })),
});

/** Such as `https://TOKEN@host/…` and `ssh://git:PASSWORD@host/…`; of ssh the user alone is no secret, and has to be there. */
const USER = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)@/i;

/** @returns by gt's name of the rig, those that gt has a URL of; none where the file cannot be read. */
export async function readRigUrls(townRoot: string): Promise<ReadonlyMap<string, string>> {
  try {
    const { rigs } = rigsFile.parse(
      JSON.parse(await readFile(path.join(townRoot, "mayor", "rigs.json"), "utf8")),
    );
    return new Map(
      Object.entries(rigs)
        .map(([name, { git_url: url }]) => [name, withoutCredentials(url)] as const)
        .filter(([, url]) => url !== ""),
    );
  } catch {
    // Whatever the reason: the rig is shown without it.
    return new Map();
  }
}

function withoutCredentials(url: string): string {
  return url.replace(USER, (_, scheme: string, user: string) => {
    const [name = ""] = user.split(":");
    return scheme.toLowerCase().endsWith("ssh://") && name !== "" ? `${scheme}${name}@` : scheme;
  });
}
