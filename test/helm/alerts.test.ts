import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { CHART, readChartFile } from "./helm.ts";
import { describeWithPromtool, promtoolRefusal } from "./promtool.ts";

const RULES = path.join(CHART, "alerts.yaml");
const rulesSchema = z.object({
  groups: z.array(
    z.looseObject({
      rules: z.array(z.object({ alert: z.string(), labels: z.object({ severity: z.string() }) }).loose()),
    }),
  ),
});
const rules = rulesSchema.parse(parse(readChartFile("alerts.yaml"))).groups.flatMap((group) => group.rules);

/** Series by selector, one value a minute in promtool's notation; every one has the labels of a scrape. */
type Series = Readonly<Record<string, string>>;

interface Story {
  readonly alert: string;
  readonly what: string;
  readonly series: Series;
  /** Such as `7m`; before it the alert must be silent. */
  readonly firesAt?: string;
  readonly silentAt: string;
  /** Labels beside those of the scrape and the severity. */
  readonly labels?: Readonly<Record<string, string>>;
}

const SCRAPE = { namespace: "gastown", job: "gastown-operator" };
const RUNS: Series = { "gastown_operator_journal_errors_total{pod='a'}": "0x600" };

const STORIES: readonly Story[] = [
  {
    alert: "GastownOperatorAbsent",
    what: "nothing is scraped",
    series: {},
    silentAt: "4m",
    firesAt: "5m",
  },
  { alert: "GastownOperatorAbsent", what: "one replica of two is gone", series: RUNS, silentAt: "1h" },
  {
    alert: "GastownNoLeader",
    what: "all replicas stand by",
    series: {
      "leader_election_master_status{pod='a',name='gastown/gastown-operator'}": "1x4 0x60",
      "leader_election_master_status{pod='b',name='gastown/gastown-operator'}": "0x60",
    },
    silentAt: "5m",
    firesAt: "6m",
    labels: { name: "gastown/gastown-operator" },
  },
  {
    alert: "GastownNoLeader",
    what: "the lead passes to another",
    series: {
      "leader_election_master_status{pod='a',name='gastown/gastown-operator'}": "1x4 0x60",
      "leader_election_master_status{pod='b',name='gastown/gastown-operator'}": "0x4 1x60",
    },
    silentAt: "30m",
  },
  {
    alert: "GastownGtUnreachable",
    what: "every call fails",
    series: {
      "gastown_gt_cli_calls_total{pod='a',command='health',result='success'}": "0+10x10 100x60",
      "gastown_gt_cli_calls_total{pod='a',command='health',result='error'}": "0x10 0+10x60",
      "gastown_gt_cli_errors_total{pod='a',command='health',reason='GtMissing'}": "0x10 0+10x60",
    },
    silentAt: "18m",
    firesAt: "25m",
  },
  {
    alert: "GastownGtUnreachable",
    what: "one command fails",
    series: {
      "gastown_gt_cli_calls_total{pod='a',command='health',result='success'}": "0+10x60",
      "gastown_gt_cli_calls_total{pod='a',command='sling',result='error'}": "0+10x60",
      "gastown_gt_cli_errors_total{pod='a',command='sling',reason='Refused'}": "0+10x60",
    },
    silentAt: "40m",
  },
  {
    alert: "GastownTownUnreadable",
    what: "reads go on and none is trusted",
    series: {
      "gastown_operator_observation_duration_seconds_count{pod='a',trusted='true'}": "0+2x10 20x60",
      "gastown_operator_observation_duration_seconds_count{pod='a',trusted='false'}": "0x10 0+2x60",
    },
    silentAt: "24m",
    firesAt: "27m",
  },
  {
    alert: "GastownTownUnreadable",
    what: "a former leader reads no more and another does",
    series: {
      "gastown_operator_observation_duration_seconds_count{pod='a',trusted='true'}": "0+2x10 20x60",
      "gastown_operator_observation_duration_seconds_count{pod='b',trusted='true'}": "0x10 0+2x60",
    },
    silentAt: "50m",
  },
  {
    alert: "GastownGtErrors",
    what: "two of three slings fail",
    series: {
      "gastown_gt_cli_calls_total{pod='a',command='sling',result='success'}": "0+1x60",
      "gastown_gt_cli_calls_total{pod='a',command='sling',result='error'}": "0+2x60",
      "gastown_gt_cli_errors_total{pod='a',command='sling',reason='Timeout'}": "0+2x60",
    },
    silentAt: "9m",
    firesAt: "13m",
    labels: { command: "sling" },
  },
  {
    alert: "GastownRigDegraded",
    what: "a rig stays degraded",
    series: { "gastown_rig_phase{pod='a',rig='alpha',phase='Degraded'}": "1x60" },
    silentAt: "9m",
    firesAt: "10m",
    labels: { rig: "alpha" },
  },
  {
    alert: "GastownPolecatFailed",
    what: "a polecat has failed",
    series: { "gastown_polecat_phase{pod='a',rig='alpha',name='nux',phase='Failed'}": "1x60" },
    silentAt: "0m",
    firesAt: "1m",
    labels: { rig: "alpha", name: "nux" },
  },
  {
    alert: "GastownPolecatStuck",
    what: "a polecat was stuck for over an hour",
    series: { "gastown_operator_polecat_stuck_since_seconds{pod='a',rig='alpha',name='nux'}": "600x200" },
    silentAt: "70m",
    firesAt: "71m",
    labels: { rig: "alpha", name: "nux" },
  },
  {
    alert: "GastownConvoyStalled",
    what: "no bead is closed",
    series: {
      "gastown_convoy_phase{pod='a',rig='',name='wave',phase='InProgress'}": "1x600",
      "gastown_operator_convoy_beads{pod='a',rig='',name='wave',state='closed'}": "1x600",
    },
    silentAt: "3h",
    firesAt: "4h",
    labels: { name: "wave" },
  },
  {
    alert: "GastownConvoyStalled",
    what: "a bead is closed every hour",
    series: {
      "gastown_convoy_phase{pod='a',rig='',name='wave',phase='InProgress'}": "1x600",
      "gastown_operator_convoy_beads{pod='a',rig='',name='wave',state='closed'}":
        "0x59 1x59 2x59 3x59 4x59 5x59 6x59 7x59",
    },
    silentAt: "7h",
  },
  {
    alert: "GastownMergeQueueGrows",
    what: "requests come and none is merged",
    series: { "gastown_refinery_queue_length{pod='a',rig='alpha'}": "1+0.2x300" },
    silentAt: "30m",
    firesAt: "2h",
    labels: { rig: "alpha" },
  },
  {
    alert: "GastownMergeQueueGrows",
    what: "a long queue gets shorter",
    series: { "gastown_refinery_queue_length{pod='a',rig='alpha'}": "90-0.2x300" },
    silentAt: "4h",
  },
  {
    alert: "GastownJournalNotWritable",
    what: "the disk is full",
    series: { "gastown_operator_journal_writable{pod='a'}": "1x9 0x60" },
    silentAt: "14m",
    firesAt: "15m",
    labels: { pod: "a" },
  },
  {
    alert: "GastownWritesRefused",
    what: "a right is missing",
    series: { "gastown_operator_writes_refused{pod='a'}": "0x9 3x60" },
    silentAt: "19m",
    firesAt: "20m",
    labels: { pod: "a" },
  },
  {
    alert: "GastownWritesRefused",
    what: "a refused write goes through soon",
    series: { "gastown_operator_writes_refused{pod='a'}": "0x9 1x5 0x60" },
    silentAt: "30m",
  },
  {
    alert: "GastownWatchErrors",
    what: "the API refuses every list",
    series: { "gastown_operator_watch_errors_total{pod='a',kind='Polecat'}": "0+2x60" },
    silentAt: "8m",
    firesAt: "30m",
    labels: { kind: "Polecat" },
  },
  {
    alert: "GastownWatchErrors",
    what: "a watch breaks now and then",
    series: { "gastown_operator_watch_errors_total{pod='a',kind='Polecat'}": "0+0.2x300" },
    silentAt: "4h",
  },
];

