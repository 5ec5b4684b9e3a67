{{- define "lien-thong.fullname" -}}
{{- if contains "lien-thong" .Release.Name -}}{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else -}}{{ printf "%s-lien-thong" .Release.Name | trunc 40 | trimSuffix "-" }}{{- end -}}
{{- end -}}

{{- define "lien-thong.image" -}}
{{- if .Values.image.digest -}}{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{- end -}}
{{- end -}}

{{- /* Arguments: root, part. */ -}}
{{- define "lien-thong.selector" -}}
app.kubernetes.io/name: lien-thong
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end -}}

{{- define "lien-thong.labels" -}}
{{ include "lien-thong.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{- /* The name under which a part is known inside, and which its certificate holds. */ -}}
{{- define "lien-thong.host" -}}
{{ include "lien-thong.fullname" .root }}-{{ .part }}.{{ .root.Release.Namespace }}.svc
{{- end -}}

{{- define "lien-thong.podSpec" -}}
automountServiceAccountToken: false
enableServiceLinks: false
serviceAccountName: {{ include "lien-thong.fullname" .root }}
terminationGracePeriodSeconds: {{ .root.Values.terminationGracePeriodSeconds }}
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end -}}

{{- define "lien-thong.spread" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{ include "lien-thong.selector" . | nindent 8 }}
  - maxSkew: 1
    topologyKey: topology.kubernetes.io/zone
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{ include "lien-thong.selector" . | nindent 8 }}
{{- end -}}

{{- define "lien-thong.confined" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end -}}

{{- /* Settings of every part. */ -}}
{{- define "lien-thong.env" -}}
- {name: LIEN_THONG_DRAIN_MS, value: {{ mul .root.Values.drainSeconds 1000 | quote }}}
- {name: LIEN_THONG_PERSON_KEY_FILE, value: /run/secrets/lien-thong/person-keys}
- {name: LIEN_THONG_TLS_CERT_FILE, value: /run/secrets/tls/tls.crt}
- {name: LIEN_THONG_TLS_KEY_FILE, value: /run/secrets/tls/tls.key}
- {name: LIEN_THONG_TLS_CA_FILE, value: /run/secrets/tls/ca.crt}
{{- if .root.Values.metrics.enabled }}
- {name: LIEN_THONG_METRICS_HOST, value: 0.0.0.0}
- {name: LIEN_THONG_METRICS_PORT, value: {{ .root.Values.metrics.port | quote }}}
{{- end }}
{{- range $name, $value := .settings }}
- {name: {{ $name }}, value: {{ $value | quote }}}
{{- end }}
{{- end -}}

{{- define "lien-thong.mounts" -}}
- {name: tmp, mountPath: /tmp}
- {name: state, mountPath: /var/lib/lien-thong}
- {name: secrets, mountPath: /run/secrets/lien-thong, readOnly: true}
- {name: tls, mountPath: /run/secrets/tls, readOnly: true}
{{- end -}}

{{- define "lien-thong.volumes" -}}
- {name: tmp, emptyDir: {sizeLimit: 256Mi}}
- {name: state, emptyDir: {sizeLimit: 256Mi}}
- {name: secrets, secret: {secretName: {{ .existingSecret }}, defaultMode: 0440}}
- {name: tls, secret: {secretName: {{ .tlsSecret }}, defaultMode: 0440}}
{{- end -}}
