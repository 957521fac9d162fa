import { ALL_KINDS } from "../../src/kinds/index.ts";
import { describe, expect, it } from "vitest";
import { createMetrics, type Metrics } from "../../src/telemetry/index.ts";

const lines = async ({ registry }: Metrics, name: string): Promise<readonly string[]> => {
  const text = await registry.metrics();
  return text.split("\n").filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
};

describe("The phase of a resource", () => {
  it("is one series, which moves with it", async () => {
    const metrics = createMetrics(ALL_KINDS);
    metrics.phases.set("polecat", "u1", { rig: "alpha", name: "one", phase: "Pending" });
    metrics.phases.set("polecat", "u1", { rig: "alpha", name: "one", phase: "Working" });
    expect(await lines(metrics, "gastown_polecat_phase")).toEqual([
      'gastown_polecat_phase{rig="alpha",name="one",phase="Working"} 1',
    ]);
  });

  it("goes with the resource", async () => {
    const metrics = createMetrics(ALL_KINDS);
    metrics.phases.set("convoy", "u1", { rig: "", name: "wave", phase: "InProgress" });
    metrics.phases.set("rig", "u2", { rig: "alpha", name: "alpha", phase: "Ready" });
    metrics.phases.remove("convoy", "u1");
    metrics.phases.remove("convoy", "u1");
    expect(await lines(metrics, "gastown_convoy_phase")).toEqual([]);
    expect(await lines(metrics, "gastown_rig_phase")).toEqual([
      'gastown_rig_phase{rig="alpha",phase="Ready"} 1',
    ]);
  });

  it("stays while another resource of that name, in another namespace, is in it", async () => {
    const metrics = createMetrics(ALL_KINDS);
    const labels = { rig: "alpha", name: "one", phase: "Idle" };
    metrics.phases.set("polecat", "u1", labels);
    metrics.phases.set("polecat", "u2", labels);
    const series = 'gastown_polecat_phase{rig="alpha",name="one",phase="Idle"}';
    expect(await lines(metrics, "gastown_polecat_phase")).toEqual([`${series} 2`]);
    metrics.phases.remove("polecat", "u1");
    expect(await lines(metrics, "gastown_polecat_phase")).toEqual([`${series} 1`]);
    metrics.phases.remove("polecat", "u2");
    expect(await lines(metrics, "gastown_polecat_phase")).toEqual([]);
  });
});

describe("How far a resource has come", () => {
  const stuck = {
    namespace: "default",
    rig: "alpha",
    name: "nux",
    stuckSince: 1_700_000_000_000,
    beads: null,
  };
  const wave = {
    namespace: "default",
    rig: "",
    name: "wave",
    stuckSince: null,
    beads: { closed: 2, open: 3 },
  };
  const shown = async (metrics: Metrics): Promise<readonly string[]> => [
    ...(await lines(metrics, "gastown_operator_polecat_stuck_since_seconds")),
    ...(await lines(metrics, "gastown_operator_convoy_beads")),
  ];

  it("is told of each of two that share a name in two namespaces", async () => {
    const metrics = createMetrics(ALL_KINDS);
    metrics.progress.set("u1", stuck);
    metrics.progress.set("u2", { ...stuck, namespace: "other", stuckSince: 1_600_000_000_000 });
    expect(await shown(metrics)).toEqual([
      'gastown_operator_polecat_stuck_since_seconds{rig="alpha",resource_namespace="default",name="nux"} 1700000000',
      'gastown_operator_polecat_stuck_since_seconds{rig="alpha",resource_namespace="other",name="nux"} 1600000000',
    ]);
  });

  it("is told while it is known, and goes with the resource or the leadership", async () => {
    const metrics = createMetrics(ALL_KINDS);
    metrics.progress.set("u1", stuck);
    metrics.progress.set("u2", wave);
    expect(await shown(metrics)).toEqual([
      'gastown_operator_polecat_stuck_since_seconds{rig="alpha",resource_namespace="default",name="nux"} 1700000000',
      'gastown_operator_convoy_beads{rig="",resource_namespace="default",name="wave",state="closed"} 2',
      'gastown_operator_convoy_beads{rig="",resource_namespace="default",name="wave",state="open"} 3',
    ]);
    metrics.progress.set("u1", { ...stuck, stuckSince: null });
    metrics.progress.remove("u2");
    expect(await shown(metrics)).toEqual([]);
    metrics.progress.set("u1", stuck);
    metrics.leads("default/gastown-operator", false);
    expect(await shown(metrics)).toEqual([]);
  });
});

