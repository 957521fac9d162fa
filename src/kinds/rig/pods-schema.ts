/** What the polecats of a Rig may use in pods: who may make a Polecat makes the operator use it for them, so an admin lists it. */
import { z } from "zod";
import { quantity } from "../schema/quantity.ts";
import { characters, ours, text } from "../schema/fields.ts";

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

const objectNames = (about: string) =>
  z.array(characters(253).regex(SUBDOMAIN)).max(256).default([]).describe(about);

const prefixes = (most: number) => z.array(text(most).min(1)).max(64);

export const podsSchema = z
  .object({
    namespaces: z
      .array(characters(63).regex(LABEL))
      .max(64)
      .default([])
      .describe("Namespaces whose Polecats may run in pods. The pods run there, too. Default: none."),
    images: prefixes(512)
      .default([])
      .describe(
        "Images that agents may have, each whole or as a beginning up to a slash, a colon or an @: registry.example/agents covers registry.example/agents/claude:1, and not registry.example/agents-of-others. Default: none.",
      ),
    repositories: prefixes(2048)
      .optional()
      .describe(
        "Repositories to which the git Secret may be shown, each whole or as a beginning up to a slash. Default: spec.gitURL alone.",
      ),
    secrets: objectNames(
      "Secrets, of the Polecat's namespace, that a Polecat may name for git, for its agent and in variables. Default: none.",
    ),
    configMaps: objectNames("ConfigMaps, in the same way. Default: none."),
    maxResources: z
      .record(z.string(), quantity())
      .optional()
      .describe(
        "The most that an agent may request or be limited to, such as memory: 8Gi; a resource that is not listed is refused. Default: any cpu, memory and ephemeral-storage, and nothing else.",
      ),
    runtimeClassName: characters(253)
      .regex(SUBDOMAIN)
      .optional()
      .describe("RuntimeClass of the pods, such as gvisor. Default: the cluster's."),
    nodeSelector: z
      .record(z.string(), characters(63).regex(LABEL_VALUE))
      .optional()
      .describe("Labels of the nodes on which the pods may run. Default: any node."),
  })
  .describe(
    ours(
      "What polecats with executionMode kubernetes may use; what is not listed is refused, and the Polecat says so. Without it none may run in a pod.",
    ),
  );

export type RigPods = z.output<typeof podsSchema>;

/** A Rig as those of its polecats need it that are to run in pods. */
export interface RigOfPods {
  readonly name: string;
  readonly gitURL: string;
  readonly pods: RigPods | undefined;
}
