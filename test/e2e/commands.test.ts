import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test, type TestContext } from "vitest";
import { runInTown } from "simulated-town";
import { ALPHA, Cluster, gtVersions, OperatorProcess, polecat, rig, Town, until } from "./harness/index.ts";

type Cleanup = TestContext["onTestFinished"];

/** Its name has what a shell takes for its own. */
function temporaryFolder(onTestFinished: Cleanup): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "gastown-e2e it's $HOME-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function start(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  onTestFinished: Cleanup,
): OperatorProcess {
  const started = new OperatorProcess(argv, env);
  onTestFinished(async () => {
    await started.stop("SIGKILL");
  });
  return started;
}

/** Where kubectl looks once a person has copied the command that is printed. */
function exported({ output }: OperatorProcess): string {
  const command = /export KUBECONFIG=.*/.exec(output)?.[0] ?? "";
  return execFileSync("sh", ["-c", `${command}\nprintf %s "$KUBECONFIG"`]).toString();
}

describe("demo --exit", () => {
  test.concurrent.for(gtVersions)(
    "shows the main job with gt %s in plain lines, leaves nothing behind, and ends with exit code 0",
    async (gtVersion, { onTestFinished }) => {
      const folder = temporaryFolder(onTestFinished);
      const demo = start(
        ["demo", "--exit", "--gt-version", gtVersion],
        { HOME: folder, TMPDIR: folder },
        onTestFinished,
      );
      expect(await demo.ended, demo.tail()).toMatchObject({ code: 0, signal: null });
      expect(demo.errors).toBe("");
      // What is there to be copied stays on one line, however long the folder's name is.
      for (const line of demo.output.trimEnd().split("\n"))
        expect(line).toMatch(/^( {8}\$ [^\u001b]+| {14}(git|kubectl) [^\u001b]+|[^\u001b]{0,80})$/);
      expect(demo.output).toContain("Refused, nothing was touched: UncommittedWork");
      expect(demo.output).toContain("mayor/ has exactly one mail about it");
      expect(demo.output).toContain("$ kubectl apply -f samples/\n");
      // The last resort is a command, too, which is longer than a line.
      expect(demo.output).toMatch(/^ {14}kubectl annotate .*'gastown\.gastown\.io\/force-termination=.*'$/m);
      expect(demo.output).toMatch(/^ {8}polecat default\/dirty is Idle \(terminating\.revocable\.blocked\)/m);
      expect(demo.output).toContain("6 beads closed, 1 end refused: its file is safe.");
      expect(demo.output).not.toContain("Try it yourself");
      expect(demo.output.split("PASS: 7 things were shown")[1]?.trimEnd().split("\n").length).toBeGreaterThan(
        7,
      );
      expect(readdirSync(folder).filter((name) => name.startsWith("gastown-demo-"))).toEqual([]);
    },
  );

  test.concurrent(
    "ends with exit code 1 and one line about it when something that it shows is not so",
    async ({ onTestFinished }) => {
      const folder = temporaryFolder(onTestFinished);
      const demo = start(["demo", "--exit"], { HOME: folder, TMPDIR: folder }, onTestFinished);
      await until(
        "the story has begun",
        () => demo.hasLogged("Applied are 4 Polecats"),
        () => demo.tail(),
      );
      const home = readdirSync(folder).find((name) => name.startsWith("gastown-demo-")) ?? "";
      // A mail about no convoy: the demo says that there is exactly one.
      const argv = ["mail", "send", "mayor/", "-s", "Hello", "-m", "Not from the operator."];
      expect(runInTown(path.join(folder, home, "town"), "gt", argv, Date.now()).exitCode).toBe(0);
      expect(await demo.ended, demo.tail()).toMatchObject({ code: 1, signal: null });
      expect(demo.errors).toBe("gastown-operator: the mayor should have one mail and has 2\n");
      expect(demo.output).not.toContain("exactly one mail");
    },
  );
});

describe("local", () => {
  test.concurrent.for(gtVersions)(
    "beside gt %s keeps resources over restarts, slings nothing twice, and shares its folder with no other",
    async (gtVersion, { onTestFinished }) => {
      const folder = temporaryFolder(onTestFinished);
      const town = new Town(path.join(folder, "town"), { gtVersion, rigs: [ALPHA], beads: ["al-one"] });
      const env = {
        HOME: folder,
        GT_TOWN_ROOT: town.root,
        GT_PATH: town.gtPath,
        GASTOWN_POLL_INTERVAL: "500ms",
      };
      const kubeconfig = path.join(folder, ".gastown-operator", "kubeconfig");
      const begin = async (): Promise<{ readonly local: OperatorProcess; readonly cluster: Cluster }> => {
        const local = start(["local"], env, onTestFinished);
        await until(
          "it says how to use it",
          () => local.hasLogged("export KUBECONFIG="),
          () => local.tail(),
        );
        expect(exported(local)).toBe(kubeconfig);
        const cluster = new Cluster(kubeconfig);
        onTestFinished(() => cluster.close());
        return { local, cluster };
      };
      const first = await begin();
      await first.cluster.apply(rig(town.root, ALPHA), polecat("worker", { beadID: "al-one" }));
      const before = await first.cluster.untilPhase("Polecat", "worker", "Working");
      expect(await first.local.stop("SIGINT")).toMatchObject({ code: 0, signal: null });
      const second = await begin();
      const third = start(["local"], env, onTestFinished);
      expect(await third.ended, third.tail()).toMatchObject({ code: 2 });
      expect(third.errors).toContain(`another operator uses ${path.dirname(kubeconfig)}: stop it, or give`);
      const beside = start(["run"], { ...env, KUBECONFIG: kubeconfig }, onTestFinished);
      expect(await beside.ended, beside.tail()).toMatchObject({ code: 2 });
      expect(beside.errors).toContain(
        `gastown-operator local serves the town at ${town.root} already: use it`,
      );
      const after = await second.cluster.untilPhase("Polecat", "worker", "Working");
      expect(after.metadata.uid).toBe(before.metadata.uid);
      expect(after.status.polecatName).toBe(before.status.polecatName);
      town.bd("close", "al-one");
      await second.cluster.untilPhase("Polecat", "worker", "Idle");
      expect(town.calls("sling ")).toHaveLength(1);
      await second.local.stop("SIGKILL");
      const fourth = await begin();
      expect(await fourth.local.stop("SIGTERM")).toMatchObject({ code: 0, signal: null });
    },
  );
});
