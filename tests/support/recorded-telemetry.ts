import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Registry } from 'prom-client'
import type { Telemetry } from '../../telemetry/telemetry.ts'
import { openTracing } from '../../telemetry/tracing.ts'
import { recordTold } from './run-record.ts'

/** Where spans of the run are taken (OTLP/HTTP, with path); absent outside of one. */
const collectorVariable = 'RUN_RECORD_SPANS'

/** Share of the requests of a system whose spans are taken: all of them would cost a long test much time. */
const ratio = 0.05

/** Takes the spans of the whole run into its record. */
export async function openCollector(): Promise<AsyncDisposable> {
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      recordTold('spans', body)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  process.env[collectorVariable] = `http://127.0.0.1:${port}/v1/traces`
  return {
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Variables by which a process sends its spans into the record of the run; none outside of one. */
export function recordedSpans(): Readonly<Record<string, string>> {
  const url = process.env[collectorVariable]
  return url === undefined ? {} : { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url }
}

export interface RecordedTelemetry {
  /** What gateway and ministries are opened with; nothing outside of a run. */
  readonly parts: { readonly telemetry?: Telemetry }
  /** Keeps the metrics as they are at the end, and sends the spans that wait. */
  close(): Promise<void>
}

/** Metrics and traces of a system of a test, which the search at the end of the run reads; those of the test if it has any. */
export function recordedTelemetry(given: Telemetry | undefined): RecordedTelemetry {
  const url = process.env[collectorVariable]
  if (given !== undefined) return { parts: { telemetry: given }, close: async () => undefined }
  if (url === undefined) return { parts: {}, close: async () => undefined }
  const metrics = new Registry()
  const build = { version: '0', commit: 'unknown', node: process.version }
  const tracing = openTracing({ url, headers: {}, serviceName: 'test', ratio, build })
  return {
    parts: { telemetry: { metrics, tracing } },
    async close() {
      recordTold('metrics', await metrics.metrics())
      await tracing.close()
    },
  }
}
