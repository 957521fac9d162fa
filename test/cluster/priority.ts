/**
 * Priority and fairness without a seat for one service account: of its requests that come while another is served,
 * each is answered 429. With no seat at all kube-apiserver still serves one at a time.
 */
import type { Account, ControlPlane } from "../envtest/index.ts";

const FLOWCONTROL = "flowcontrol.apiserver.k8s.io";
const PATH = `/apis/${FLOWCONTROL}/v1`;
const NAME = "no-seat";

/** @returns how to end that. */
export async function takeSeats(
  { admin }: ControlPlane,
  { namespace, name }: Account,
): Promise<() => Promise<void>> {
  const about = { apiVersion: `${FLOWCONTROL}/v1`, metadata: { name: NAME } };
  await admin.create(`${PATH}/prioritylevelconfigurations`, {
    ...about,
    kind: "PriorityLevelConfiguration",
    spec: {
      type: "Limited",
      limited: {
        nominalConcurrencyShares: 0,
        lendablePercent: 0,
        borrowingLimitPercent: 0,
        limitResponse: { type: "Reject" },
      },
    },
  });
  await admin.create(`${PATH}/flowschemas`, {
    ...about,
    kind: "FlowSchema",
    spec: {
      matchingPrecedence: 2,
      priorityLevelConfiguration: { name: NAME },
      rules: [
        {
          subjects: [{ kind: "ServiceAccount", serviceAccount: { namespace, name } }],
          resourceRules: [
            { verbs: ["*"], apiGroups: ["*"], resources: ["*"], namespaces: ["*"], clusterScope: true },
          ],
        },
      ],
    },
  });
  return async () => {
    await admin.tryTo("DELETE", `${PATH}/flowschemas/${NAME}`);
    await admin.tryTo("DELETE", `${PATH}/prioritylevelconfigurations/${NAME}`);
  };
}
