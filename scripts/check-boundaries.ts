/**
 * Checks which room imports which, with dependency-cruiser. Fails on a forbidden import, on a cycle, and when it did
 * not see every source file: a cruiser that cannot read the code sees nothing wrong with it.
 */
import { globSync } from "node:fs";
import path from "node:path";
import { cruise, type ICruiseResult, type IForbiddenRuleType } from "dependency-cruiser";

/** What each room may import besides itself and packages; `*` is everything. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  machines: [],
  "src/grammar": [],
  "packages/system": [],
  "src/host": ["packages/system"],
  "src/gt": ["machines", "src/grammar", "packages/system"],
  "src/kube": ["src/grammar", "packages/system"],
  "packages/listener": [],
  "src/pod-reports": ["src/grammar"],
  "src/fake-kubelet": ["packages/system", "src/kube"],
  "src/pods": ["src/kube", "src/pod-reports"],
  "src/hand-over": ["machines", "src/pod-reports"],
  "src/agents": ["src/grammar", "src/pod-reports"],
  "src/settings": ["src/agents", "src/grammar", "src/warden"],
  "src/warden": ["src/agents", "src/grammar", "packages/listener", "src/pod-reports", "packages/system"],
  "src/telemetry": ["src/grammar", "packages/listener"],
  "packages/embedded-kube": ["packages/listener", "packages/system", "packages/testing"],
  "src/watchdog": [],
  "packages/simulated-town": ["packages/system", "packages/testing"],
  "src/preconditions": ["machines", "src/grammar", "src/gt"],
  "src/projection": ["machines", "src/grammar", "src/gt", "src/preconditions", "packages/system"],
  "src/kinds": [
    "machines",
    "src/grammar",
    "src/host",
    "src/preconditions",
    "src/projection",
    "packages/system",
  ],
  "src/explain": ["machines", "packages/system", "src/grammar", "src/host", "src/kinds"],
  "src/town": ["machines", "src/grammar", "src/gt", "src/projection"],
  "src/services": [
    "machines",
    "src/grammar",
    "src/gt",
    "src/hand-over",
    "src/pod-reports",
    "src/pods",
    "src/preconditions",
    "src/projection",
    "packages/system",
  ],
  "src/operator": [
    "machines",
    "src/grammar",
    "src/agents",
    "src/gt",
    "src/host",
    "src/kinds",
    "src/kube",
    "src/pods",
    "src/preconditions",
    "src/projection",
    "src/services",
    "packages/system",
    "src/telemetry",
    "src/town",
  ],
  "src/inspector": [
    "machines",
    "src/grammar",
    "src/host",
    "src/kinds",
    "packages/listener",
    "packages/system",
  ],
  "packages/testing": [],
  "src/cli": ["src", "packages"],
  "src/programs": ["src/cli"],
};

/** Where a room is entered. The command line has one program; feeds.ts is what an operator without an inspector loads of it. */
const DOORS = [
  String.raw`/index\.ts$`,
  String.raw`^src/cli/program\.ts$`,
  String.raw`^src/inspector/feeds\.ts$`,
];

/**
 * Modules of these rooms are a part of the inspector's page, too. They import the one module that they need of another room, since
 * the page would carry all that the room's door leads to.
 */
const IN_THE_PAGE = "^src/(inspector|kinds|preconditions|projection)/";

const FOLDERS = ["src", "machines", "packages"];
const ROOT = process.argv[2] ?? path.join(import.meta.dirname, "..");

function rules(): IForbiddenRuleType[] {
  const rooms = Object.entries(ROOMS).map(([room, others]): IForbiddenRuleType => {
    const allowed = [room, ...others].map((other) => `^${other}/`);
    // One rule, which machines may not import from anywhere else.
    if (room === "src/kube") allowed.push(String.raw`^machines/backoff\.ts$`);
    return {
      name: `${room} imports only ${others.length === 0 ? "itself" : others.join(", ")}`,
      severity: "error",
      from: { path: `^${room}/` },
      to: { path: "^(src|machines|packages|inspector-ui|test|scripts|bench)/", pathNot: allowed },
    };
  });
  const onlyIn = (name: string, packages: string, places: string): IForbiddenRuleType => ({
    name,
    severity: "error",
    from: { path: "^(src|machines)/", pathNot: places },
    to: { path: packages },
  });
  return [
    ...rooms,
    onlyIn(
      "only src/gt, and src/warden/git.ts, run programs with execa",
      "^node_modules/execa/",
      String.raw`^src/(gt/|warden/git\.ts$)`,
    ),
    onlyIn("only src/kube knows client-node", "^node_modules/@kubernetes/", "^src/kube/"),
    {
      name: "machines import xstate and themselves, nothing else",
      severity: "error",
      from: { path: "^machines/" },
      to: { pathNot: ["^machines/", "^node_modules/xstate/"] },
    },
    {
      name: "a room is entered by its door",
      severity: "error",
      from: { path: "^(src/[^/]+|machines)/", pathNot: IN_THE_PAGE },
      to: { path: "^src/[^/]+/", pathNot: ["^$1/", ...DOORS] },
    },
    { name: "no cycles", severity: "error", from: {}, to: { circular: true } },
  ];
}

async function main(): Promise<number> {
  process.chdir(ROOT);
  const { output } = await cruise(FOLDERS, {
    ruleSet: { forbidden: rules() },
    validate: true,
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node"] },
  });
  if (typeof output === "string") throw new Error("dependency-cruiser gave text instead of its findings");
  return report(output);
}

function report({ modules, summary }: ICruiseResult): number {
  const seen = new Set(modules.map(({ source }) => source));
  const unseen = globSync(`{${FOLDERS.join()}}/**/*.ts`).filter((file) => !seen.has(file));
  const files = [...seen].filter((file) => FOLDERS.includes(file.split("/")[0] ?? "")).length;
  const rooms = [...seen].flatMap((file) => /^(?:src|packages)\/[^/]+(?=\/)/.exec(file) ?? []);
  const unknown = [...new Set(rooms)].filter((room) => !(room in ROOMS));
  if (unknown.length > 0) {
    console.error(`boundaries: what may these rooms import? ROOMS does not say: ${unknown.join(", ")}`);
    return 1;
  }
  if (unseen.length > 0 || files === 0) {
    console.error(`boundaries: ${files} files seen, not seen: ${unseen.join(", ") || "any at all"}`);
    return 1;
  }
  for (const { from, to, rule } of summary.violations) console.error(`${from} → ${to}: ${rule.name}`);
  console.log(`boundaries: ${files} files, ${summary.violations.length} violations`);
  return summary.violations.length === 0 ? 0 : 1;
}

process.exitCode = await main();
