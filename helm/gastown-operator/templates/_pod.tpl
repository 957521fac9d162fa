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
    runAsNonRoot: true
    seccompProfile: { type: RuntimeDefault }
  {{- if .Values.gtConfig.image }}
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
        - { name: HOME, value: /tmp }
        - { name: GT_TOWN_ROOT, value: {{ .Values.gtConfig.townRoot | quote }} }
        - { name: GT_PATH, value: {{ .Values.gtConfig.gtBinary | quote }} }
        {{- range $name, $value := .Values.config }}
        {{- /* `false` is a value; only what is empty leaves the default. */}}
        {{- if ne (toString $value) "" }}
        - { name: {{ include "gastown.variable" $name }}, value: {{ include "gastown.setting" (list $name $value) | quote }} }
        {{- end }}
        {{- end }}
        {{- with .Values.gtConfig.env }}
        {{- $names := list }}
        {{- range . }}{{ $names = append $names .name }}{{ end }}
        - { name: GASTOWN_GT_ENV, value: {{ join "," $names | quote }} }
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
        {{- if .Values.volumes.enabled }}
        - { name: town, mountPath: {{ .Values.gtConfig.townRoot | quote }} }
        {{- end }}
        {{- if .Values.gtConfig.image }}
        - { name: gt, mountPath: /opt/gt/bin, readOnly: true }
        {{- end }}
        {{- with .Values.extraVolumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    - { name: tmp, emptyDir: {} }
    {{- if .Values.volumes.enabled }}
    - name: town
      {{- if .Values.volumes.hostPath }}
      hostPath: { path: {{ .Values.volumes.hostPath | quote }}, type: Directory }
      {{- else }}
      persistentVolumeClaim: { claimName: {{ .Values.volumes.existingClaim }} }
      {{- end }}
    {{- end }}
    {{- if .Values.gtConfig.image }}
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
