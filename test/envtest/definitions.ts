/** CustomResourceDefinitions, installed until what they define is served. */
import { z } from "zod";
import type { Admin } from "./admin.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const LOOK_EVERY_MS = 50;

const definitionSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    group: z.string(),
    names: z.looseObject({ plural: z.string() }),
    versions: z.array(z.looseObject({ name: z.string() })),
  }),
});

/** Resolves when their kinds are served, and described in the OpenAPI documents: kubectl asks those first. */
export async function installDefinitions(admin: Admin, definitions: readonly unknown[]): Promise<void> {
  await Promise.all(definitions.map((definition) => admin.create(DEFINITIONS, definition)));
  const giveUpAt = Date.now() + WAIT_DEADLINE_MS;
  for (const path of definitions.flatMap(pathsOf)) {
    while (!(await admin.isThere(path))) {
      if (Date.now() > giveUpAt) throw new Error(`${path} is not served`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
}

function pathsOf(definition: unknown): string[] {
  const { group, names, versions } = definitionSchema.parse(definition).spec;
  return versions.flatMap(({ name }) => [
    `/apis/${group}/${name}/${names.plural}?limit=1`,
    `/openapi/v3/apis/${group}/${name}`,
  ]);
}
