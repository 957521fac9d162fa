{{/* The operator's pod, as a template of its Deployment or, with town.create, of its StatefulSet. */}}
{{- define "gastown.pod" -}}
metadata:
  labels:
    {{- include "gastown.labels" . | nindent 4 }}
    # How `gastown-operator inspect` finds the pod, whatever the release is called.
    app.kubernetes.io/part-of: gastown-operator
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .Values.podAnnotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- if .Values.town.create }}
  # gt looks at the processes of Dolt and of agents, which are in the town's container.
  shareProcessNamespace: true
  # The token is for the operator's container alone.
  automountServiceAccountToken: false
  {{- end }}
  serviceAccountName: {{ include "gastown.serviceAccount" . }}
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if .Values.hostNetwork }}
  hostNetwork: true
  dnsPolicy: ClusterFirstWithHostNet
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
  securityContext:
    {{- with .Values.podSecurityContext }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{- if and .Values.town.create (not (hasKey (default dict .Values.podSecurityContext) "fsGroupChangePolicy")) }}
    # A town has many files: their group is looked at once.
    fsGroupChangePolicy: OnRootMismatch
    {{- end }}
    runAsNonRoot: true
    seccompProfile: { type: RuntimeDefault }
  {{- if .Values.town.create }}
  initContainers: {{- include "gastown.town.containers" . | nindent 4 }}
  {{- else if .Values.gtConfig.image }}
  initContainers:
    - name: copy-gt
      image: {{ .Values.gtConfig.image }}
      imagePullPolicy: {{ .Values.gtConfig.imagePullPolicy }}
      command: [cp, {{ join ", " .Values.gtConfig.imagePaths }}, /opt/gt/bin/]
      securityContext: {{- include "gastown.containerSecurity" . | nindent 8 }}
      resources: {{- toYaml .Values.resources | nindent 8 }}
      volumeMounts:
        - { name: gt, mountPath: /opt/gt/bin }
  {{- end }}
  containers:
    - name: operator
      image: {{ include "gastown.image" . }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      args: [run]
      env:
        {{- if .Values.town.create }}
        {{- include "gastown.town.env" . | nindent 8 }}
        {{- else }}
        - { name: HOME, value: /tmp }
        {{- end }}
        - { name: GT_TOWN_ROOT, value: {{ .Values.gtConfig.townRoot | quote }} }
        - { name: GT_PATH, value: {{ .Values.gtConfig.gtBinary | quote }} }
        {{- range $name, $value := .Values.config }}
        {{- /* `false` is a value; only what is empty leaves the default. */}}
        {{- if ne (toString $value) "" }}
        - { name: {{ include "gastown.variable" $name }}, value: {{ include "gastown.setting" (list $name $value) | quote }} }
        {{- end }}
        {{- end }}
        {{- $names := ternary (list "GT_TMUX_SOCKET") list .Values.town.create }}
        {{- range .Values.gtConfig.env }}{{ $names = append $names .name }}{{ end }}
        {{- if $names }}
        - { name: GASTOWN_GT_ENV, value: {{ join "," $names | quote }} }
        {{- end }}
        {{- with .Values.gtConfig.env }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        {{- with .Values.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      ports:
        - { name: http, containerPort: {{ include "gastown.port" . }} }
      startupProbe:
        httpGet: { path: /healthz, port: http{{ include "gastown.probeHost" . }} }
        periodSeconds: 1
        failureThreshold: 30
      livenessProbe:
        httpGet: { path: /healthz, port: http{{ include "gastown.probeHost" . }} }
        periodSeconds: 20
        timeoutSeconds: 5
      readinessProbe:
        httpGet: { path: /readyz, port: http{{ include "gastown.probeHost" . }} }
        periodSeconds: 5
        timeoutSeconds: 5
      resources: {{- toYaml .Values.resources | nindent 8 }}
      securityContext: {{- include "gastown.containerSecurity" . | nindent 8 }}
      volumeMounts:
        - { name: tmp, mountPath: /tmp }
        {{- if .Values.town.create }}
        {{- include "gastown.town.mounts" . | nindent 8 }}
        - { name: token, mountPath: /var/run/secrets/kubernetes.io/serviceaccount, readOnly: true }
        {{- else if .Values.volumes.enabled }}
        - { name: town, mountPath: {{ .Values.gtConfig.townRoot | quote }} }
        {{- end }}
        {{- if or .Values.gtConfig.image .Values.town.create }}
        - { name: gt, mountPath: /opt/gt/bin, readOnly: true }
        {{- end }}
        {{- with .Values.extraVolumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    - { name: tmp, emptyDir: {} }
    {{- if .Values.town.create }}
    {{- include "gastown.town.volumes" . | nindent 4 }}
    {{- end }}
    {{- /* A claim that the StatefulSet makes is no volume of its template. */}}
    {{- if and .Values.volumes.enabled (or .Values.volumes.existingClaim (not .Values.town.create)) }}
    - name: town
      {{- if .Values.volumes.hostPath }}
      hostPath: { path: {{ .Values.volumes.hostPath | quote }}, type: Directory }
      {{- else }}
      persistentVolumeClaim: { claimName: {{ .Values.volumes.existingClaim }} }
      {{- end }}
    {{- end }}
    {{- if or .Values.gtConfig.image .Values.town.create }}
    - { name: gt, emptyDir: {} }
    {{- end }}
    {{- with .Values.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity: {{- toYaml . | nindent 4 }}
  {{- end }}
  topologySpreadConstraints:
    {{- with .Values.topologySpreadConstraints }}
    {{- toYaml . | nindent 4 }}
    {{- else }}
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels: {{- include "gastown.selector" . | nindent 10 }}
    {{- end }}
{{- end -}}
