import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { addSettings, ConfigError, readConfig, type Config, type Flags } from "../../src/settings/index.ts";

const HOME = { HOME: "/home/ada" };
const read = (flags: Flags = {}, env: Record<string, string> = {}): Config =>
  readConfig(flags, { ...HOME, ...env });

const JOURNAL = {
  fsync: 1_000,
  segmentBytes: 16 * 1024 * 1024,
  segmentMs: 86_400_000,
  keepBytes: 256 * 1024 * 1024,
  keepMs: 14 * 86_400_000,
};

const INSPECTOR = { address: "127.0.0.1:8081", tokenFile: undefined };

/** The setting in the configuration, its flag as commander names it, its variable, its default, and two other values. */
const SETTINGS: readonly (readonly [
  keyof Config,
  string,
  string,
  unknown,
  readonly [string, unknown],
  readonly [string, unknown],
])[] = [
  [
    "townRoot",
    "townRoot",
    "GT_TOWN_ROOT",
    "/home/ada/gt",
    ["/srv/gt", "/srv/gt"],
    ["~/town", "/home/ada/town"],
  ],
  ["gtPath", "gtPath", "GT_PATH", "gt", ["/usr/bin/gt", "/usr/bin/gt"], ["./gt", "./gt"]],
  [
    "gtEnv",
    "gtEnv",
    "GASTOWN_GT_ENV",
    [],
    ["GT_DOLT_HOST, GT_DOLT_PORT", ["GT_DOLT_HOST", "GT_DOLT_PORT"]],
    ["ANTHROPIC_API_KEY,constructor", ["ANTHROPIC_API_KEY", "constructor"]],
  ],
  ["kubeconfig", "kubeconfig", "KUBECONFIG", undefined, ["/a", "/a"], ["/b", "/b"]],
  [
    "httpAddress",
    "httpAddress",
    "GASTOWN_HTTP_ADDRESS",
    ":8080",
    ["127.0.0.1:9", "127.0.0.1:9"],
    ["[::1]:0", "[::1]:0"],
  ],
  [
    "inspector",
    "inspectorAddress",
    "GASTOWN_INSPECTOR_ADDRESS",
    INSPECTOR,
    ["off", { ...INSPECTOR, address: null }],
    [":9", { ...INSPECTOR, address: ":9" }],
  ],
  [
    "inspector",
    "inspectorTokenFile",
    "GASTOWN_INSPECTOR_TOKEN_FILE",
    INSPECTOR,
    ["/a", { ...INSPECTOR, tokenFile: "/a" }],
    ["/b", { ...INSPECTOR, tokenFile: "/b" }],
  ],
  ["pollMs", "pollInterval", "GASTOWN_POLL_INTERVAL", 30_000, ["1m30s", 90_000], ["500ms", 500]],
  ["namespace", "namespace", "GASTOWN_NAMESPACE", undefined, ["team-a", "team-a"], ["default", "default"]],
  ["dataDir", "dataDir", "GASTOWN_DATA_DIR", undefined, ["/data", "/data"], ["~/data", "/home/ada/data"]],
  [
    "journal",
    "journalFsync",
    "GASTOWN_JOURNAL_FSYNC",
    JOURNAL,
    ["commit", { ...JOURNAL, fsync: "commit" }],
    ["never", { ...JOURNAL, fsync: "never" }],
  ],
  [
    "journal",
    "journalFsync",
    "GASTOWN_JOURNAL_FSYNC",
    JOURNAL,
    ["5s", { ...JOURNAL, fsync: 5_000 }],
    ["250ms", { ...JOURNAL, fsync: 250 }],
  ],
  [
    "journal",
    "journalSegmentSize",
    "GASTOWN_JOURNAL_SEGMENT_SIZE",
    JOURNAL,
    ["128Ki", { ...JOURNAL, segmentBytes: 131_072 }],
    ["100000", { ...JOURNAL, segmentBytes: 100_000 }],
  ],
  [
    "journal",
    "journalSegmentAge",
    "GASTOWN_JOURNAL_SEGMENT_AGE",
    JOURNAL,
    ["1h", { ...JOURNAL, segmentMs: 3_600_000 }],
    ["1m", { ...JOURNAL, segmentMs: 60_000 }],
  ],
  [
    "journal",
    "journalKeepSize",
    "GASTOWN_JOURNAL_KEEP_SIZE",
    JOURNAL,
    ["1Gi", { ...JOURNAL, keepBytes: 1_073_741_824 }],
    ["64Mi", { ...JOURNAL, keepBytes: 67_108_864 }],
  ],
  [
    "journal",
    "journalKeepAge",
    "GASTOWN_JOURNAL_KEEP_AGE",
    JOURNAL,
    ["48h", { ...JOURNAL, keepMs: 172_800_000 }],
    ["2h", { ...JOURNAL, keepMs: 7_200_000 }],
  ],
  ["adopt", "adopt", "GASTOWN_ADOPT", false, ["true", true], ["false", false]],
  ["town", "town", "GASTOWN_TOWN", undefined, ["east", "east"], ["west-1", "west-1"]],
  ["logLevel", "logLevel", "GASTOWN_LOG_LEVEL", "info", ["debug", "debug"], ["silent", "silent"]],
  [
    "stuckThresholdMs",
    "stuckThreshold",
    "GASTOWN_STUCK_THRESHOLD",
    900_000,
    ["1h", 3_600_000],
    ["2s", 2_000],
  ],
  ["readTimeoutMs", "readTimeout", "GASTOWN_READ_TIMEOUT", 30_000, ["2s", 2_000], ["1m", 60_000]],
  ["defaultWitness", "defaultWitness", "GASTOWN_DEFAULT_WITNESS", true, ["false", false], ["true", true]],
  ["slingTimeoutMs", "slingTimeout", "GASTOWN_SLING_TIMEOUT", 300_000, ["4m", 240_000], ["10m", 600_000]],
  ["watchdogMs", "watchdogTimeout", "GASTOWN_WATCHDOG_TIMEOUT", 30_000, ["2m", 120_000], ["off", null]],
];

