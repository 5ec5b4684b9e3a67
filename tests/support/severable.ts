import { once } from 'node:events'
import { type AddressInfo, type Socket, connect, createServer } from 'node:net'

/** A way to PostgreSQL that can be cut and mended. */
export interface Severable extends AsyncDisposable {
  /** The database's URL by this way. */
  readonly url: string
  /** `gone` refuses connections; `stuck` takes them and passes nothing on. */
  sever(how: 'gone' | 'stuck'): void
  /** From now on everything takes so long to arrive at the database, milliseconds. */
  slow(ms: number): void
  mend(): void
}

export async function severable(databaseUrl: string): Promise<Severable> {
  const to = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let how: 'whole' | 'gone' | 'stuck' = 'whole'
  let delayMs = 0
  const server = createServer((near) => {
    sockets.add(near.on('error', () => undefined))
    if (how === 'gone') near.destroy()
    if (how !== 'whole') return
    const far = connect(Number(to.port), to.hostname)
    sockets.add(far.on('error', () => undefined))
    // By hand, so that a stuck way drops nothing that it took and answers nothing.
    near.on('data', (bytes) => {
      if (how === 'stuck') return
      if (delayMs === 0) far.write(bytes)
      else setTimeout(() => far.write(bytes), delayMs)
    })
    far.on('data', (bytes) => how === 'stuck' || near.write(bytes))
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(databaseUrl)
  url.port = String((server.address() as AddressInfo).port)
  const drop = (): void => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  return {
    url: url.href,
    sever(now) {
      how = now
      if (now === 'gone') drop()
    },
    slow(ms) {
      delayMs = ms
    },
    mend() {
      how = 'whole'
      delayMs = 0
    },
    async [Symbol.asyncDispose]() {
      drop()
      server.close()
      await once(server, 'close')
    },
  }
}
