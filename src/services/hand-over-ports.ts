/** The hand-over of a pod's work on the town's gt. */
import type { GtClient } from "../gt/index.ts";
import type { HandOverPorts } from "../hand-over/index.ts";

type TownWrites = Pick<
  GtClient,
  "showWork" | "mergeQueue" | "claimBead" | "releaseBead" | "fileRequest" | "closeBead"
>;

export function handOverPorts(gt: TownWrites): HandOverPorts {
  return {
    async read(rig, bead, request) {
      const work = await gt.showWork(bead, request);
      // Before the request is there, nothing is done about others.
      if (work.request === null) return { ...work, others: [] };
      const queue = await gt.mergeQueue(rig);
      const others = queue.filter(({ id, sourceIssue }) => sourceIssue === bead && id !== request);
      return { ...work, others: others.map(({ id }) => id) };
    },
    claim: async (rig, bead, assignee) => gt.claimBead({ rig, bead, assignee }),
    release: async (rig, bead, assignee) => gt.releaseBead({ rig, bead, assignee }),
    file: async (rig, fields, assignee) => gt.fileRequest({ rig, fields, assignee }),
    closeRequest: async (rig, bead, reason) => gt.closeBead({ rig, bead, reason, assignee: null }),
    closeBead: async (rig, bead, reason, assignee) => gt.closeBead({ rig, bead, reason, assignee }),
  };
}
