import { Registry } from 'prom-client'
import { type Build, buildOf } from '../telemetry/build.ts'
import type { Metrics } from '../telemetry/instruments.ts'
import { openMetricsServer } from '../telemetry/metrics-server.ts'
import { processMetrics } from '../telemetry/process-metrics.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import type { Tracing } from '../telemetry/tracing.ts'
import type { Settings } from './settings.ts'

/** What a process tells of itself, and how that ends. */
export interface OpenTelemetry {
  readonly telemetry: Telemetry
  /** Where metrics are; undefined where there are none. */
  readonly metricsUrl: string | undefined
  close(): Promise<void>
}

type TelemetryNames =
  | 'metricsPort'
  | 'metricsHost'
  | 'commit'
  | 'otlpEndpoint'
  | 'otlpTracesEndpoint'
  | 'otlpHeaders'
  | 'otelServiceName'
  | 'tracesSampler'
  | 'tracesSamplerArg'

/** Opens the metrics and traces that the settings ask for: by default none, at no cost. */
export async function openTelemetry(
  settings: Pick<Settings, TelemetryNames>,
): Promise<OpenTelemetry> {
  const build = buildOf(settings.commit)
  const metrics = settings.metricsPort === undefined ? undefined : metricsOf(build)
  const server =
    metrics &&
    (await openMetricsServer(metrics, {
      host: settings.metricsHost,
      port: settings.metricsPort ?? 0,
    }).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : 'failed'
      throw new Error(`LIEN_THONG_METRICS_PORT: ${reason}`, { cause: error })
    }))
  const tracing = await tracingOf(settings, build)
  return {
    telemetry: { metrics, tracing },
    metricsUrl: server?.url,
    async close() {
      await tracing?.close().catch(() => undefined)
      await server?.close()
    },
  }
}

function metricsOf(build: Build): Metrics {
  const metrics = new Registry()
  processMetrics(metrics, build)
  return metrics
}

async function tracingOf(
  settings: Pick<Settings, TelemetryNames>,
  build: Build,
): Promise<Tracing | undefined> {
  const { otlpEndpoint, otlpTracesEndpoint, otlpHeaders, tracesSampler } = settings
  const url = otlpTracesEndpoint ?? (otlpEndpoint && `${otlpEndpoint.replace(/\/$/, '')}/v1/traces`)
  if (url === undefined) return undefined
  // A third of a second to load, for those alone who want it.
  const { openTracing } = await import('../telemetry/tracing.ts')
  return openTracing({
    url,
    headers: headersOf(otlpHeaders),
    serviceName: settings.otelServiceName,
    ratio: ratioOf(tracesSampler.replace('parentbased_', ''), settings.tracesSamplerArg),
    build,
  })
}

function ratioOf(sampler: string, share: string): number {
  if (sampler === 'traceidratio') return Number(share)
  return sampler === 'always_on' ? 1 : 0
}

function headersOf(list: string | undefined): Readonly<Record<string, string>> {
  const pairs = (list ?? '').split(',').filter((one) => one !== '')
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      return [pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())]
    }),
  )
}
