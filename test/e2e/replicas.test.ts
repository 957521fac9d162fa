import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test, type TestContext } from "vitest";
import { DEFAULT_GT_VERSION, type GtVersion } from "simulated-town";
import {
  ALPHA,
  callerOf,
  createWorld,
  FAST_ELECTION,
  firstLeader,
  gtVersions,
  OperatorProcess,
  overlaps,
  polecat,
  serverOf,
  startReplica,
  startTcpProxy,
  terms,
  until,
  untilLeads,
  watchEndings,
  type Endings,
  type GtCall,
  type World,
} from "./harness/index.ts";

/** Who leads while it lasts was given the lease: nobody waits in a test for its end. */
const LONG_LEASE = ["--leader-elect=true", "--leader-elect-lease-duration=3600s"];
const BEADS = ["al-one", "al-two", "al-three", "al-four", "al-five", "al-six"];

async function worldOfReplicas(
  { onTestFinished }: TestContext,
  flags: readonly string[] = FAST_ELECTION,
  gtVersion: GtVersion = DEFAULT_GT_VERSION,
): Promise<World & { readonly endings: Endings }> {
  const world = await createWorld({ seed: { gtVersion, rigs: [ALPHA], beads: BEADS }, flags });
  onTestFinished(() => world.close());
  const watch = watchEndings(world);
  onTestFinished(() => watch.end());
  await untilLeads(world.operator);
  await world.operator.ready();
  return Object.assign(world, { endings: watch.endings });
}

const slingsOf = ({ town }: World): readonly GtCall[] => town.calls("sling ");

async function work({ cluster }: World, from: number, to: number): Promise<readonly string[]> {
  const beads = BEADS.slice(from, to);
  const names = beads.map((bead) => bead.replace("al-", ""));
  await cluster.apply(...beads.map((beadID, index) => polecat(names[index] ?? "", { beadID })));
  return names;
}

/** Each bead was slung to an end exactly once, and no two replicas wrote at the same time. */
function expectOneWriter(world: World & { readonly endings: Endings }, beads: readonly string[]): void {
  const slings = slingsOf(world);
  const done = slings.filter(({ exitCode }) => exitCode === 0).map(({ line }) => line.split(" ")[1]);
  expect(done.sort()).toEqual([...beads].sort());
  expect(overlaps(slings, world.endings)).toEqual([]);
}

