import { describe, expect, it } from "vitest";
import { ServiceRuns } from "../../src/operator/service-runs.ts";

describe("Services that run", () => {
  it.each(["sling", "nuke", "createConvoy"])(
    "lead to a read of the town until the last %s has ended, also where it fails",
    async (name) => {
      const runs = new ServiceRuns(undefined);
      const [one, other] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
      const first = runs.run(name, () => one.promise);
      const second = runs.run(name, () => other.promise);
      one.resolve(undefined);
      await first;
      expect(runs.leadToReads).toBe(true);
      other.reject(new Error("refused"));
      await expect(second).rejects.toThrow("refused");
      expect(runs.leadToReads).toBe(false);
    },
  );

  it("lead to none where nobody reads the town for what they tell", () => {
    const runs = new ServiceRuns(undefined);
    void runs.run("mail", () => new Promise(() => undefined));
    expect(runs.leadToReads).toBe(false);
  });
});
