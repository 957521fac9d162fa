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
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ default $.Chart.AppVersion .tag }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The container's port: the last part of config.httpAddress. */}}
{{- define "gastown.port" -}}
{{- regexFind "[0-9]+$" .Values.config.httpAddress -}}
{{- end -}}

{{/* The variable of a setting: pollInterval is GASTOWN_POLL_INTERVAL; kubeconfig keeps the name that all tools know. */}}
{{- define "gastown.variable" -}}
{{- if eq . "kubeconfig" -}}KUBECONFIG{{- else -}}GASTOWN_{{ snakecase . | upper }}{{- end -}}
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

{{/* What a schema cannot say. */}}
{{- define "gastown.check" -}}
{{- with .Values.volumes -}}
{{- if and .enabled (not .hostPath) (not .existingClaim) -}}
{{- fail "the town is nowhere: set volumes.hostPath (the town's folder on the node) or volumes.existingClaim, or volumes.enabled=false with extraVolumes" -}}
{{- end -}}
{{- if and .enabled .hostPath .existingClaim -}}
{{- fail "volumes.hostPath and volumes.existingClaim are both set: the town is in one place" -}}
{{- end -}}
{{- end -}}
{{- if and (gt (int .Values.replicaCount) 1) (ne (toString .Values.config.leaderElect) "true") -}}
{{- fail "replicaCount is more than 1: set config.leaderElect=true, or two operators write to one town" -}}
{{- end -}}
{{- end -}}

{{- define "gastown.rules.namespaced" }}
- apiGroups: [gastown.gastown.io]
  resources: [polecats]
  verbs: [get, list, watch, create, patch, delete]
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
