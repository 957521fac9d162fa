/** Sets of values, from the least to everything at once: what people really install. */
import type { Sets } from "./helm.ts";

export interface Case {
  readonly name: string;
  readonly sets: Sets;
}

export const MATRIX: readonly Case[] = [
  { name: "least", sets: ["volumes.hostPath=/home/ada/gt"] },
  {
    name: "town-on-a-node",
    sets: [
      "volumes.hostPath=/home/ada/gt",
      "gtConfig.townRoot=/home/ada/gt",
      "gtConfig.image=registry.example.com/gt:1.0.1",
      "gtConfig.env[0].name=GT_DOLT_HOST",
      "gtConfig.env[0].value=dolt.example.com",
      "hostNetwork=true",
      "config.httpAddress=127.0.0.1:9090",
      String.raw`nodeSelector.kubernetes\.io/hostname=node-1`,
      "tolerations[0].operator=Exists",
      "extraEnv[0].name=TMUX_TMPDIR",
      "extraEnv[0].value=/run/tmux",
      "extraVolumes[0].name=tmux",
      "extraVolumes[0].hostPath.path=/tmp",
      "extraVolumeMounts[0].name=tmux",
      "extraVolumeMounts[0].mountPath=/run/tmux",
    ],
  },
  {
    name: "town-on-a-volume",
    sets: ["volumes.existingClaim=town", "config.town=east", "config.namespace=polecats", "replicaCount=2"],
  },
  {
    name: "town-of-its-own",
    sets: [
      "town.create=true",
      "town.image=registry.example.com/town:1",
      "town.git.secret=town-git",
      "town.agentSecret=agents",
      "town.rigs[0].name=alpha",
      "town.rigs[0].gitURL=git@git.example.com:town/alpha.git",
      "town.rigs[0].beadsPrefix=al",
      "town.rigs[0].branch=main",
      "town.rigs[0].pods.namespaces[0]=polecats",
      "town.rigs[0].pods.images[0]=registry.example.com/agents/",
      "town.rigs[0].pods.secrets[0]=polecat-git",
      "town.rigs[1].name=web_App",
      "town.rigs[1].gitURL=https://git.example.com/web-app.git",
    ],
  },
  { name: "alone", sets: ["volumes.enabled=false", "config.leaderElect=false", "rbac.create=false"] },
  {
    name: "everything",
    sets: [
      "volumes.existingClaim=town",
      "image.repository=registry.example.com/gastown-operator",
      `image.digest=sha256:${"0123456789abcdef".repeat(4)}`,
      "imagePullSecrets[0].name=registry",
      "fullnameOverride=mayor",
      "serviceAccount.name=mayor",
      String.raw`serviceAccount.annotations.example\.com/role=mayor`,
      "priorityClassName=system-cluster-critical",
      "topologySpreadConstraints[0].maxSkew=1",
      "topologySpreadConstraints[0].topologyKey=topology.kubernetes.io/zone",
      "topologySpreadConstraints[0].whenUnsatisfiable=DoNotSchedule",
      String.raw`podAnnotations.example\.com/note=town`,
      "podLabels.team=town",
      String.raw`deploymentAnnotations.example\.com/note=town`,
      "config.adopt=true",
      "config.dataDir=/data",
      "config.logLevel=debug",
      "extraVolumes[0].name=data",
      "extraVolumes[0].emptyDir.sizeLimit=1Gi",
      "extraVolumeMounts[0].name=data",
      "extraVolumeMounts[0].mountPath=/data",
      "serviceMonitor.enabled=true",
      "serviceMonitor.labels.release=prometheus",
      "prometheusRule.enabled=true",
      "grafanaDashboard.enabled=true",
      "networkPolicy.enabled=true",
      "networkPolicy.metricsFrom[0].namespaceSelector.matchLabels.team=monitoring",
      "podDisruptionBudget.enabled=true",
    ],
  },
];
