import { type Setting, text, url, whole } from './setting.ts'

const samplers = ['always_on', 'always_off', 'traceidratio'] as const
const samplerNames = samplers.flatMap((name) => [name, `parentbased_${name}`])

/** The settings of metrics, traces and logs, a part of the setting table. */
export const telemetrySettings = Object.freeze({
  metricsPort: whole(0, 65_535, {
    name: 'LIEN_THONG_METRICS_PORT',
    unit: 'TCP port',
    default: undefined,
    what: 'Port of /metrics for Prometheus, of gateway and subgraph; 0 takes any free one. Not set: no metrics.',
  }),
  metricsHost: text(
    {
      name: 'LIEN_THONG_METRICS_HOST',
      unit: 'address',
      default: '127.0.0.1',
      what: 'Address that metrics are served on; never one that the public reaches.',
    },
    'a host name or address',
    (value) => /^[0-9A-Za-z.:-]{1,253}$/.test(value),
  ),
  slowStatementMs: whole(0, 600_000, {
    name: 'LIEN_THONG_SLOW_STATEMENT_MS',
    unit: 'milliseconds',
    default: '1000',
    what: "A ministry's statement that takes as long is logged, with its plan; 0: none is.",
  }),
  commit: text(
    {
      name: 'LIEN_THONG_COMMIT',
      unit: 'text',
      default: undefined,
      what: 'Commit that was built, for lien_thong_build_info and --version. Not set: unknown.',
    },
    '7 to 64 letters and digits',
    (value) => /^[0-9A-Za-z]{7,64}$/.test(value),
  ),
  otlpEndpoint: url(
    {
      name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      default: undefined,
      what: 'Collector of traces by OTLP/HTTP; /v1/traces is added. Not set: no traces.',
    },
    ['http:', 'https:'],
  ),
  otlpTracesEndpoint: url(
    {
      name: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
      default: undefined,
      what: 'The same for traces alone, taken as it is. Not set: OTEL_EXPORTER_OTLP_ENDPOINT.',
    },
    ['http:', 'https:'],
  ),
  otlpHeaders: Object.freeze({
    ...text(
      {
        name: 'OTEL_EXPORTER_OTLP_HEADERS',
        unit: 'list',
        default: undefined,
        what: 'Headers for the collector: name=value, with commas between, values percent-encoded. Not set: none.',
      },
      'name=value, with commas between',
      (value) => value.split(',').every((one) => /^\s*[\w-]+\s*=[^\s,]+\s*$/.test(one)),
    ),
    secret: true as const,
  }) satisfies Setting<string>,
  otelServiceName: text(
    {
      name: 'OTEL_SERVICE_NAME',
      unit: 'text',
      default: 'lien-thong',
      what: 'Name of this process in traces.',
    },
    'letters, digits and . _ -, 1 to 64 of them',
    (value) => /^[\w.-]{1,64}$/.test(value),
  ),
  tracesSampler: text(
    {
      name: 'OTEL_TRACES_SAMPLER',
      unit: 'name',
      default: 'parentbased_always_on',
      what: 'Which traces are recorded. What a caller of the gateway brings along has no say; a ministry follows the gateway.',
    },
    samplerNames.join(', '),
    (value) => samplerNames.includes(value),
  ),
  tracesSamplerArg: text(
    {
      name: 'OTEL_TRACES_SAMPLER_ARG',
      unit: 'share',
      default: '1',
      what: 'Share of traces that the sampler traceidratio records.',
    },
    'decimal, 0 to 1',
    (value) => /^\d(\.\d{1,9})?$/.test(value) && Number(value) <= 1,
  ),
  logLevel: text(
    {
      name: 'LIEN_THONG_LOG_LEVEL',
      unit: 'level',
      default: undefined,
      what: 'Least level that is logged. Not set: info; start, which a person watches, warn. debug also prints the stack of an error of a command.',
    },
    'fatal, error, warn, info, debug, trace or silent',
    (value) => /^(fatal|error|warn|info|debug|trace|silent)$/.test(value),
  ),
})
