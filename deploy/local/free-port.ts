import { createServer } from 'node:net'

/** A TCP port of 127.0.0.1 on which nothing listens: the preferred one when it is free. */
export async function freePort(preferred: number): Promise<number> {
  return (await tryPort(preferred)) ?? (await tryPort(0)) ?? 0
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(undefined))
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address()
      const found = address !== null && typeof address === 'object' ? address.port : undefined
      probe.close(() => resolve(found))
    })
  })
}
