{{- define "gastown.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "gastown.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "gastown.labels" -}}
{{ include "gastown.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "gastown.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "gastown.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "gastown.image" -}}
{{- $own := printf "ghcr.io/%s" (trimPrefix "https://github.com/" .Chart.Home) -}}
{{- with .Values.image -}}
{{- $repository := default $own .repository -}}
{{- if .digest -}}
{{ $repository }}@{{ .digest }}
{{- else -}}
{{ $repository }}:{{ default $.Chart.AppVersion .tag }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* A config that was emptied leaves each setting its default. To be included before config is read. */}}
{{- define "gastown.defaults" -}}
{{- $config := default dict .Values.config -}}
{{- range $name, $value := dict "httpAddress" ":8080" "leaderElect" "true" -}}
{{- if not (hasKey $config $name) -}}{{- $_ := set $config $name $value -}}{{- end -}}
{{- end -}}
{{- if eq (toString (default "" $config.pods)) "true" -}}
{{- if not $config.podNamespaces -}}{{- $_ := set $config "podNamespaces" (default .Release.Namespace $config.namespace) -}}{{- end -}}
{{- if not $config.podImage -}}{{- $_ := set $config "podImage" (include "gastown.image" .) -}}{{- end -}}
{{- end -}}
{{- $_ := set .Values "config" $config -}}
{{- end -}}

{{/* The container's port: the last part of config.httpAddress. */}}
{{- define "gastown.port" -}}
{{- regexFind "[0-9]+$" .Values.config.httpAddress -}}
{{- end -}}

{{/* The variable of a setting: pollInterval is GASTOWN_POLL_INTERVAL; kubeconfig keeps the name that all tools know. */}}
{{- define "gastown.variable" -}}
{{- if eq . "kubeconfig" -}}KUBECONFIG{{- else -}}GASTOWN_{{ snakecase . | upper }}{{- end -}}
{{- end -}}

{{/* The value of a setting as text. In YAML an off without quotes is false. */}}
{{- define "gastown.setting" -}}
{{- $name := index . 0 -}}{{- $value := toString (ternary "" (index . 1) (kindIs "invalid" (index . 1))) -}}
{{- if and (eq $value "false") (has $name (list "inspectorAddress" "watchdogTimeout")) -}}off{{- else -}}{{ $value }}{{- end -}}
{{- end -}}

{{/* The operator's lease, as src/cli/election.ts names it. */}}
{{- define "gastown.lease" -}}
{{- if .Values.config.town -}}gastown-operator-{{ .Values.config.town }}{{- else -}}gastown-operator{{- end -}}
{{- end -}}

{{- define "gastown.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities: { drop: [ALL] }
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{/*
Rolling only where two pods can be there at the same time: each has the lease to wait for, a port, a town and a folder
for its journal. One pod on the node's network has the port; a claim may be for one node alone; one journal has one writer.
*/}}
{{- define "gastown.strategy" -}}
{{- $alone := le (int .Values.replicaCount) 1 -}}
{{- $claimed := and .Values.volumes.enabled .Values.volumes.existingClaim -}}
{{- if ne (toString .Values.config.leaderElect) "true" -}}Recreate
{{- else if .Values.hostNetwork -}}Recreate
{{- else if and $alone (or $claimed (eq (include "gastown.dataVolume" .) "shared")) -}}Recreate
{{- else -}}RollingUpdate
{{- end -}}
{{- end -}}

{{/* Where the town's volume is mounted. */}}
{{- define "gastown.townMount" -}}
{{- if .Values.town.create -}}{{- include "gastown.town.volume" . -}}{{- else -}}{{- clean .Values.gtConfig.townRoot -}}{{- end -}}
{{- end -}}

{{/* Where config.dataDir is: of each pod its own ("own"), on a volume that several pods may have ("shared"), or on none (""). */}}
{{- define "gastown.dataVolume" -}}
{{- $place := "" -}}{{- $longest := 0 -}}
{{- if .Values.config.dataDir -}}
{{- $dir := printf "%s/" (trimSuffix "/" .Values.config.dataDir) -}}
{{- if hasPrefix "/tmp/" $dir -}}{{- $place = "own" -}}{{- $longest = 5 -}}{{- end -}}
{{- $town := printf "%s/" (include "gastown.townMount" .) -}}
{{- if and .Values.volumes.enabled (hasPrefix $town $dir) (gt (len $town) $longest) -}}{{- $place = "shared" -}}{{- $longest = len $town -}}{{- end -}}
{{- range $mount := .Values.extraVolumeMounts -}}
{{- $path := printf "%s/" (trimSuffix "/" (toString $mount.mountPath)) -}}
{{- if and (hasPrefix $path $dir) (gt (len $path) $longest) -}}
{{- $longest = len $path -}}
{{- $place = "shared" -}}
{{- range $volume := $.Values.extraVolumes -}}
{{- if and (eq (toString $volume.name) (toString $mount.name)) (or (hasKey $volume "emptyDir") (hasKey $volume "ephemeral")) -}}{{- $place = "own" -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $place -}}
{{- end -}}

{{/* On the node's network the kubelet reaches the node's loopback, and must be told to. */}}
{{- define "gastown.probeHost" -}}
{{- if eq (include "gastown.isLoopback" .Values.config.httpAddress) "true" -}}, host: 127.0.0.1{{- end -}}
{{- end -}}

{{- define "gastown.isLoopback" -}}
{{- if regexMatch `^(127\.[0-9.]+|localhost|\[::1\]):[0-9]+$` . -}}true{{- end -}}
{{- end -}}

{{/* What a schema cannot say. */}}
{{- define "gastown.check" -}}
{{- include "gastown.check.create" . -}}
{{- with .Values.volumes -}}
{{- if and .enabled (not .hostPath) (not .existingClaim) (not $.Values.town.create) -}}
{{- fail "the town is nowhere: set volumes.hostPath (the town's folder on the node) or volumes.existingClaim, or volumes.enabled=false with extraVolumes" -}}
{{- end -}}
{{- if and .enabled .hostPath .existingClaim -}}
{{- fail "volumes.hostPath and volumes.existingClaim are both set: the town is in one place" -}}
{{- end -}}
{{- end -}}
{{- if and (gt (int .Values.replicaCount) 1) (ne (toString .Values.config.leaderElect) "true") -}}
{{- fail "replicaCount is more than 1: set config.leaderElect=true, or two operators write to one town" -}}
{{- end -}}
{{- include "gastown.check.paths" . -}}
{{- include "gastown.check.town" . -}}
{{- include "gastown.check.election" . -}}
{{- include "gastown.check.network" . -}}
{{- include "gastown.check.journal" . -}}
{{- include "gastown.check.names" . -}}
{{- include "gastown.check.mounts" . -}}
{{- end -}}

{{- define "gastown.check.mounts" -}}
{{- $volumes := list -}}
{{- range .Values.extraVolumes -}}
{{- $name := toString .name -}}
{{- if has $name (concat $volumes (list "tmp" "town" "gt") (ternary (list "town-tmp" "town-run" "town-files" "town-git" "token") list $.Values.town.create)) -}}
{{- fail (printf "extraVolumes has the name %s twice, or the chart has a volume of that name: choose another" $name) -}}
{{- end -}}
{{- $volumes = append $volumes $name -}}
{{- end -}}
{{- $places := list "/tmp" "/opt/gt/bin" -}}
{{- if .Values.volumes.enabled -}}
{{- $town := include "gastown.townMount" . -}}
{{- if or (eq $town "/tmp") (and .Values.gtConfig.image (eq $town "/opt/gt/bin")) -}}
{{- fail (printf "gtConfig.townRoot is %s, where the chart mounts something else: choose another folder for the town" $town) -}}
{{- end -}}
{{- $places = append $places $town -}}
{{- end -}}
{{- range .Values.extraVolumeMounts -}}
{{- if not (has (toString .name) $volumes) -}}
{{- fail (printf "extraVolumeMounts mounts %s, and no volume has that name: add it to extraVolumes" (toString .name)) -}}
{{- end -}}
{{- $place := clean (toString .mountPath) -}}
{{- if and (has $place $places) (not .subPath) -}}
{{- fail (printf "extraVolumeMounts mounts %s at %s, where something is mounted already: choose another mountPath" (toString .name) $place) -}}
{{- end -}}
{{- $places = append $places $place -}}
{{- end -}}
{{- end -}}

{{- define "gastown.check.town" -}}
{{- if and (not .Values.volumes.enabled) (or .Values.volumes.hostPath .Values.volumes.existingClaim) -}}
{{- fail "volumes.enabled is false, so that volumes.hostPath and volumes.existingClaim would not be used: leave them empty, or set volumes.enabled=true" -}}
{{- end -}}
{{- if and (gt (int .Values.replicaCount) 1) .Values.volumes.enabled .Values.volumes.hostPath (not .Values.nodeSelector) (not .Values.affinity) -}}
{{- fail "replicaCount is more than 1, and volumes.hostPath is a folder of one node: choose that node by nodeSelector (or affinity), or share the town by volumes.existingClaim" -}}
{{- end -}}
{{- end -}}

{{- define "gastown.check.network" -}}
{{- $port := int (include "gastown.port" .) -}}
{{- $inspector := default "127.0.0.1:8081" (include "gastown.setting" (list "inspectorAddress" .Values.config.inspectorAddress)) -}}
{{- $inspectorPort := int (regexFind "[0-9]+$" $inspector) -}}
{{- if or (lt $port 1) (gt $port 65535) -}}
{{- fail (printf "config.httpAddress is %s: the probes need a port from 1 to 65535" .Values.config.httpAddress) -}}
{{- end -}}
{{- if ne $inspector "off" -}}
{{- if or (lt $inspectorPort 1) (gt $inspectorPort 65535) -}}
{{- fail (printf "config.inspectorAddress is %s: gastown-operator inspect needs a port from 1 to 65535; off turns it off" $inspector) -}}
{{- end -}}
{{- if eq $port $inspectorPort -}}
{{- fail (printf "config.httpAddress and config.inspectorAddress both have the port %d: give one of them another" $port) -}}
{{- end -}}
{{- $exposed := ne (include "gastown.isLoopback" $inspector) "true" -}}
{{- if and $exposed (not .Values.config.inspectorTokenFile) -}}
{{- fail (printf "config.inspectorAddress is %s, which others reach: set config.inspectorTokenFile, or leave the inspector on the loopback" $inspector) -}}
{{- end -}}
{{- if and $exposed .Values.networkPolicy.enabled -}}
{{- fail "networkPolicy lets nobody reach the inspector at config.inspectorAddress: leave that on the loopback, which gastown-operator inspect reaches, or write a policy of your own" -}}
{{- end -}}
{{- end -}}
{{- if eq (include "gastown.isLoopback" .Values.config.httpAddress) "true" -}}
{{- if not .Values.hostNetwork -}}
{{- fail "config.httpAddress is on the pod's own loopback, where no probe reaches it: use an address such as :8080" -}}
{{- end -}}
{{- if .Values.serviceMonitor.enabled -}}
{{- fail "config.httpAddress is on the node's loopback, where Prometheus does not reach it: set serviceMonitor.enabled=false, or an address such as :8080" -}}
{{- end -}}
{{- end -}}
{{- if .Values.hostNetwork -}}
{{- if gt (int .Values.replicaCount) 1 -}}
{{- fail "replicaCount is more than 1 with hostNetwork: the pods of one node cannot have one port; set replicaCount=1, or hostNetwork=false" -}}
{{- end -}}
{{- if lt $port 1024 -}}
{{- fail (printf "config.httpAddress has the port %d, which on the node's network (hostNetwork) only root may open: take one from 1024" $port) -}}
{{- end -}}
{{- if .Values.networkPolicy.enabled -}}
{{- fail "networkPolicy has no effect on a pod of the node's network: set networkPolicy.enabled=false or hostNetwork=false" -}}
{{- end -}}
{{- end -}}
{{- if and .Values.networkPolicy.metricsFrom (not .Values.networkPolicy.enabled) -}}
{{- fail "networkPolicy.metricsFrom needs networkPolicy.enabled=true: without it everybody may read /metrics" -}}
{{- end -}}
{{- if and .Values.podDisruptionBudget.enabled (has (toString .Values.podDisruptionBudget.maxUnavailable) (list "0" "0%")) -}}
{{- fail "podDisruptionBudget.maxUnavailable is 0: no node with an operator could ever be drained; set 1" -}}
{{- end -}}
{{- end -}}

{{/* A duration such as 1m30s in milliseconds; the first of the two that is set. */}}
{{- define "gastown.ms" -}}
{{- $sum := 0.0 -}}
{{- $units := dict "ms" 1 "s" 1000 "m" 60000 "h" 3600000 -}}
{{- range $part := regexFindAll "[0-9.]+(ms|s|m|h)" (toString (default (index . 1) (index . 0))) -1 -}}
{{- $unit := regexFind "[a-z]+" $part -}}
{{- $sum = addf $sum (mulf (float64 (trimSuffix $unit $part)) (get $units $unit)) -}}
{{- end -}}
{{- $sum -}}
{{- end -}}

{{/* As timingProblem in src/settings/election.ts, whose defaults these are. */}}
{{- define "gastown.check.election" -}}
{{- with .Values.config -}}
{{- $lease := float64 (include "gastown.ms" (list .leaderElectLeaseDuration "15s")) -}}
{{- $renew := float64 (include "gastown.ms" (list .leaderElectRenewDeadline "10s")) -}}
{{- $retry := float64 (include "gastown.ms" (list .leaderElectRetryPeriod "2s")) -}}
{{- if ne $lease (mulf (floor (divf $lease 1000)) 1000) -}}
{{- fail (printf "config.leaderElectLeaseDuration is %s: it takes whole seconds" .leaderElectLeaseDuration) -}}
{{- end -}}
{{- if ge $renew $lease -}}
{{- fail (printf "config.leaderElectRenewDeadline (%s) must be shorter than config.leaderElectLeaseDuration (%s): shorten the one or lengthen the other" (default "by default 10s" .leaderElectRenewDeadline) (default "by default 15s" .leaderElectLeaseDuration)) -}}
{{- end -}}
{{- if ge (mulf $retry 2) $renew -}}
{{- fail (printf "config.leaderElectRetryPeriod (%s) must be less than half of config.leaderElectRenewDeadline (%s): shorten the one or lengthen the other" (default "by default 2s" .leaderElectRetryPeriod) (default "by default 10s" .leaderElectRenewDeadline)) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "gastown.check.paths" -}}
{{- range $name, $path := dict "config.dataDir" .Values.config.dataDir "gtConfig.townRoot" .Values.gtConfig.townRoot -}}
{{- if has ".." (splitList "/" (toString (default "" $path))) -}}
{{- fail (printf "%s is %s: write the path without .., so that it shows where it is" $name $path) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "gastown.check.journal" -}}
{{- if .Values.config.dataDir -}}
{{- $place := include "gastown.dataVolume" . -}}
{{- if eq $place "" -}}
{{- fail (printf "config.dataDir is %s, where nothing is mounted, and the root folder is read-only: mount a folder there with extraVolumes and extraVolumeMounts" .Values.config.dataDir) -}}
{{- end -}}
{{- if and (eq $place "shared") (gt (int .Values.replicaCount) 1) -}}
{{- fail (printf "replicaCount is more than 1, and config.dataDir (%s) is on a volume that they share: each needs a journal of its own, such as an emptyDir" .Values.config.dataDir) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "gastown.check.names" -}}
{{- range $name := list "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/part-of" "app.kubernetes.io/version" "app.kubernetes.io/managed-by" "helm.sh/chart" -}}
{{- if hasKey (default dict $.Values.podLabels) $name -}}
{{- fail (printf "podLabels sets %s, which the chart sets: leave it out (nameOverride changes the name)" $name) -}}
{{- end -}}
{{- end -}}
{{- $seen := dict -}}
{{- range $place, $variables := dict "gtConfig.env" .Values.gtConfig.env "extraEnv" .Values.extraEnv -}}
{{- range $variables -}}
{{- $name := toString .name -}}
{{- if or (hasPrefix "GASTOWN_" $name) (has $name (list "GT_TOWN_ROOT" "GT_PATH" "KUBECONFIG" "HOME")) (and $.Values.town.create (has $name (list "TMUX_TMPDIR" "GT_TMUX_SOCKET"))) -}}
{{- fail (printf "%s sets %s, which the chart sets itself: use the value of config or gtConfig for it" $place $name) -}}
{{- end -}}
{{- if hasKey $seen $name -}}
{{- fail (printf "%s is set twice, by %s and by %s: the operator and gt have one environment, and only one value would be used" $name (get $seen $name) $place) -}}
{{- end -}}
{{- $_ := set $seen $name $place -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "gastown.rules.namespaced" }}
- apiGroups: [gastown.gastown.io]
  resources: [polecats]
  verbs: [get, list, watch, patch]
{{- if eq (toString .Values.config.adopt) "true" }}
- apiGroups: [gastown.gastown.io]
  resources: [polecats]
  verbs: [create, delete]
{{- end }}
- apiGroups: [gastown.gastown.io]
  resources: [convoys, witnesses, refineries, beadstores]
  verbs: [get, list, watch]
- apiGroups: [gastown.gastown.io]
  resources: [polecats/status, convoys/status, witnesses/status, refineries/status, beadstores/status]
  verbs: [patch]
{{- include "gastown.rules.events" . }}
{{- end }}
{{- define "gastown.rules.events" }}
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end }}
{{- define "gastown.subject" }}
subjects:
  - kind: ServiceAccount
    name: {{ include "gastown.serviceAccount" . }}
    namespace: {{ .Release.Namespace }}
{{- end }}
