import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ALPHA, until } from "../e2e/harness/index.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";
import { Changes } from "./changes.ts";
import { takeSeats } from "./priority.ts";
import { createSiege, type Siege } from "./siege.ts";

/** Longer where somebody asks for it: a minute is what a node that is moved takes. */
const FREEZE_SECONDS = Number(process.env["CLUSTER_FREEZE_SECONDS"] ?? "8");
const MOST_GROWTH_MIB = 40;
/** kube-apiserver does not ask again for 10 s whose token it was. */
const REMEMBERED_SECONDS = 12;
const BEADS = Array.from({ length: 20 }, (_, index) => `al-${String(index).padStart(2, "0")}`);

const seconds = (count: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, count * 1_000));

describe("an operator in a cluster that fails", () => {
  let siege: Siege;
  let changes: Changes;
  let pid: number;
  let memoryBefore: number;

  /** Answers to the changes of a fault that is over by now. */
  async function expectAnswers(fault: string): Promise<void> {
    const { changes: made, missed, recoveryMs } = await changes.answered(WAIT_DEADLINE_MS);
    console.log(
      `${fault}: ${made} changes, ${missed.length} missed, answered after ${(recoveryMs / 1000).toFixed(1)} s, operator at ${siege.residentMemory()} MiB`,
    );
    expect(missed).toEqual([]);
    expect(siege.world.operator.isRunning).toBe(true);
    expect(siege.world.operator.pid).toBe(pid);
  }

  beforeAll(async () => {
    siege = await createSiege({ rigs: [ALPHA], beads: BEADS });
    const { cluster, operator, town } = siege.world;
    await cluster.setSpec("Rig", "alpha", { settings: { maxPolecats: 100 } });
    await operator.ready();
    pid = operator.pid;
    changes = new Changes(siege.world, BEADS);
    await changes.create(4);
    expect(await changes.answered(WAIT_DEADLINE_MS)).toMatchObject({ missed: [] });
    changes.closeBeads(2);
    expect(await changes.answered(WAIT_DEADLINE_MS)).toMatchObject({ missed: [] });
    memoryBefore = siege.residentMemory();
    expect(town.state.polecats).toHaveLength(4);
  });
  afterAll(() => siege.close());

  test("answers what changed while the API server was frozen", async () => {
    const { plane } = siege;
    plane.server.freeze();
    changes.closeBeads(2);
    await seconds(FREEZE_SECONDS);
    expect(changes.unanswered).toHaveLength(2);
    plane.server.thaw();
    await changes.create(2);
    await changes.edit(2);
    await expectAnswers(`frozen for ${FREEZE_SECONDS} s`);
  });

  test("answers what changed while the API server was dead", async () => {
    const { plane, world } = siege;
    await plane.server.kill();
    changes.closeBeads(2);
    await until("the operator says that the API is away", () => world.operator.hasLogged("next try in"));
    await plane.startServer();
    await changes.create(2);
    await changes.edit(2);
    await expectAnswers("killed and started again");
  });

  test("lists anew where etcd no longer has what it missed", async () => {
    const { plane, proxy, world } = siege;
    proxy.close();
    await changes.create(2);
    await changes.edit(2);
    changes.closeBeads(2);
    await plane.etcd.compact();
    await plane.server.kill();
    await plane.startServer();
    proxy.open();
    await expectAnswers("compacted while away");
    expect(world.operator.hasLogged("too old resource version")).toBe(true);
  });

  test("waits where priority and fairness refuses it, and asks again", async () => {
    const { account, answered, plane } = siege;
    const admit = await takeSeats(plane, account);
    changes.closeBeads(2);
    await changes.create(2);
    await until("the operator was refused", () => answered(429) > 0);
    await seconds(4);
    const refusals = answered(429);
    await admit();
    await changes.edit(2);
    await expectAnswers(`refused ${refusals} times by priority and fairness`);
  });

  test("takes a new token when its old one has expired", async () => {
    const { answered, giveToken, revokeTokens } = siege;
    // It keeps the token that it has until the server no longer takes it, and then finds one that lives for seconds.
    await revokeTokens();
    giveToken(10);
    await seconds(REMEMBERED_SECONDS);
    await changes.create(1);
    await until("the revoked token was refused", () => answered(401) > 0);
    await seconds(REMEMBERED_SECONDS);
    const refused = answered(401);
    changes.closeBeads(2);
    await changes.create(1);
    await until("the token that has expired was refused", () => answered(401) > refused);
    expect(changes.unanswered.length).toBeGreaterThanOrEqual(3);
    giveToken();
    await changes.edit(2);
    await expectAnswers("expired token");
  });

  test("trusts a rotated authority once its kubeconfig has it", async () => {
    const { giveToken, plane, world } = siege;
    await plane.server.kill();
    await plane.rotateAuthority();
    await plane.startServer();
    await until("the operator does not trust the server", () =>
      world.operator.hasLogged("certificate is not trusted"),
    );
    changes.closeBeads(2);
    await changes.create(2);
    await seconds(4);
    expect(changes.unanswered).toHaveLength(4);
    giveToken();
    await changes.edit(2);
    await expectAnswers("rotated authority");
  });

  test("notices connections that carry nothing any more", async () => {
    expect(siege.proxy.forget()).toBeGreaterThan(0);
    await changes.edit(2);
    await changes.create(2);
    changes.closeBeads(2);
    await expectAnswers("half-open connections");
  });

  test("has asked for nothing that it may not do, slung each bead once, and not grown", () => {
    const { forbidden, residentMemory, world } = siege;
    expect(forbidden()).toEqual([]);
    const { beads } = world.town.state;
    const slung = beads.filter(({ slings }) => slings > 0);
    expect(slung.length).toBe(18);
    expect(slung.filter(({ slings }) => slings > 1)).toEqual([]);
    expect(residentMemory() - memoryBefore).toBeLessThan(MOST_GROWTH_MIB);
  });
});
