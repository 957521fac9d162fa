import { describe, expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import { lengthOf } from "../../src/grammar/index.ts";
import { refused } from "./memory-api.ts";
import { createWorld, type Life, type World } from "./world.ts";

const KEY = "polecats/one";

async function atWork(spec: object = {}): Promise<{ world: World; life: Life }> {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
  world.rig("alpha");
  world.polecat("one", spec);
  const life = await world.start();
  await world.until("it works", () => world.status(KEY)["phase"] === "Working");
  return { world, life };
}

/** Every such request is refused until the returned function is called. */
function refuse(world: World, method: string, suffix: RegExp, code: number, reason: string): () => void {
  world.api.intercept = (asked, path) => {
    if (asked === method && suffix.test(path)) throw refused(path, code, reason, `it is ${reason}`);
  };
  return () => (world.api.intercept = () => undefined);
}

const writes = ({ operator }: Life): { ok: boolean; message: string } => {
  const { ok, message } = operator.ready().checks.find(({ name }) => name === "writes") ?? {
    ok: true,
    message: "",
  };
  return { ok, message };
};
const warnings = ({ logs }: Life): readonly Record<string, unknown>[] =>
  logs.filter(({ msg }) => String(msg).startsWith("a write was refused"));
const counted = async ({ metrics }: Life, name: string): Promise<readonly object[]> =>
  (await metrics.registry.getSingleMetric(name)?.get())?.values ?? [];

describe("A status that the API server refuses", () => {
  it.each([
    [422, "Invalid"],
    [403, "Forbidden"],
    [413, "RequestEntityTooLarge"],
    [404, "NotFound"],
    [409, "Conflict"],
  ])(
    "with %i is reported in the log, the metrics, an Event and /readyz, until one goes through",
    async (code, reason) => {
      const { world, life } = await atWork();
      expect(writes(life)).toEqual({ ok: true, message: "none is refused" });
      const mend = refuse(world, "PATCH", /\/one\/status$/, code, reason);
      world.town.shell("bd", "close", "al-1");
      await world.until("it is reported", () => !writes(life).ok);
      expect(writes(life).message).toMatch(
        new RegExp(
          `^status of polecat/default/one is refused since 2026-.*Z \\(${reason}\\): .*it is ${reason}`,
        ),
      );
      expect(warnings(life)[0]).toMatchObject({ resource: "polecat/default/one", write: "status", reason });
      await world.until("people see it at the resource", () =>
        world.api.events.some((event) => event.reason === "StatusRefused" && event.regarding.name === "one"),
      );
      expect(life.operator.ready().ok).toBe(true);
      const labels = { write: "status", kind: "Polecat", reason };
      expect(await counted(life, "gastown_operator_refused_writes_total")).toMatchObject([{ labels }]);
      expect(await counted(life, "gastown_operator_writes_refused")).toMatchObject([{ value: 1 }]);
      await world.pass(9 * 60_000);
      expect(warnings(life)).toHaveLength(1);
      mend();
      await world.until("it is said", () => world.status(KEY)["phase"] === "Idle");
      await world.until("it is reported no more", () => writes(life).ok);
      expect(await counted(life, "gastown_operator_writes_refused")).toMatchObject([{ value: 0 }]);
    },
  );

  it("is nobody's loss once its resource is gone", async () => {
    const { world, life } = await atWork();
    refuse(world, "PATCH", /\/one\/status$/, 422, "Invalid");
    world.town.shell("bd", "close", "al-1");
    await world.until("it is reported", () => !writes(life).ok);
    world.api.remove(`default/${KEY}`);
    await world.until("it is reported no more", () => writes(life).ok);
  });

  it.each([
    ["status", /\/one\/status$/, (world: World) => void world.town.shell("bd", "close", "al-1")],
    [
      "finalizer",
      /\/polecats\/one$/,
      (world: World) => world.api.edit(`default/${KEY}`, { deletionPolicy: "Terminate" }),
    ],
  ])("is nobody's loss when the answer comes after its end: %s", async (_, path, change) => {
    const { world, life } = await atWork();
    const { promise: gone, resolve: end } = Promise.withResolvers<undefined>();
    let [isAsked, isAnswered] = [false, false];
    world.api.intercept = async (method, asked) => {
      if (method !== "PATCH" || !path.test(asked)) return;
      isAsked = true;
      await gone;
      isAnswered = true;
      throw refused(asked, 403, "Forbidden");
    };
    change(world);
    await world.until("it is asked", () => isAsked);
    world.api.remove(`default/${KEY}`);
    await world.until("it is known to be gone", () =>
      life.operator.actors().every(({ ref }) => ref.kind !== "polecat"),
    );
    end(undefined);
    await world.until("it is answered", () => isAnswered);
    await world.pass(1_000);
    expect(writes(life)).toEqual({ ok: true, message: "none is refused" });
  });

  it("does not fill the log where a right is missing for all", async () => {
    const { world, life } = await atWork();
    refuse(world, "PATCH", /\/status$/, 403, "Forbidden");
    for (let index = 0; index < 40; index += 1)
      world.polecat(`more-${index}`, { desiredState: "Idle", beadID: "" });
    await world.until("all are reported", () => writes(life).message.includes("and 3"));
    expect(warnings(life).length).toBeLessThanOrEqual(10);
  });
});

describe("What else the API server refuses", () => {
  it("is told of a finalizer", async () => {
    const { world, life } = await atWork();
    const mend = refuse(world, "PATCH", /\/polecats\/one$/, 403, "Forbidden");
    world.api.edit(`default/${KEY}`, { deletionPolicy: "Terminate" });
    await world.until("it is reported", () =>
      writes(life).message.startsWith("finalizer of polecat/default/one"),
    );
    expect(warnings(life)[0]).toMatchObject({ write: "finalizer", reason: "Forbidden" });
    mend();
    await world.until("it is reported no more", () => writes(life).ok);
  });

  it("is reported no more of a finalizer that nobody asks for any more", async () => {
    const { world, life } = await atWork();
    refuse(world, "PATCH", /\/polecats\/one$/, 403, "Forbidden");
    world.api.edit(`default/${KEY}`, { deletionPolicy: "Terminate" });
    await world.until("it is reported", () => !writes(life).ok);
    world.api.edit(`default/${KEY}`, { deletionPolicy: "Orphan" });
    await world.until("it is reported no more", () => writes(life).ok);
  });

  it("is told of a view of a polecat without a resource", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha");
    world.town.shell("gt", "sling", "al-1", "alpha");
    const mend = refuse(world, "POST", /\/polecats$/, 403, "Forbidden");
    const life = await world.start({ adopt: true });
    await world.until("it is reported", () => !writes(life).ok);
    expect(writes(life).message).toMatch(/^create of polecat\/.* is refused since .*\(Forbidden\)/);
    expect(warnings(life)[0]).toMatchObject({ write: "create", reason: "Forbidden" });
    mend();
    await world.until("it is shown", () => world.status("polecats/alpha-furiosa")["phase"] === "Working");
    await world.until("it is reported no more", () => writes(life).ok);
  });

  it("is told of Events", async () => {
    const { world, life } = await atWork();
    const mend = refuse(world, "POST", /\/events$/, 403, "Forbidden");
    world.town.shell("bd", "close", "al-1");
    await world.until("it is reported", () =>
      writes(life).message.startsWith("event of polecat/default/one"),
    );
    mend();
    world.api.edit(`default/${KEY}`, { beadID: "al-2" });
    await world.until("it is reported no more", () => writes(life).ok);
  });
});

