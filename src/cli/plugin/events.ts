/** `events`: what the operator told of its resources, the oldest first, and on request as it goes on. */
import type { Command } from "commander";
import { z } from "zod";
import { GROUP, KINDS } from "../../kinds/index.ts";
import type { Environment } from "../../settings/index.ts";
import { kindNames, kindOf } from "../../explain/index.ts";
import { listObjects, resourceOf, type Resource } from "../../kube/index.ts";
import { complain, print, untilOutputClosed } from "../output.ts";
import { inCluster, type Cluster } from "./cluster.ts";
import { find } from "./find.ts";
import { follow } from "./follow.ts";
import { anyObjectName, namespaceOf, type ObjectNamed } from "./object-name.ts";
import { dataText } from "./output-format.ts";
import { addReadFlags, checkNoNamespace, readFlags, readFormat } from "./read-flags.ts";
import { createScreen, type Screen } from "./screen.ts";

const FORMATS = ["json", "yaml"] as const;

/** Columns of an Event's time, with the space behind it. */
const TIME = 21;

const eventSchema = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    creationTimestamp: z.string().nullish(),
  }),
  eventTime: z.string().nullish(),
  type: z.string().nullish(),
  reason: z.string().nullish(),
  note: z.string().nullish(),
  series: z.looseObject({ count: z.number().nullish(), lastObservedTime: z.string().nullish() }).nullish(),
  regarding: z
    .looseObject({
      apiVersion: z.string().nullish(),
      kind: z.string().nullish(),
      namespace: z.string().nullish(),
      name: z.string().nullish(),
    })
    .nullish(),
});

type Event = z.infer<typeof eventSchema>;

const events: Resource<Event> = resourceOf(
  { group: "events.k8s.io", version: "v1", plural: "events", kind: "Event", namespaced: true },
  eventSchema,
);

const HELP = `
The API server keeps Events for an hour or so; the operator's journal, which
gastown-operator replay shows, has the rest.

  kubectl gastown events -f
  kubectl gastown events polecat/team-a/parser
  kubectl gastown events rig/alpha -A
`;

interface Wanted {
  /** Undefined is all. */
  readonly namespace: string | undefined;
  /** Undefined is any. */
  readonly subject: ObjectNamed | undefined;
  readonly isWanted: (event: Event) => boolean;
}

export function addEvents(program: Command, environment: Environment): void {
  const command = program
    .command("events")
    .description("what the operator told of its resources")
    .argument("[name]", "only of this one, such as parser, team-a/parser or rig/alpha")
    .option("-A, --all-namespaces", "of all namespaces")
    .option("-f, --follow", "go on with those that are yet to come");
  addReadFlags(command, "namespace of the resources (the context's, or default)", FORMATS)
    .addHelpText("after", HELP)
    .action(async (text: string | undefined, given: unknown) => {
      const truth = z.boolean().default(false);
      const flags = z.object({ ...readFlags, allNamespaces: truth, follow: truth }).parse(given);
      const format = readFormat(flags, FORMATS);
      const subject = text === undefined ? undefined : anyObjectName(text);
      if (flags.allNamespaces) checkNoNamespace(flags);
      await inCluster(flags, environment, async (cluster) => {
        // Of what is in no namespace they are in `default`.
        const isOfCluster = subject !== undefined && KINDS[subject.kind].scope === "Cluster";
        const named =
          subject === undefined ? undefined : namespaceOf(subject, cluster.asked, cluster.namespace);
        const own = isOfCluster ? "default" : (named ?? cluster.namespace);
        const wanted: Wanted = {
          subject,
          namespace: flags.allNamespaces ? undefined : own,
          isWanted: ({ regarding }) =>
            regarding?.apiVersion?.startsWith(`${GROUP}/`) === true &&
            (subject === undefined ||
              (kindOf(regarding.kind ?? "") === subject.kind && regarding.name === subject.name)),
        };
        const screen = createScreen(process.stdout, environment);
        const tell = (event: Event): void =>
          format === undefined ? tellEvent(event, screen, wanted) : print(toldData(event, format));
        await (flags.follow ? tellOn(cluster, wanted, tell) : tellAll(cluster, wanted, tell));
      });
    });
}

async function tellAll(cluster: Cluster, wanted: Wanted, tell: (event: Event) => void): Promise<void> {
  const { namespace, isWanted } = wanted;
  const found = (await listObjects(cluster.api, events, namespace)).filter(isWanted);
  if (found.length === 0) await checkThere(cluster, wanted);
  // As kubectl does, beside what a program reads.
  if (found.length === 0) complain(`No events in ${namespace ?? "any"} namespace.`);
  for (const event of found.sort(byTime)) tell(event);
}

/** What is deleted has Events for a while; of what is neither there nor has any, the name may be mistyped. */
async function checkThere(cluster: Cluster, { namespace, subject }: Wanted): Promise<void> {
  if (subject !== undefined && namespace !== undefined) await find(cluster, subject, kindNames());
}

async function tellOn(cluster: Cluster, wanted: Wanted, tell: (event: Event) => void): Promise<void> {
  const { namespace, isWanted } = wanted;
  const { promise: refused, reject } = Promise.withResolvers<never>();
  let early: Event[] | null = [];
  const followed = follow(cluster.api, events, {
    namespace,
    onRefused: reject,
    handler({ type, object }) {
      if (type === "deleted" || !isWanted(object)) return;
      if (early === null) tell(object);
      else early.push(object);
    },
  });
  try {
    await Promise.race([followed.hasSynced, refused]);
    if (early.length === 0) await checkThere(cluster, wanted);
    for (const event of early.sort(byTime)) tell(event);
    early = null;
    await Promise.race([refused, untilOutputClosed()]);
  } finally {
    await followed.close();
  }
}

function timeOf({ series, eventTime, metadata }: Event): string {
  return series?.lastObservedTime ?? eventTime ?? metadata.creationTimestamp ?? "";
}

function byTime(one: Event, other: Event): number {
  return Date.parse(timeOf(one)) - Date.parse(timeOf(other));
}

function tellEvent(event: Event, screen: Screen, { namespace }: Wanted): void {
  const { regarding, reason, note, series, type } = event;
  const kind = (regarding?.kind ?? "?").toLowerCase();
  const place = namespace === undefined && regarding?.namespace ? `${regarding.namespace}/` : "";
  const count = series?.count ?? 1;
  const why = `${reason ?? ""}  `;
  screen.hanging(
    TIME,
    { text: timeOf(event).slice(0, 19).replace("T", " ").padEnd(TIME), colour: "grey" },
    `${kind}/${place}${regarding?.name ?? "?"}  `,
    type === "Warning" ? { text: why, colour: "red" } : why,
    `${note ?? ""}${count > 1 ? ` (${count} times)` : ""}`,
  );
}

/** Each one a line, or a document: they come one by one. */
function toldData(event: Event, format: "json" | "yaml" | "name" | "wide"): string {
  return format === "yaml" ? `---\n${dataText(event, "yaml")}` : JSON.stringify(event);
}
