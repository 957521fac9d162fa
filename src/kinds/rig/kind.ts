/** The Rig. */
import { gtNameOf, RIG_TAGS, RIG_VERSION, rigMachine, type RigContext } from "../../../machines/index.ts";
import { rigFacts } from "../../projection/rig-facts.ts";
import { gtNameUnder } from "../../projection/rigs.ts";
import { AGE, MESSAGE, number, PHASE, REASON, text, UNCHANGED, wide } from "../crd/column.ts";
import { defineKind } from "../define-kind.ts";
import { always, never } from "../schema/effect.ts";
import { MARKS, ONLY_RIG } from "../shown.ts";
import { rigAsks } from "./asks.ts";
import { rigInput, desiredRig } from "./desired.ts";
import { rigContextSchema } from "./persisted.ts";
import { parseRig, rigSpecSchema, rigStatusSchema } from "./schema.ts";
import { rigStatus } from "./status.ts";
import { RIG_UPCASTS } from "./upcasts.ts";

/** Without a gtName, the resource's name becomes an argument of gt, where a dot or a long name is no rig. */
const RIG_NAMES = {
  metadata: { type: "object", properties: { name: { type: "string", maxLength: 63 } } },
  rules: [
    {
      rule: "self.metadata.name.matches('^[a-z0-9][a-z0-9-]*$')",
      message:
        "metadata.name has letters, digits and dashes; where gt's name of the rig is another, it goes into spec.gtName",
      fieldPath: ".metadata.name",
    },
  ],
};

export const rigKind = defineKind({
  name: "Rig",
  singular: "rig",
  plural: "rigs",
  shortNames: [],
  scope: "Cluster",
  isView: false,
  phaseLabels: ["rig"],
  about:
    "A repository of the town, as a view. Its name is gt's name of the rig, unless spec.gtName says another.",
  spec: rigSpecSchema,
  status: rigStatusSchema,
  root: RIG_NAMES,
  columns: [
    PHASE,
    number("Polecats", ".status.polecatCount", "Polecats that gt lists"),
    number("Convoys", ".status.activeConvoys", "Open convoys that track a bead of the rig"),
    number("Queue", ".status.queueLength", "Merge requests that wait"),
    text("Mode", ".status.mode", "Whether the operator acts for it: Manage, Observe or Paused"),
    REASON,
    wide(text("GT", ".status.gtName", "gt's name of the rig")),
    wide(text("Prefix", ".status.beadsPrefix", "gt's prefix of its bead ids")),
    wide(text("Path", ".spec.localPath", "The rig's folder")),
    wide(text("URL", ".spec.gitURL", "Where the rig's repository is")),
    wide(text("Witness", ".status.witness", "gt's word on the witness")),
    wide(text("Refinery", ".status.refinery", "gt's word on the refinery")),
    UNCHANGED,
    MESSAGE,
    AGE,
  ],
  effects: {
    gitURL: { works: "forPeople" },
    gtName: always,
    beadsPrefix: always,
    localPath: always,
    "settings.namepoolTheme": never("gt owns the name pool: run `gt namepool set THEME` in the rig's folder"),
    "settings.maxPolecats": always,
    "pods.namespaces": always,
    "pods.images": always,
    "pods.repositories": always,
    "pods.secrets": always,
    "pods.configMaps": always,
    "pods.maxResources": always,
    "pods.runtimeClassName": always,
    "pods.nodeSelector": always,
    management: always,
    paused: always,
  },
  machine: rigMachine,
  tags: RIG_TAGS,
  version: RIG_VERSION,
  upcasts: RIG_UPCASTS,
  context: rigContextSchema,
  read: parseRig,
  rigRef: () => undefined,
  desired: desiredRig,
  input: rigInput,
  statusOf: rigStatus,
  facts({ ref }, sources) {
    const view = sources.rigs.get(ref.name);
    // A folder that the spec names since this read began has not been looked for.
    return view === undefined || !sources.observation.paths.has(view.desired.localPath)
      ? null
      : rigFacts(sources, view);
  },
  listedRig: ({ ref }, rigs) => gtNameUnder(rigs, ref.name),
  asks: rigAsks,
  shown: ({ ref, context }, { mode }) => ({
    ...ONLY_RIG,
    rig: ref.name,
    gtRig: gtNameOf(context),
    progress: capacityText(context),
    marks: MARKS.filter((mark) => mark === mode),
  }),
});

/** `2/8 polecats`: those that gt lists, and how many there may be. */
function capacityText({ figures, desired }: RigContext): string | null {
  const { polecatCount } = figures;
  if (polecatCount === null || desired.maxPolecats === undefined) return null;
  return `${polecatCount}/${desired.maxPolecats} polecats`;
}
