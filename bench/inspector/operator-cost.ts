/** What the inspector costs: CPU and memory of the operator's thread without it, with it and no page, and with 50 pages. */
import { setTimeout as pause } from "node:timers/promises";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { bareTown, inspectedTown, type InspectedTown } from "../../test/inspector/given.ts";
import { StreamReader } from "../../test/inspector/stream-reader.ts";
import { heap } from "./heap.ts";

const ACTORS = 5_000;
const PAGES = 50;
const EVENTS_A_SECOND = 500;
const SECONDS = 8;

/** The pages live in a thread of their own, so that their work is not counted as the operator's. */
function openPages(url: string): void {
  const pages = Array.from(
    { length: PAGES },
    (_, page) => new StreamReader(`${url}stream?actor=polecat/default/p${page}`),
  );
  parentPort?.once("message", () => {
    const frames = pages.map(({ towns }) => towns.length);
    const bytes = pages.reduce((sum, { received }) => sum + received, 0);
    parentPort?.postMessage(
      `${Math.min(...frames)} frames a page or more, ${(bytes / 1_048_576).toFixed(0)} MiB in all`,
    );
  });
}

async function measure(events: () => void): Promise<string> {
  const cpu = process.threadCpuUsage();
  const start = performance.now();
  for (let slice = 0; slice < SECONDS * 20; slice += 1) {
    for (let event = 0; event < EVENTS_A_SECOND / 20; event += 1) events();
    await pause(Math.max(0, start + (slice + 1) * 50 - performance.now()));
  }
  const used = process.threadCpuUsage(cpu);
  const ms = performance.now() - start;
  const share = (100 * (used.user + used.system)) / 1_000 / ms;
  return `${share.toFixed(1)} % of a core`;
}

/** @returns how to make the next event. */
async function begin(town: Pick<InspectedTown, "start" | "work">): Promise<() => void> {
  for (let index = 0; index < ACTORS; index += 1) town.start(`p${index}`);
  let turn = 0;
  const event = (): void => town.work(`p${(turn += 1) % ACTORS}`);
  await measure(event);
  return event;
}

async function withoutInspector(): Promise<void> {
  const town = bareTown();
  console.log(`without:   ${await measure(await begin(town))}, ${heap()}`);
  town.close();
}

export async function operatorCost(): Promise<void> {
  await withoutInspector();
  const town = await inspectedTown();
  const event = await begin(town);
  console.log(`no page:   ${await measure(event)}, ${heap()}`);
  const worker = new Worker(new URL(import.meta.url), { workerData: town.inspector.url });
  while (town.inspector.hub.clientCount < PAGES) await pause(50);
  await pause(1_000);
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, town.inspector.hub.waitingBytes)), 20);
  console.log(
    `${PAGES} pages:  ${await measure(event)}, at most ${(most / 1_048_576).toFixed(1)} MiB unsent, ${heap()}`,
  );
  clearInterval(watch);
  const told = new Promise((resolve) => worker.once("message", resolve));
  worker.postMessage("how much?");
  console.log(`received:  ${String(await told)}`);
  await worker.terminate();
  await town.close();
}

if (!isMainThread && typeof workerData === "string") openPages(workerData);