describe("Calls of gt", () => {
  it("are counted by command and result, errors by reason, and timed in seconds", async () => {
    const metrics = createMetrics(ALL_KINDS);
    metrics.gtCalled({ command: "sling", result: "success", reason: null, durationMs: 7_000 });
    metrics.gtCalled({ command: "sling", result: "error", reason: "Timeout", durationMs: 1_000 });
    expect(await lines(metrics, "gastown_gt_cli_calls_total")).toEqual([
      'gastown_gt_cli_calls_total{command="sling",result="success"} 1',
      'gastown_gt_cli_calls_total{command="sling",result="error"} 1',
    ]);
    expect(await lines(metrics, "gastown_gt_cli_errors_total")).toEqual([
      'gastown_gt_cli_errors_total{command="sling",reason="Timeout"} 1',
    ]);
    expect(await lines(metrics, "gastown_gt_cli_duration_seconds_sum")).toEqual([
      'gastown_gt_cli_duration_seconds_sum{command="sling"} 8',
    ]);
  });
});

describe("Reconciliations", () => {
  it("are counted and timed by controller, and their failures too", async () => {
    const metrics = createMetrics(ALL_KINDS);
    metrics.reconciled("polecat", 0.25);
    metrics.reconcileFailed("polecat");
    expect(await lines(metrics, "gastown_reconcile_total")).toEqual([
      'gastown_reconcile_total{controller="polecat"} 1',
    ]);
    expect(await lines(metrics, "gastown_reconcile_errors_total")).toEqual([
      'gastown_reconcile_errors_total{controller="polecat"} 1',
    ]);
    expect(await lines(metrics, "gastown_reconcile_duration_seconds_sum")).toEqual([
      'gastown_reconcile_duration_seconds_sum{controller="polecat"} 0.25',
    ]);
  });
});

describe("The queue of a rig", () => {
  it("is shown as it was last read, and not at all when it was not", async () => {
    const metrics = createMetrics(ALL_KINDS);
    metrics.queueLengths(
      new Map([
        ["alpha", 3],
        ["beta", 0],
      ]),
    );
    expect(await lines(metrics, "gastown_refinery_queue_length")).toEqual([
      'gastown_refinery_queue_length{rig="alpha"} 3',
      'gastown_refinery_queue_length{rig="beta"} 0',
    ]);
    metrics.queueLengths(new Map([["beta", 1]]));
    expect(await lines(metrics, "gastown_refinery_queue_length")).toEqual([
      'gastown_refinery_queue_length{rig="beta"} 1',
    ]);
  });
});

describe("When a rig was read", () => {
  it("is shown for those that the town has, and for none while the replica stands by", async () => {
    const metrics = createMetrics(ALL_KINDS);
    const name = "gastown_operator_rig_read_timestamp_seconds";
    metrics.rigsRead(new Map(Object.entries({ alpha: 30, beta: 60 })));
    metrics.rigsRead(new Map(Object.entries({ beta: 90 })));
    expect(await lines(metrics, name)).toEqual([`${name}{rig="beta"} 90`]);
    metrics.leads("lease", false);
    expect(await lines(metrics, name)).toEqual([]);
  });
});

describe("Merges", () => {
  it("are counted by rig and result, and timed where they went through; a lost end counts for nothing", async () => {
    const metrics = createMetrics(ALL_KINDS);
    const ended = [
      { result: "success", durationMs: 90_000 },
      { result: "failure", durationMs: 5_000 },
      { result: "lost", durationMs: null },
    ] as const;
    metrics.merged("alpha", { ended, conflicts: 2 });
    expect(await lines(metrics, "gastown_refinery_merge_total")).toEqual([
      'gastown_refinery_merge_total{rig="alpha",result="success"} 1',
      'gastown_refinery_merge_total{rig="alpha",result="failure"} 1',
      'gastown_refinery_merge_total{rig="alpha",result="conflict"} 2',
    ]);
    expect(await lines(metrics, "gastown_refinery_conflicts_total")).toEqual([
      'gastown_refinery_conflicts_total{rig="alpha"} 2',
    ]);
    expect(await lines(metrics, "gastown_refinery_merge_duration_seconds_sum")).toEqual([
      'gastown_refinery_merge_duration_seconds_sum{rig="alpha"} 90',
    ]);
  });

  it("of a rig that is gone have no series, and those of the others stay", async () => {
    const metrics = createMetrics(ALL_KINDS);
    const ended = [{ result: "success", durationMs: 90_000 }] as const;
    for (const rig of ["alpha", "beta"]) metrics.merged(rig, { ended, conflicts: 1 });
    metrics.keepRigs(new Set(["beta"]));
    const text = await metrics.registry.metrics();
    expect(text).not.toContain("alpha");
    expect(await lines(metrics, "gastown_refinery_merge_total")).toEqual([
      'gastown_refinery_merge_total{rig="beta",result="success"} 1',
      'gastown_refinery_merge_total{rig="beta",result="conflict"} 1',
    ]);
    expect(await lines(metrics, "gastown_refinery_merge_duration_seconds_count")).toEqual([
      'gastown_refinery_merge_duration_seconds_count{rig="beta"} 1',
    ]);
    metrics.merged("alpha", { ended, conflicts: 0 });
    expect(await lines(metrics, "gastown_refinery_merge_total")).toContain(
      'gastown_refinery_merge_total{rig="alpha",result="success"} 1',
    );
  });

  it("have no series while the replica stands by", async () => {
    const metrics = createMetrics(ALL_KINDS);
    metrics.merged("alpha", { ended: [], conflicts: 1 });
    metrics.leads("lease", false);
    expect(await metrics.registry.metrics()).not.toContain("alpha");
  });
});

