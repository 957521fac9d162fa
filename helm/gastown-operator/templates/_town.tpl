{{/*
The parts of a pod that has a town of its own (town.create): gt, Dolt and tmux run in a container of the user's image, as a
sidecar, so that they are there before the operator and end after it. What gt talks by (127.0.0.1, tmux's socket, process
ids, the volume) is one for both containers: docs/adr/0013-a-town-beside-the-operator.md.
*/}}

{{/* Where the volume is mounted: the folder above the town, for the town is not all that is on it. */}}
{{- define "gastown.town.volume" -}}
{{- dir (clean .Values.gtConfig.townRoot) -}}
{{- end -}}

{{- define "gastown.town.containers" -}}
- name: copy-gt
  image: {{ .Values.town.image }}
  imagePullPolicy: {{ .Values.town.imagePullPolicy }}
  command: [sh, /etc/town/town.sh, copy, /opt/gt/bin]
  securityContext: {{- include "gastown.containerSecurity" . | nindent 4 }}
  resources: {{- toYaml .Values.resources | nindent 4 }}
  volumeMounts:
    - { name: gt, mountPath: /opt/gt/bin }
    - { name: town-files, mountPath: /etc/town, readOnly: true }
- name: town
  image: {{ .Values.town.image }}
  imagePullPolicy: {{ .Values.town.imagePullPolicy }}
  command: [sh, /etc/town/town.sh, run]
  restartPolicy: Always
  terminationMessagePolicy: FallbackToLogsOnError
  env:
    {{- include "gastown.town.env" . | nindent 4 }}
    - { name: GT_TOWN_ROOT, value: {{ .Values.gtConfig.townRoot | quote }} }
    - { name: TOWN_STATE, value: {{ include "gastown.town.volume" . }}/.setup }
    - { name: TOWN_READY, value: /run/town/ready }
    - { name: TOWN_RIGS, value: /etc/town/rigs }
    - { name: TOWN_GIT, value: /etc/town-git }
    - { name: TOWN_GIT_NAME, value: {{ .Values.town.git.name | quote }} }
    - { name: TOWN_GIT_EMAIL, value: {{ .Values.town.git.email | quote }} }
    - { name: TOWN_UP, value: {{ .Values.town.up | quote }} }
    {{- with .Values.gtConfig.env }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .Values.town.agentSecret }}
  envFrom: [{ secretRef: { name: {{ . }} } }]
  {{- end }}
  # A first start installs the town: ten minutes for it.
  startupProbe:
    exec: { command: [test, -e, /run/town/ready] }
    periodSeconds: 2
    failureThreshold: 300
  securityContext: {{- include "gastown.containerSecurity" . | nindent 4 }}
  resources: {{- toYaml .Values.town.resources | nindent 4 }}
  volumeMounts:
    - { name: town-tmp, mountPath: /tmp }
    {{- include "gastown.town.mounts" . | nindent 4 }}
{{- end -}}

{{/* For both containers: git's and Dolt's settings are in HOME, and tmux is found by its socket. */}}
{{- define "gastown.town.env" -}}
- { name: HOME, value: {{ include "gastown.town.volume" . }}/home }
- { name: TMUX_TMPDIR, value: /run/town }
- { name: GT_TMUX_SOCKET, value: town }
{{- end -}}

{{- define "gastown.town.mounts" -}}
- { name: town, mountPath: {{ include "gastown.town.volume" . }} }
- { name: town-run, mountPath: /run/town }
- { name: town-files, mountPath: /etc/town, readOnly: true }
{{- if .Values.town.git.secret }}
- { name: town-git, mountPath: /etc/town-git, readOnly: true }
{{- end }}
{{- end -}}

{{- define "gastown.town.volumes" -}}
- { name: town-tmp, emptyDir: {} }
- { name: town-run, emptyDir: {} }
- { name: town-files, configMap: { name: {{ include "gastown.fullname" . }}-town } }
{{- with .Values.town.git.secret }}
- { name: town-git, secret: { secretName: {{ . }}, defaultMode: 0440 } }
{{- end }}
- name: token
  projected:
    sources:
      - serviceAccountToken: { path: token, expirationSeconds: 3607 }
      - configMap: { name: kube-root-ca.crt, items: [{ key: ca.crt, path: ca.crt }] }
      - downwardAPI: { items: [{ path: namespace, fieldRef: { fieldPath: metadata.namespace } }] }
{{- end -}}

{{/* A Rig's name is Kubernetes': gt allows capitals and `_`. */}}
{{- define "gastown.town.rigName" -}}
{{- lower . | replace "_" "-" -}}
{{- end -}}

{{- define "gastown.check.create" -}}
{{- if .Values.town.create -}}
{{- if not .Values.town.image -}}
{{- fail "town.create needs town.image: an image with gt, bd, dolt, tmux, git and sh" -}}
{{- end -}}
{{- if .Values.gtConfig.image -}}
{{- fail "gtConfig.image is for a town that is elsewhere, and with town.create gt comes from town.image: leave gtConfig.image empty" -}}
{{- end -}}
{{- if or (not .Values.volumes.enabled) .Values.volumes.hostPath -}}
{{- fail "town.create makes the town on a volume of its own, or on volumes.existingClaim: leave volumes.hostPath empty, and volumes.enabled true" -}}
{{- end -}}
{{- if gt (int .Values.replicaCount) 1 -}}
{{- fail "replicaCount is more than 1, and the town of town.create is in one pod, beside the operator: set replicaCount=1" -}}
{{- end -}}
{{- if .Values.hostNetwork -}}
{{- fail "hostNetwork would put the Dolt of town.create on the node's network: set hostNetwork=false" -}}
{{- end -}}
{{- if has (include "gastown.town.volume" .) (list "/" "/etc" "/run" "/opt" "/tmp" "/usr" "/var") -}}
{{- fail (printf "gtConfig.townRoot is %s: with town.create the volume is mounted at the folder above it, so choose one such as /srv/gt" .Values.gtConfig.townRoot) -}}
{{- end -}}
{{- $seen := dict -}}
{{- range .Values.town.rigs -}}
{{- $name := include "gastown.town.rigName" .name -}}
{{- if hasKey $seen $name -}}
{{- fail (printf "town.rigs has %s twice: each rig once" .name) -}}
{{- end -}}
{{- $_ := set $seen $name true -}}
{{- end -}}
{{- else if or .Values.town.rigs .Values.town.image -}}
{{- fail "town.create is false, so that town.image and town.rigs would not be used: leave them empty, or set town.create=true" -}}
{{- end -}}
{{- end -}}
