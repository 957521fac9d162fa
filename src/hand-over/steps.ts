/**
 * Step after step on ports, each from a fresh read. An error of a port ends the run where it is; the next run begins with a
 * read, and does what is left.
 */
import { isDone } from "../../machines/index.ts";
import { nextClaimStep, type ClaimStep } from "./claim.ts";
import { nextStep, type HandOverStep } from "./hand-over-step.ts";
import { requestId } from "./merge-request.ts";
import type { HandOverPorts } from "./ports.ts";
import type { PodWork } from "./work.ts";

/** The town takes what is written, and does not show it. */
export class HandOverError extends Error {
  constructor(bead: string) {
    super(
      `what was written for bead ${bead} does not show in what gt reads of it: look at its database (\`gt health\`, \`gt show ${bead}\`)`,
    );
    this.name = "HandOverError";
  }
}

/** Each kind of write once; what is more is a town that has not shown the one before. */
const MOST_WRITES = 12;

type Target = Pick<PodWork, "rig" | "bead" | "assignee">;

export async function claimBead(
  ports: HandOverPorts,
  { rig, bead, assignee }: Target,
): Promise<Exclude<ClaimStep, { is: "claim" }>> {
  for (let writes = 0; writes < 2; writes += 1) {
    const seen = await ports.read(rig, bead, null);
    const step = nextClaimStep(bead, assignee, seen.bead);
    if (step.is !== "claim") return step;
    await ports.claim(rig, bead, assignee);
  }
  throw new HandOverError(bead);
}

export async function handOver(
  ports: HandOverPorts,
  work: PodWork,
): Promise<Extract<HandOverStep, { is: "done" | "refused" }>> {
  const { rig, bead, assignee } = work;
  for (let writes = 0; writes < MOST_WRITES; writes += 1) {
    const step = nextStep(work, await ports.read(rig, bead, requestId(work)));
    switch (step.is) {
      case "file":
        await ports.file(rig, step.request, assignee);
        break;
      case "supersede":
        await ports.closeRequest(rig, step.id, `superseded by ${step.by}`);
        break;
      case "close":
        await ports.closeBead(rig, bead, `Handed over to the merge queue as ${step.request}`, assignee);
        break;
      case "done":
      case "refused":
        return step;
      default:
        step satisfies never;
    }
  }
  throw new HandOverError(bead);
}

/** Gives a bead back that is not done and is held under this name; another's is left alone. @returns whether it was held. */
export async function releaseBead(ports: HandOverPorts, { rig, bead, assignee }: Target): Promise<boolean> {
  const { bead: seen } = await ports.read(rig, bead, null);
  if (seen === null || isDone(seen.status) || seen.assignee !== assignee) return false;
  await ports.release(rig, bead, assignee);
  return true;
}