describe("Every metric", () => {
  it("has the type and the labels that dashboards depend on", async () => {
    const metrics = createMetrics(ALL_KINDS);
    metrics.phases.set("rig", "u", { rig: "r", name: "r", phase: "p" });
    metrics.phases.set("polecat", "v", { rig: "r", name: "n", phase: "p" });
    metrics.phases.set("convoy", "w", { rig: "r", name: "n", phase: "p" });
    metrics.gtCalled({ command: "c", result: "error", reason: "r", durationMs: 1 });
    metrics.reconciled("c", 1);
    metrics.reconcileFailed("c");
    metrics.queueLengths(new Map([["r", 1]]));
    metrics.merged("r", { ended: [{ result: "success", durationMs: 1 }], conflicts: 1 });
    metrics.attemptEnded("Evicted");
    const described = await metrics.registry.getMetricsAsJSON();
    const ours = described.filter(
      ({ name }) => name.startsWith("gastown_") && !name.startsWith("gastown_operator_"),
    );
    const labels = ours.map(({ name, type, values }) => {
      const names = new Set(values.flatMap((value) => Object.keys(value.labels)));
      return `${String(type)} ${name} ${[...names]
        .filter((label) => label !== "le")
        .sort()
        .join()}`;
    });
    expect(labels.sort()).toEqual([
      "counter gastown_gt_cli_calls_total command,result",
      "counter gastown_gt_cli_errors_total command,reason",
      "counter gastown_polecat_attempts_total cause",
      "counter gastown_reconcile_errors_total controller",
      "counter gastown_reconcile_total controller",
      "counter gastown_refinery_conflicts_total rig",
      "counter gastown_refinery_merge_total result,rig",
      "gauge gastown_convoy_phase name,phase,rig",
      "gauge gastown_polecat_phase name,phase,rig",
      "gauge gastown_refinery_queue_length rig",
      "gauge gastown_rig_phase phase,rig",
      "histogram gastown_gt_cli_duration_seconds command",
      "histogram gastown_reconcile_duration_seconds controller",
      "histogram gastown_refinery_merge_duration_seconds rig",
    ]);
  });
});

describe("The journal's metrics", () => {
  it("say at each scrape whether it can be written, and how much was lost", async () => {
    const metrics = createMetrics(ALL_KINDS);
    let health = { ok: true, lost: 0 };
    metrics.watchJournal(() => health);
    expect(await metrics.registry.metrics()).toContain("gastown_operator_journal_writable 1");
    health = { ok: false, lost: 7 };
    const text = await metrics.registry.metrics();
    expect(text).toContain("gastown_operator_journal_writable 0");
    expect(text).toContain("gastown_operator_journal_lost_records 7");
  });
});

describe("A replica", () => {
  it("that leads again tells of its newest journal", async () => {
    const metrics = createMetrics(ALL_KINDS);
    metrics.watchJournal(() => ({ ok: false, lost: 3 }));
    metrics.watchJournal(() => ({ ok: true, lost: 0 }));
    expect(await lines(metrics, "gastown_operator_journal_writable")).toEqual([
      "gastown_operator_journal_writable 1",
    ]);
    expect(await lines(metrics, "gastown_operator_journal_lost_records")).toEqual([
      "gastown_operator_journal_lost_records 0",
    ]);
  });

  it("that stands by has no phases and no queues, and says that it does not lead", async () => {
    const metrics = createMetrics(ALL_KINDS);
    metrics.leads("default/gastown-operator", true);
    metrics.phases.set("rig", "u1", { rig: "alpha", name: "alpha", phase: "Ready" });
    metrics.queueLengths(new Map([["alpha", 2]]));
    metrics.leads("default/gastown-operator", false);
    expect(await lines(metrics, "gastown_rig_phase")).toEqual([]);
    expect(await lines(metrics, "gastown_refinery_queue_length")).toEqual([]);
    expect(await lines(metrics, "leader_election_master_status")).toEqual([
      'leader_election_master_status{name="default/gastown-operator"} 0',
    ]);
  });
});