/** promtool compares whole alerts; what a text says is not its business here, so every story has it from the rule. */
function testFile({ alert, series, firesAt, silentAt, labels = {} }: Story, ruleFile: string): unknown {
  const severity = rules.find((rule) => rule.alert === alert)?.labels.severity;
  const scrape = alert === "GastownOperatorAbsent" ? {} : SCRAPE;
  const at = (time: string, fires: boolean): unknown => ({
    eval_time: time,
    alertname: alert,
    exp_alerts: fires ? [{ exp_labels: { ...scrape, ...labels, severity } }] : [],
  });
  const within = `namespace='${SCRAPE.namespace}',job='${SCRAPE.job}'`;
  return {
    rule_files: [ruleFile],
    evaluation_interval: "1m",
    tests: [
      {
        interval: "1m",
        input_series: Object.entries(series).map(([selector, values]) => ({
          series: selector.replace("{", `{${within},`),
          values,
        })),
        alert_rule_test: [at(silentAt, false), ...(firesAt === undefined ? [] : [at(firesAt, true)])],
      },
    ],
  };
}

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), "gastown-alerts-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test("every alert has a story in which it fires", () => {
  const told = new Set(STORIES.filter(({ firesAt }) => firesAt !== undefined).map(({ alert }) => alert));
  expect(rules.map(({ alert }) => alert).filter((alert) => !told.has(alert))).toEqual([]);
});

describeWithPromtool("the chart's alerts", () => {
  test("are rules that Prometheus takes", () => {
    expect(promtoolRefusal("check", "rules", RULES)).toBeNull();
  });

  test.for(STORIES)("$alert, when $what", (story) => {
    const here = folder();
    const ruleFile = path.join(here, "rules.yaml");
    const named = rules.filter(({ alert }) => alert === story.alert);
    const bare = named.map((rule) => ({ ...rule, annotations: undefined }));
    writeFileSync(ruleFile, stringify({ groups: [{ name: "story", rules: bare }] }));
    const file = path.join(here, "story.yaml");
    writeFileSync(file, stringify(testFile(story, ruleFile)));
    expect(promtoolRefusal("test", "rules", file)).toBeNull();
  });
});