describe("A refusal that arrives after its resource has gone", () => {
  it.each([
    ["status", /\/one\/status$/, (world: World) => void world.town.shell("bd", "close", "al-1")],
    [
      "finalizer",
      /\/polecats\/one$/,
      (world: World) => world.api.edit(`default/${KEY}`, { deletionPolicy: "Terminate" }),
    ],
  ])("is kept by nobody: %s", async (_, path, change) => {
    const { world, life } = await atWork();
    const answer = Promise.withResolvers<undefined>();
    let [isAsked, isRefused] = [false, false];
    world.api.intercept = async (method, asked) => {
      if (method !== "PATCH" || !path.test(asked)) return;
      isAsked = true;
      await answer.promise;
      isRefused = true;
      throw refused(asked, 403, "Forbidden");
    };
    change(world);
    await world.until("it is asked for", () => isAsked);
    world.api.remove(`default/${KEY}`);
    await world.until("it is gone", () => life.operator.actors().every(({ ref }) => ref.name !== "one"));
    answer.resolve(undefined);
    await world.until("it is refused", () => isRefused);
    await world.pass(1_000);
    expect(writes(life)).toEqual({ ok: true, message: "none is refused" });
  });
});

describe("Words from outside that are longer than the API takes", () => {
  it.each([
    ["40 kB of letters", "x".repeat(40_000)],
    ["emoji", "😀".repeat(40_000)],
    ["half characters", "a\uD83D".repeat(20_000)],
  ])("are cut and told: %s", async (_, words) => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha");
    world.polecat("one");
    world.town.always("sling", () => ({
      outcome: "exited",
      exitCode: 1,
      stdout: "",
      stderr: `Error: ${words}`,
    }));
    const life = await world.start();
    await world.until("the refusal is reported", () =>
      String(world.condition(KEY, "Ready")?.message).includes("gt sling: "),
    );
    expect(writes(life)).toEqual({ ok: true, message: "none is refused" });
    const { message = "" } = world.condition(KEY, "Ready") ?? {};
    expect(lengthOf(message)).toBeLessThanOrEqual(4_200);
    expect(message.isWellFormed()).toBe(true);
    await world.until("an Event says it, too", () => world.api.events.some(({ note }) => note.endsWith("…")));
  });
});