describe.each(SETTINGS)("The setting %s", (name, flag, variable, fallback, [one, first], [other, second]) => {
  it("has a default", () => {
    expect(read()[name]).toEqual(fallback);
  });

  it("is taken from its variable, and before that from its flag", () => {
    expect(read({}, { [variable]: one })[name]).toEqual(first);
    expect(read({ [flag]: other }, { [variable]: one })[name]).toEqual(second);
  });

  it("is in the help of each command, with its variable and default", () => {
    const help = addSettings(new Command("run")).helpInformation();
    expect(help).toContain(`--${flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} `);
    expect(help).toContain(variable);
  });
});

describe("A configuration", () => {
  it("has no setting that this list leaves out", () => {
    // Leader election and pods are one value of several settings each: they have their own tests.
    const { env: _env, leaderElection: _election, pods: _pods, ...settings } = read();
    expect(Object.keys(settings).sort()).toEqual([...new Set(SETTINGS.map(([name]) => name))].sort());
  });

  it("takes a command's own defaults before the general ones", () => {
    const { pollMs, adopt } = readConfig({}, HOME, { pollInterval: "2s", adopt: "true" });
    expect({ pollMs, adopt }).toEqual({ pollMs: 2_000, adopt: true });
    expect(readConfig({}, { ...HOME, GASTOWN_POLL_INTERVAL: "7s" }, { pollInterval: "2s" }).pollMs).toBe(
      7_000,
    );
  });
});

describe("Pods", () => {
  const IMAGE = { podImage: "registry.example/operator:1" };

  it("are off until they are asked for", () => {
    expect(read({ podNamespaces: "team", ...IMAGE }).pods).toBeUndefined();
    const asked = read({ pods: "true", podNamespaces: "team, other,team", ...IMAGE });
    expect(asked.pods).toEqual({ namespaces: ["team", "other"], image: IMAGE.podImage });
  });

  it("are made in the one namespace that is watched, where no other is named", () => {
    expect(read({ pods: "true", namespace: "team", ...IMAGE }).pods?.namespaces).toEqual(["team"]);
    expect(() => read({ pods: "true", ...IMAGE })).toThrow("--pod-namespaces (GASTOWN_POD_NAMESPACES)");
  });

  it("need to know the operator's own image", () => {
    expect(() => read({ pods: "true", namespace: "team" })).toThrow("--pod-image (GASTOWN_POD_IMAGE)");
  });

  it("take their settings from variables, and have them in the help", () => {
    const env = {
      GASTOWN_PODS: "true",
      GASTOWN_POD_NAMESPACES: "team",
      GASTOWN_POD_IMAGE: IMAGE.podImage,
    };
    expect(read({}, env).pods).toEqual({ namespaces: ["team"], image: IMAGE.podImage });
    const help = addSettings(new Command("run")).helpInformation();
    for (const variable of Object.keys(env)) expect(help).toContain(variable);
  });
});

