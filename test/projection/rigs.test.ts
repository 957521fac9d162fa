import { describe, expect, it } from "vitest";
import { electRigs, servingRig } from "../../src/projection/index.ts";

interface Given {
  readonly name: string;
  readonly gtName?: string;
  readonly createdAt?: number;
  readonly isView?: boolean;
}

const resource = ({ name, gtName = "alpha", createdAt = 1_000, isView = false }: Given, index: number) => ({
  name,
  createdAt,
  // The later ones in a list have the lower uids, and nothing is decided by them.
  uid: String(9 - index),
  desired: { generation: 1, gtName, localPath: "/town/alpha", beadsPrefix: null, paused: false },
  maxPolecats: 8,
  isView,
});
const serving = (given: readonly Given[]): string | undefined =>
  servingRig(electRigs(given.map(resource)), "alpha")?.name;

describe("Of several Rigs for one rig of gt", () => {
  it("the earliest serves, whatever it is called", () => {
    expect(serving([{ name: "alpha", createdAt: 2_000 }, { name: "alpha-two" }])).toBe("alpha-two");
  });

  it("a person's serves before a view of the operator's, however old that is", () => {
    const view = { name: "alpha", createdAt: 1, isView: true };
    expect(serving([view, { name: "mine", createdAt: 2_000 }])).toBe("mine");
    expect(serving([view])).toBe("alpha");
  });

  it("made in one second the one of gt's own name serves, and else the first by name", () => {
    const [own, two, aaa] = [{ name: "alpha" }, { name: "alpha-two" }, { name: "aaa" }];
    for (const given of [
      [own, two, aaa],
      [aaa, two, own],
    ]) {
      expect(serving(given)).toBe("alpha");
    }
    expect(serving([two, aaa])).toBe("aaa");
    expect(serving([aaa, two])).toBe("aaa");
  });
});
