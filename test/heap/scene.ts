/**
 * A small operator that is long at work: the same few Polecats get one bead after another, and beside them everything
 * comes and goes that has a name of its own: rigs, Polecats, Convoys, merge requests. What the world itself would keep of
 * that, the town's closed beads and the API's history, is thrown away, so that what is left is the operator's.
 */
import { ALPHA, BETA, type TownSeed } from "simulated-town";
import { createMemoryJournal } from "../../src/host/index.ts";
import { createBareWorld, type Life, type World } from "../operator/bare-world.ts";

export interface Scene {
  readonly life: Life;
  /** Beads that were slung, closed and left behind. */
  readonly beads: () => number;
  /** One more bead for each Polecat. @throws where one of them is not served. */
  readonly round: () => Promise<void>;
  readonly close: () => Promise<void>;
}

type SimRig = TownSeed["rigs"][number];

const RIGS = [ALPHA, BETA];
const POLECATS = Array.from({ length: 10 }, (_, index) => ({
  key: `polecats/p${index}`,
  rig: RIGS[index % RIGS.length] ?? ALPHA,
}));
/** A rig with a Polecat, and a Convoy, come and go in each of so many rounds. */
const ROUNDS_A_GUEST = 10;
/** Small, so that it is full soon and weighs the same from then on. */
const JOURNAL_RECORDS = 200;

export async function createScene(): Promise<Scene> {
  let close: () => Promise<void> = () => Promise.resolve();
  const world = createBareWorld(
    {
      rigs: RIGS,
      beads: [],
      defaultPlan: { behaviour: "finish", afterMs: 2_000, mergeAfterMs: 1_000 },
    },
    (end) => (close = end),
  );
  for (const { name } of RIGS) world.rig(name);
  POLECATS.forEach(({ rig }, index) =>
    world.polecat(`p${index}`, { rig: rig.name, desiredState: "Idle", beadID: undefined }),
  );
  const life = await world.start({ pollMs: 5_000 }, createMemoryJournal(JOURNAL_RECORDS));
  await world.until("the town was read", () => life.operator.ready().ok);
  let beads = 0;
  let rounds = 0;
  const nextBead = ({ prefix }: SimRig): string => {
    beads += 1;
    const id = `${prefix}-${beads}`;
    world.town.shell("bd", "create", "--id", id, `task ${beads}`);
    return id;
  };
  return {
    life,
    beads: () => beads,
    async round() {
      rounds += 1;
      const given = POLECATS.map(({ key, rig }) => ({ key, bead: nextBead(rig) }));
      for (const { key, bead } of given)
        world.api.edit(`default/${key}`, { desiredState: "Working", beadID: bead });
      await world.until("every bead is closed", () =>
        given.every(({ key, bead }) => hasFinished(world, key, bead)),
      );
      if (rounds % ROUNDS_A_GUEST === 0) await guests(world, rounds, nextBead);
      // What is told of that has arrived by then.
      await world.pass(200);
      forgetThePast(world, life);
    },
    close,
  };
}

function hasFinished(world: World, key: string, bead: string): boolean {
  const { assignedBead, state } = world.status(key);
  return assignedBead === bead && String(state).startsWith("idle");
}

/** What is there for one bead only. */
async function guests(world: World, number: number, nextBead: (rig: SimRig) => string): Promise<void> {
  const rig: SimRig = { name: `guest${number}`, prefix: `g${number}`, names: [`visitor${number}`] };
  const [polecat, convoy] = [`passing${number}`, `wave${number}`];
  Object.assign(world.town.state, { rigs: [...RIGS, rig] });
  const bead = nextBead(rig);
  world.rig(rig.name, { beadsPrefix: rig.prefix });
  world.polecat(polecat, { rig: rig.name, beadID: bead, deletionPolicy: "Terminate" });
  world.convoy(convoy, { trackedBeads: [bead] });
  await world.until("the guest's bead is closed", () => hasFinished(world, `polecats/${polecat}`, bead));
  await world.until(
    "its convoy is complete",
    () => world.status(`convoys/${convoy}`)["phase"] === "Completed",
  );
  await world.until("its work is merged", () =>
    world.town.state.mergeRequests.every(({ status }) => status === "closed"),
  );
  // The end of a Polecat needs its Rig.
  for (const place of [`default/polecats/${polecat}`, `default/convoys/${convoy}`, `rigs/${rig.name}`]) {
    world.api.remove(place);
    await world.until(`${place} is gone`, () => !world.api.objects.has(place));
  }
  Object.assign(world.town.state, { rigs: RIGS });
}

function forgetThePast({ api, town }: World, { logs }: Life): void {
  const { state } = town;
  const hooked = new Set(state.polecats.map(({ agentBead }) => agentBead?.hookBead));
  state.beads = state.beads.filter(({ id, status }) => status !== "closed" || hooked.has(id));
  state.mergeRequests = state.mergeRequests.filter(({ status }) => status !== "closed");
  [state.convoys, state.mail, state.running] = [[], [], []];
  town.calls.length = 0;
  logs.length = 0;
  api.forgetThePast();
}
