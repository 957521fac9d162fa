import { describe, expect, it } from "vitest";
import { PodFeed } from "../../src/operator/pods/feed.ts";
import type { PodListener } from "../../src/pods/index.ts";
import { seen, working } from "../pods/statuses.ts";

const POD = seen(working());
const UID = POD.polecatUid;

async function started(): Promise<{ readonly feed: PodFeed; readonly kubernetes: PodListener }> {
  let kubernetes: PodListener | undefined;
  const feed = new PodFeed({
    watch(listener) {
      kubernetes = listener;
      return { hasListed: Promise.resolve(), close: () => Promise.resolve() };
    },
  });
  await new Promise<void>((resolve) => feed.start(resolve));
  if (kubernetes === undefined) throw new Error("nobody watches");
  return { feed, kubernetes };
}

describe("What Kubernetes tells of a polecat's pods", () => {
  it("keeps the last word of its newest pod, and of no earlier one that has gone", async () => {
    const { feed, kubernetes } = await started();
    kubernetes.onGone(POD);
    expect(feed.of(UID)).toEqual([POD]);
    const second = { ...POD, attempt: POD.attempt + 1, pod: { ...POD.pod, uid: "second" } };
    kubernetes.onSeen(second);
    expect(feed.of(UID)).toEqual([second]);
  });

  it("is forgotten with the polecat once its pods have gone, and not before", async () => {
    const { feed, kubernetes } = await started();
    kubernetes.onSeen(POD);
    feed.forgetGone(UID);
    expect(feed.of(UID)).toEqual([POD]);
    kubernetes.onGone(POD);
    feed.forgetGone(UID);
    expect(feed.of(UID)).toEqual([]);
  });
});
