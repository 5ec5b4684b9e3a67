import { Agent, type IncomingMessage, type ServerResponse, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Balancer extends AsyncDisposable {
  readonly url: string
  /** Requests that were handed on, by the port of the replica. */
  readonly handed: ReadonlyMap<number, number>
  /** Whether a replica gets requests now. */
  readonly takes: (port: number) => boolean
}

/** Milliseconds between two questions for health. */
const lookMs = 100

/**
 * A balancer as simple as they come: asks each replica for `/ready`, hands requests to those that said 200, in turn, over
 * kept connections, and never tries a second time. What it cannot hand on is a 502 of its own.
 */
export async function openBalancer(ports: readonly number[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true })
  const ready = new Set<number>()
  const handed = new Map<number, number>()
  let turn = 0
  const handOn = (asked: IncomingMessage, answer: ServerResponse): void => {
    const there = ports.filter((port) => ready.has(port))
    const port = there[turn++ % there.length]
    const refuse = (why: string) => answer.writeHead(502).end(why)
    if (port === undefined) return void refuse('no replica is ready')
    handed.set(port, (handed.get(port) ?? 0) + 1)
    const { method, url: path, headers } = asked
    const sent = request({ port, method, path, headers, agent }, (came) => {
      answer.writeHead(came.statusCode ?? 502, { 'content-type': came.headers['content-type'] })
      came.pipe(answer)
    })
    sent.once('error', ({ message }) => refuse(`${port}: ${message}`))
    asked.pipe(sent)
  }
  const server = createServer(handOn)
  const look = (port: number): void => {
    const isReady = (status: number | undefined) =>
      status === 200 ? ready.add(port) : ready.delete(port)
    const options = { port, path: '/ready', agent: false } as const
    const sent = request(options, (came) => {
      came.resume()
      isReady(came.statusCode)
    })
    sent.once('error', () => isReady(undefined))
    sent.end()
  }
  const looking = setInterval(() => ports.forEach(look), lookMs)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    handed,
    takes: (port) => ready.has(port),
    [Symbol.asyncDispose]: async () => {
      clearInterval(looking)
      agent.destroy()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
