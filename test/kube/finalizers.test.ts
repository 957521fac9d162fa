import { describe, expect, it, onTestFinished } from "vitest";
import {
  addFinalizer,
  createObject,
  deleteObject,
  readObject,
  removeFinalizer,
  type ObjectRef,
  type RawObject,
} from "../../src/kube/index.ts";
import { ObjectServer } from "./object-server.ts";
import { startScriptedServer } from "./scripted-server.ts";
import { widgets } from "./widgets.ts";

const ref: ObjectRef = { resource: widgets, name: "a", namespace: "town", uid: "uid-a" };
const ours = "gastown.io/terminate";

async function setUp() {
  const cluster = new ObjectServer();
  const { api, requests, ...rest } = await startScriptedServer(cluster.answer);
  onTestFinished(() => rest[Symbol.asyncDispose]());
  return { cluster, api, requests, finalizers: () => cluster.object?.metadata.finalizers ?? [] };
}

describe("a finalizer", () => {
  it("is added once, and removed once", async () => {
    const { api, finalizers } = await setUp();

    expect(await addFinalizer(api, ref, ours)).toBe("changed");
    expect(await addFinalizer(api, ref, ours)).toBe("unchanged");
    expect(finalizers()).toEqual([ours]);
    expect(await removeFinalizer(api, ref, ours)).toBe("changed");
    expect(await removeFinalizer(api, ref, ours)).toBe("unchanged");
    expect(finalizers()).toEqual([]);
  });

  it("leaves those of others alone, though they change at the same moment", async () => {
    const { api, cluster, finalizers } = await setUp();
    cluster.change({ finalizers: ["other/one", ours, "other/two"] });
    cluster.before = () => cluster.change({ finalizers: [ours, "other/two"] });

    expect(await removeFinalizer(api, ref, ours)).toBe("changed");
    expect(finalizers()).toEqual(["other/two"]);

    cluster.before = () => cluster.change({ finalizers: ["other/two", "other/three"] });
    expect(await addFinalizer(api, ref, ours)).toBe("changed");
    expect(finalizers()).toEqual(["other/two", "other/three", ours]);
  });

  it("is not added to an object that is being deleted", async () => {
    const { api, cluster, requests } = await setUp();
    cluster.change({ deletionTimestamp: "2026-05-01T12:00:00Z", finalizers: ["other/one"] });

    expect(await addFinalizer(api, ref, ours)).toBe("deleting");
    expect(requests.map(({ method }) => method)).toEqual(["GET"]);
  });

  it("is not sought on another object of the same name, nor on one that is gone", async () => {
    const { api, cluster, finalizers } = await setUp();
    cluster.change({ uid: "another" });
    expect(await addFinalizer(api, ref, ours)).toBe("gone");
    expect(finalizers()).toEqual([]);

    cluster.object = undefined;
    expect(await removeFinalizer(api, ref, ours)).toBe("gone");
  });

  it("is neither added nor removed where the object says by then that it should not be", async () => {
    const { api, cluster, finalizers } = await setUp();
    const isOpen = ({ metadata }: RawObject): boolean => metadata["annotations"] === undefined;
    cluster.change({ finalizers: [ours] });
    cluster.before = () => cluster.change({ annotations: { keep: "it" } });
    expect(await removeFinalizer(api, ref, ours, isOpen)).toBe("unchanged");
    expect(finalizers()).toEqual([ours]);

    cluster.change({ finalizers: [] });
    expect(await addFinalizer(api, ref, ours, isOpen)).toBe("unchanged");
    expect(finalizers()).toEqual([]);
  });

  it("is gone when the object vanishes between reading and patching", async () => {
    const { api, cluster } = await setUp();
    cluster.before = () => (cluster.object = undefined);

    expect(await addFinalizer(api, ref, ours)).toBe("gone");
  });
});

describe("creating, reading and deleting", () => {
  it("deletes the object it means, and only that one", async () => {
    const { api, cluster } = await setUp();
    cluster.change({ uid: "another" });
    expect(await deleteObject(api, ref, "2")).toBe("gone");
    expect(cluster.object).toBeDefined();

    cluster.change({ uid: "uid-a" });
    expect(await deleteObject(api, ref, "3")).toBe("deleted");
    expect(await deleteObject(api, ref, "3")).toBe("gone");
  });

  it("does not delete what somebody has changed since that was decided", async () => {
    const { api, cluster } = await setUp();
    cluster.before = () => cluster.change({ labels: { mine: "true" } });

    expect(await deleteObject(api, ref, "1")).toBe("changed");
    expect(cluster.object?.metadata).toMatchObject({ labels: { mine: "true" } });
  });

  it("says that the name is taken", async () => {
    const { api, requests } = await setUp();

    const outcome = await createObject(api, widgets, {
      metadata: { name: "a", namespace: "town", labels: { "gastown.io/adopted": "true" } },
      spec: { size: 1 },
    });

    expect(outcome).toEqual({ outcome: "exists" });
    expect(requests[0]?.body).toMatchObject({ apiVersion: "test.gastown.io/v1", kind: "Widget" });
  });

  it("reads an object, or nothing", async () => {
    const { api, cluster } = await setUp();
    expect((await readObject(api, widgets, ref))?.spec.size).toBe(1);

    cluster.object = undefined;
    expect(await readObject(api, widgets, ref)).toBeUndefined();
  });
});