describe("Leader election", () => {
  const NAMES = ["LEASE_DURATION", "RENEW_DEADLINE", "RETRY_PERIOD", "RESOURCE_NAMESPACE"];

  it("is off until it is asked for, and has client-go's timings then", () => {
    expect(read({ leaderElectRetryPeriod: "1s" }).leaderElection).toBeUndefined();
    expect(read({ leaderElect: "true" }).leaderElection).toEqual({
      namespace: undefined,
      leaseMs: 15_000,
      renewDeadlineMs: 10_000,
      retryMs: 2_000,
    });
  });

  it("takes each of its settings from a variable, and has it in the help", () => {
    const values = ["30s", "20s", "5s", "gastown"];
    const env = Object.fromEntries(
      NAMES.map((name, index) => [`GASTOWN_LEADER_ELECT_${name}`, values[index] ?? ""]),
    );
    expect(read({ leaderElect: "true" }, env).leaderElection).toEqual({
      namespace: "gastown",
      leaseMs: 30_000,
      renewDeadlineMs: 20_000,
      retryMs: 5_000,
    });
    const help = addSettings(new Command("run")).helpInformation();
    for (const variable of Object.keys(env)) expect(help).toContain(variable);
  });

  it.each([
    ["leader-elect-lease-duration", { leaderElectLeaseDuration: "15500ms" }, "whole seconds"],
    ["leader-elect-renew-deadline", { leaderElectRenewDeadline: "15s" }, "less than the lease duration"],
    ["leader-elect-retry-period", { leaderElectRetryPeriod: "5s" }, "less than half of the renew deadline"],
    ["leader-elect-resource-namespace", { leaderElectResourceNamespace: "Team A" }, "a namespace's name"],
  ])("refuses a --%s that could let two lead", (flag, flags, message) => {
    expect(() => read({ leaderElect: "true", ...flags })).toThrow(
      new RegExp(`^--${flag} \\(.*: it takes ${message}`),
    );
  });
});

describe("A bad value", () => {
  it.each([
    ["poll-interval", "GASTOWN_POLL_INTERVAL", "soon"],
    ["poll-interval", "GASTOWN_POLL_INTERVAL", "30"],
    ["poll-interval", "GASTOWN_POLL_INTERVAL", "-5s"],
    ["poll-interval", "GASTOWN_POLL_INTERVAL", "0s"],
    ["poll-interval", "GASTOWN_POLL_INTERVAL", "1e3s"],
    ["poll-interval", "GASTOWN_POLL_INTERVAL", ""],
    ["stuck-threshold", "GASTOWN_STUCK_THRESHOLD", "15 minutes"],
    ["sling-timeout", "GASTOWN_SLING_TIMEOUT", "30s"],
    ["watchdog-timeout", "GASTOWN_WATCHDOG_TIMEOUT", "0s"],
    ["watchdog-timeout", "GASTOWN_WATCHDOG_TIMEOUT", "never"],
    ["http-address", "GASTOWN_HTTP_ADDRESS", "8080"],
    ["http-address", "GASTOWN_HTTP_ADDRESS", ":80800"],
    ["http-address", "GASTOWN_HTTP_ADDRESS", "::1:8080"],
    ["http-address", "GASTOWN_HTTP_ADDRESS", "http://localhost:8080"],
    ["http-address", "GASTOWN_HTTP_ADDRESS", ""],
    ["adopt", "GASTOWN_ADOPT", "yes"],
    ["journal-fsync", "GASTOWN_JOURNAL_FSYNC", "1"],
    ["journal-fsync", "GASTOWN_JOURNAL_FSYNC", "true"],
    ["journal-segment-size", "GASTOWN_JOURNAL_SEGMENT_SIZE", "16MB"],
    ["journal-segment-size", "GASTOWN_JOURNAL_SEGMENT_SIZE", "1Ki"],
    ["journal-segment-age", "GASTOWN_JOURNAL_SEGMENT_AGE", "a day"],
    ["journal-keep-size", "GASTOWN_JOURNAL_KEEP_SIZE", "-1Gi"],
    ["journal-keep-age", "GASTOWN_JOURNAL_KEEP_AGE", "0s"],
    ["log-level", "GASTOWN_LOG_LEVEL", "loud"],
    ["namespace", "GASTOWN_NAMESPACE", "Team A"],
    ["namespace", "GASTOWN_NAMESPACE", "../kube-system"],
    ["town", "GASTOWN_TOWN", "East Side"],
    ["leader-elect", "GASTOWN_LEADER_ELECT", "yes"],
    ["gt-path", "GT_PATH", ""],
    ["gt-env", "GASTOWN_GT_ENV", "GT-DOLT-PORT"],
    ["gt-env", "GASTOWN_GT_ENV", "GT_DOLT_PORT=3308"],
    ["gt-env", "GASTOWN_GT_ENV", "GT_DOLT_PORT,,PATH"],
    ["gt-env", "GASTOWN_GT_ENV", "BD_JSON_ENVELOPE"],
    ["gt-env", "GASTOWN_GT_ENV", "GT_TOWN_ROOT"],
    ["town-root", "GT_TOWN_ROOT", ""],
  ])(
    "of --%s (%s), %j, is refused in one line that names it and what is allowed",
    (flag, variable, value) => {
      const refusal = (() => {
        try {
          return read({}, { [variable]: value });
        } catch (error) {
          return error;
        }
      })();
      expect(refusal).toBeInstanceOf(ConfigError);
      expect(String(refusal)).toMatch(
        new RegExp(`^ConfigError: --${flag} \\(${variable}\\) is .*: it takes \\S.*$`),
      );
      expect(String(refusal)).toContain(JSON.stringify(value));
    },
  );
});