describe("several replicas", () => {
  test("a standby is ready, says who leads, calls no gt and writes nothing", async (context) => {
    const world = await worldOfReplicas(context);
    const leader = world.operator;
    const standby = startReplica(world, "b");
    await standby.ready();
    expect(await (await standby.http("/readyz"))?.text()).toMatch(
      /standby for default\/gastown-operator: .+ leads/,
    );
    expect(await (await leader.http("/readyz"))?.text()).toMatch(/leads by default\/gastown-operator/);
    for (const name of await work(world, 0, 2)) await world.cluster.untilPhase("Polecat", name, "Working");
    expect(world.town.calls().filter((call) => callerOf(call) === "b")).toEqual([]);
    const metrics = await (await standby.http("/metrics"))?.text();
    expect(metrics).toContain('leader_election_master_status{name="default/gastown-operator"} 0');
    expect(metrics).not.toContain("gastown_polecat_phase{");
  });

  test("a leader that stops gives the lease up, and a standby leads without waiting for its end", async (context) => {
    const world = await worldOfReplicas(context, LONG_LEASE);
    const leader = world.operator;
    const standby = startReplica(world, "b");
    await standby.ready();
    expect(await leader.stop()).toMatchObject({ code: 0, signal: null });
    await untilLeads(standby);
    for (const name of await work(world, 0, 1)) await world.cluster.untilPhase("Polecat", name, "Working");
    expectOneWriter(world, BEADS.slice(0, 1));
  });

  test("with the usual timings a killed leader is replaced, and nothing is done twice", async (context) => {
    const world = await worldOfReplicas(context, ["--leader-elect=true"]);
    const leader = world.operator;
    const standbys = [startReplica(world, "b"), startReplica(world, "c")];
    for (const standby of standbys) await standby.ready();
    for (const name of await work(world, 0, 3)) await world.cluster.untilPhase("Polecat", name, "Working");
    await leader.stop("SIGKILL");
    const next = await firstLeader(...standbys);
    for (const name of await work(world, 3, 6)) await world.cluster.untilPhase("Polecat", name, "Working");
    expectOneWriter(world, BEADS);
    expect(standbys.filter((standby) => terms(standby) > 0)).toEqual([next]);
  });

  test.for(gtVersions)(
    "a leader that is killed in a sling of gt %s leaves it running, and the next one waits for its end",
    async (gtVersion, context) => {
      const world = await worldOfReplicas(context, FAST_ELECTION, gtVersion);
      const { town, cluster, operator: leader } = world;
      const standby = startReplica(world, "b");
      await standby.ready();
      const at = (name: string): string => path.join(world.folder, name);
      town.wrapGt(`
if [ "$1" = sling ]; then
  : > "${at("begun")}"
  while [ ! -e "${at("go-on")}" ]; do sleep 0.05; done
fi
exec "$GT" "$@"`);
      await work(world, 0, 1);
      await until("the sling is under way", () => existsSync(at("begun")));
      await leader.stop("SIGKILL");
      await untilLeads(standby);
      expect(await (await standby.http("/readyz"))?.text()).toContain(
        "waits for gt calls of the leader before",
      );
      expect(slingsOf(world)).toEqual([]);
      writeFileSync(at("go-on"), "");
      await cluster.untilPhase("Polecat", "one", "Working");
      expectOneWriter(world, BEADS.slice(0, 1));
    },
  );

  test("a leader that was frozen beyond its lease does nothing any more when it goes on", async (context) => {
    const world = await worldOfReplicas(context);
    const { town, cluster, operator: leader } = world;
    const standby = startReplica(world, "b");
    await standby.ready();
    town.addFault({ kind: "slow", command: "sling", ms: 2_000 });
    // Slings of one rig go one after another: the leader is frozen with more to do.
    const names = await work(world, 0, 4);
    await until("the first sling is under way", () => slingsOf(world).length === 1);
    process.kill(leader.pid, "SIGSTOP");
    await untilLeads(standby);
    await until("the standby has slung", () => slingsOf(world).some((call) => callerOf(call) === "b"));
    process.kill(leader.pid, "SIGCONT");
    await until("it stands by again", () => leader.hasLogged("lost leadership"));
    for (const name of names) await cluster.untilPhase("Polecat", name, "Working");
    expectOneWriter(world, BEADS.slice(0, 4));
    const firstOfNext = slingsOf(world).find((call) => callerOf(call) === "b")?.startedAt ?? 0;
    const late = town.calls().filter((call) => callerOf(call) === "first" && call.startedAt > firstOfNext);
    expect(
      late.filter(({ line }) => /^(sling|polecat nuke|session stop|convoy create|mail)/.test(line)),
    ).toEqual([]);
    await standby.stop();
    await untilLeads(leader, 2);
    await work(world, 4, 5);
    await cluster.untilPhase("Polecat", "five", "Working");
    expectOneWriter(world, BEADS.slice(0, 5));
  });

  test("a leader that is cut from the API stops before another one leads, and may lead again later", async (context) => {
    const world = await worldOfReplicas(context);
    const { cluster, town, operator: first } = world;
    const proxy = await startTcpProxy(serverOf(world.api.kubeconfigPath));
    context.onTestFinished(() => proxy.close());
    const kubeconfig = proxy.kubeconfig(world.api.kubeconfigPath, path.join(world.folder, "cut"));
    const cutOff = startReplica(world, "b", { KUBECONFIG: kubeconfig });
    await cutOff.ready();
    await first.stop();
    await untilLeads(cutOff);
    await cutOff.ready();
    const standby = startReplica(world, "c");
    await standby.ready();
    town.addFault({ kind: "slow", command: "sling", ms: 1_500 });
    const names = await work(world, 0, 5);
    await until("slings are under way", () => slingsOf(world).length >= 1);
    proxy.cut();
    await until("it gives up by itself", () => cutOff.hasLogged("lost leadership"));
    await untilLeads(standby);
    for (const name of names) await cluster.untilPhase("Polecat", name, "Working");
    expect(overlaps(slingsOf(world), world.endings)).toEqual([]);
    const since = Date.now();
    proxy.mend();
    await until("it is ready as a standby", async () => (await cutOff.http("/readyz"))?.ok);
    await standby.stop();
    await untilLeads(cutOff, 2);
    await work(world, 5, 6);
    await cluster.untilPhase("Polecat", "six", "Working");
    expectOneWriter(world, BEADS);
    expect(town.calls("sling ").filter(({ startedAt }) => startedAt > since)).toHaveLength(1);
  });

  test.for(gtVersions)(
    "a replica journals each of its terms with gt %s, and all of them replay",
    async (gtVersion, context) => {
      const world = await worldOfReplicas(context, FAST_ELECTION, gtVersion);
      const { cluster, operator: first } = world;
      const dataDir = path.join(world.folder, "data-b");
      const journaling = startReplica(world, "b", {}, ["--data-dir", dataDir]);
      await journaling.ready();
      await first.stop();
      await untilLeads(journaling);
      for (const name of await work(world, 0, 1)) await cluster.untilPhase("Polecat", name, "Working");
      const other = startReplica(world, "c");
      await other.ready();
      process.kill(journaling.pid, "SIGSTOP");
      await untilLeads(other);
      process.kill(journaling.pid, "SIGCONT");
      await until("it stands by again", () => journaling.hasLogged("lost leadership"));
      await other.stop();
      await untilLeads(journaling, 2);
      for (const name of await work(world, 1, 2)) await cluster.untilPhase("Polecat", name, "Working");
      expect(await (await journaling.http("/metrics"))?.text()).toContain(
        "gastown_operator_journal_writable 1",
      );
      expect(await journaling.stop()).toMatchObject({ code: 0 });
      for (const name of ["one", "two"]) {
        const replay = new OperatorProcess(["replay", dataDir, "--actor", `polecat/default/${name}`], {});
        expect(await replay.ended, replay.tail()).toMatchObject({ code: 0 });
        expect(replay.output, name).toContain("working");
      }
      const check = new OperatorProcess(["replay", dataDir, "--check"], {});
      expect(await check.ended, check.tail()).toMatchObject({ code: 0 });
    },
  );

  test("a replica that cannot write its journal says so and ends, and another leads without waiting", async (context) => {
    const world = await worldOfReplicas(context, LONG_LEASE);
    const { operator: first } = world;
    const blocked = path.join(world.folder, "blocked");
    writeFileSync(blocked, "a file is no folder");
    const broken = startReplica(world, "b", {}, ["--data-dir", path.join(blocked, "data")]);
    await until("it says what is missing", async () =>
      (await (await broken.http("/readyz"))?.text())?.includes("[-] data folder"),
    );
    await first.stop();
    expect(await broken.ended).toMatchObject({ code: 2, signal: null });
    expect(broken.errors).toContain("or choose another with --data-dir");
    const next = startReplica(world, "c");
    await untilLeads(next);
  });
});
