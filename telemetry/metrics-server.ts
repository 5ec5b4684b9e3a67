import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Metrics } from './instruments.ts'

export interface MetricsServer {
  /** `http://127.0.0.1:9464/metrics` */
  readonly url: string
  close(): Promise<void>
}

/** Milliseconds for a request to arrive; nobody is answered who takes longer. */
const requestMs = 5000

/**
 * Serves `GET /metrics` (Prometheus text format 0.0.4) on an address of its own, which the public does not reach; a
 * port of 0 takes any free one. Nothing else is answered there.
 */
export async function openMetricsServer(
  metrics: Metrics,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<MetricsServer> {
  const server = createServer({ requestTimeout: requestMs, headersTimeout: requestMs })
  server.on('request', ({ method, url }, response) => {
    const refuse = (status: number, words: string): void => {
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${words}\n`)
    }
    if (url?.split('?', 1)[0] !== '/metrics') return refuse(404, 'metrics are at /metrics')
    if (method !== 'GET') return refuse(405, 'expected GET')
    metrics.metrics().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      () => refuse(500, 'the metrics could not be read'),
    )
    return undefined
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  server.unref()
  const { port: bound } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/metrics`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
