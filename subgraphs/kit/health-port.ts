import { createServer } from 'node:http'

export interface HealthPort {
  readonly close: () => Promise<void>
}

export interface HealthPortOptions {
  readonly host: string
  readonly port: number
  /** What a path answers: status and text; undefined: nothing is there. */
  readonly answer: (
    path: string,
  ) => Promise<{ readonly status: number; readonly text: string } | undefined>
}

/** What is said where nothing can be: the server that is asked closes. */
const stopping = { status: 503, text: '{"status":"stopping"}' }

/**
 * Opens a port where an orchestrator that has no certificate asks how a ministry does. No request has a body or a
 * caller, and no answer says more than a word.
 */
export async function openHealthPort({
  host,
  port,
  answer,
}: HealthPortOptions): Promise<HealthPort> {
  const server = createServer((request, response) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const found = isRead ? answer(request.url ?? '') : Promise.resolve(undefined)
    void found
      .catch(() => stopping)
      .then((said) => {
        response.writeHead(said?.status ?? 404, {
          'content-type': 'application/json',
          connection: 'close',
        })
        response.end(
          request.method === 'HEAD' ? undefined : (said?.text ?? '{"status":"unknown path"}'),
        )
      })
  })
  server.requestTimeout = 5000
  server.headersTimeout = 5000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
