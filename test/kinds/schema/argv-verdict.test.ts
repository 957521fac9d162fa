import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseConvoy, parsePolecat, parseRig } from "../../../src/kinds/index.ts";
import * as commands from "../../../src/gt/commands.ts";
import { serveCrds, type ServedCrds } from "./embedded-verdicts.ts";
import { stored } from "./manifests.ts";

const SLING: commands.SlingRequest = {
  ...{ bead: "al-1", rig: "alpha", args: null, message: null, baseBranch: null, merge: null, agent: null },
};
const WORK = { rig: "alpha", desiredState: "Working", beadID: "al-1" };

interface Field {
  readonly kind: "Polecat" | "Convoy" | "Rig";
  readonly spec: (value: string) => object;
  /** The calls that take the value. */
  readonly argv: (value: string) => readonly commands.Command[];
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

const SHELL = ["a;b", "a b", "$(id)", "a`id`", "a|b", "a'b", "a\nb", "a\0b"];

const FIELDS: Readonly<Record<string, Field>> = {
  "sling.agent": {
    kind: "Polecat",
    spec: (agent) => ({ ...WORK, sling: { agent } }),
    argv: (agent) => [commands.sling({ ...SLING, agent })],
    good: ["claude", "gpt-5.1", "gpt-5.1-codex", "openai/gpt-5", "qwen3:32b", "my_agent"],
    bad: ["--force", "-x", ...SHELL, "a".repeat(64)],
  },
  "sling.baseBranch": {
    kind: "Polecat",
    spec: (baseBranch) => ({ ...WORK, sling: { baseBranch } }),
    argv: (baseBranch) => [commands.sling({ ...SLING, baseBranch })],
    good: ["main", "release/1.0", "_wip/parser", "fix-#12", "user@host/x", "a/-b", "v1.2.3"],
    bad: [
      "-x",
      "--upload-pack=x",
      "/a",
      "a/",
      "a//b",
      "a..b",
      ".a",
      "a/.b",
      "a.",
      "a@{1}",
      "a~1",
      "a^",
      "a:b",
      ...SHELL,
    ],
  },
  "sling.merge": {
    kind: "Polecat",
    spec: (merge) => ({ ...WORK, sling: { merge } }),
    argv: (merge) => [commands.sling({ ...SLING, merge })],
    good: ["direct", "mr", "local"],
    bad: ["squash", "--mr", "MR"],
  },
  "sling.message": {
    kind: "Polecat",
    spec: (message) => ({ ...WORK, sling: { message } }),
    argv: (message) => [commands.sling({ ...SLING, message })],
    good: [
      "- read docs/parser.md first\n- then make the tests pass\n",
      "--force",
      "$(id)",
      "😀".repeat(4096),
    ],
    bad: ["a\0b"],
  },
  beadID: {
    kind: "Polecat",
    spec: (beadID) => ({ ...WORK, beadID }),
    argv: (bead) => [commands.sling({ ...SLING, bead }), commands.showBeads([bead], "al")],
    good: [
      "al-1",
      "gt-abc.1.2",
      "be-wisp-8l1",
      "MyApp-x1",
      "shop_front-id3a",
      "league-v3-a1b",
      "web2-k82.1",
      "b-7",
    ],
    bad: ["al", "al-", "--al-1", "-al-1", "al-1.", "al-1/2", ...SHELL, `al-${"1".repeat(126)}`],
  },
  gtName: {
    kind: "Rig",
    spec: (gtName) => ({ gitURL: "https://example.com/r.git", localPath: "/town/alpha", gtName }),
    argv: (rig) => [commands.sling({ ...SLING, rig }), commands.mergeQueue(rig)],
    good: [
      ...["alpha", "shop_front", "ShopFront", "web-app", "_x", "a".repeat(200)],
      ...["Büro", "Bu\u0308ro", "店", "c++", "50%,a=b~1^#2", "🚀"],
    ],
    bad: [
      ...[
        "-alpha",
        "a/b",
        "a.b",
        "a\\b",
        "a:b",
        "a@b",
        "~a",
        "a*",
        "a\u00a0b",
        "a\u202eb",
        "\u0308u",
        ...SHELL,
      ],
      "a".repeat(201),
    ],
  },
  notifyOnComplete: {
    kind: "Convoy",
    spec: (notifyOnComplete) => ({ description: "Wave", trackedBeads: ["al-1"], notifyOnComplete }),
    argv: (address) => [commands.sendMail(address, "s", "b"), commands.inbox(address)],
    good: [
      ...[
        "mayor",
        "mayor/",
        "overseer",
        "alpha/witness",
        "alpha/polecats/nux",
        "alpha/crew/max",
        "alpha/max",
      ],
      ...["list:oncall", "queue:work", "group:ops-team", "channel:alerts", "announce:all", "ops-team"],
      ...["@town", "@witnesses", "@rig/alpha", "@crew/shop_front", "*/witness", "alpha/*"],
      ...["Büro/witness", "c++/polecats/nux"],
    ],
    bad: ["--self", "-x", "/mayor", "mayor//", "list:", "@", "ftp:x", "x@y", ...SHELL],
  },
  trackedBeads: {
    kind: "Convoy",
    spec: (bead) => ({ description: "Wave", trackedBeads: [bead] }),
    argv: (bead) => [commands.createConvoy("Wave", [bead])],
    good: ["al-1", "hq-cv-emt3v", "foo.bar-1"],
    bad: ["--notify=x", "al", ...SHELL],
  },
};

const READERS = { Polecat: parsePolecat, Convoy: parseConvoy, Rig: parseRig };

const values = Object.entries(FIELDS).flatMap(([field, { good, bad }]) => [
  ...good.map((value) => ({ field, value, isGood: true })),
  ...bad.map((value) => ({ field, value, isGood: false })),
]);

describe("What the API accepts", () => {
  let served: ServedCrds;
  let count = 0;
  beforeAll(async () => {
    served = await serveCrds();
  });
  afterAll(() => served.stop());

  it.each(values)("is what gt is called with: $field $value", async ({ field, value, isGood }) => {
    const { kind, spec, argv } = FIELDS[field] as Field;
    const name = `it-${(count += 1)}`;
    const { code } = await served.create(kind, name, spec(value));
    const read = READERS[kind](stored({ metadata: { name, namespace: "default" }, spec: spec(value) }));
    const verdicts = { served: code === 201, read: read.ok, called: isCalled(() => argv(value)) };
    expect(verdicts).toEqual({ served: isGood, read: isGood, called: isGood });
  });
});

function isCalled(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch {
    return false;
  }
}
