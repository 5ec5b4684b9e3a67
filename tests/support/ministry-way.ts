import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, type Socket, connect, createServer } from 'node:net'

/** What becomes of a ministry's answers on their way to the gateway. */
export type Misconduct =
  | 'whole'
  /** Connections are reset as soon as they are opened. */
  | 'reset'
  /** Connections are taken, and nothing passes. */
  | 'silent'
  /** One byte at a time, without an end in sight. */
  | 'drip'
  /** Bytes that are no HTTP. */
  | 'garbage'
  /** What a server that speaks TLS alone sends to one that does not. */
  | 'TLS'
  /** The head and a part of the body, then the connection breaks. */
  | 'half'
  /** The first answer alone is broken off; whoever asks again gets the whole one. */
  | 'half once'
  /** JSON, of another shape than was asked for. */
  | 'wrong types'
  | 'error 500'
  | 'error 503'

/** A way to a ministry's endpoint on which answers can be spoilt. */
export interface MinistryWay extends AsyncDisposable {
  /** The endpoint by this way. */
  readonly url: string
  conduct(how: Misconduct): void
  /** Requests that came since the way was opened; a drip or a reset counts too. */
  readonly requests: () => number
}

const dripMs = 100
const made: Partial<Record<Misconduct, () => Buffer>> = {
  garbage: () => randomBytes(600),
  // An alert: fatal, protocol_version (RFC 8446, 6).
  TLS: () => Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46]),
  'wrong types': () =>
    response('200 OK', '{"data":{"_entities":[1,"two",[3]],"parcels":"four","provinces":[]}}'),
  'error 500': () => response('500 Internal Server Error', '{"errors":[{"message":"stack"}]}'),
  'error 503': () => response('503 Service Unavailable', 'try later', 'text/plain'),
}

/** Opens a way to an endpoint of this machine, whole until told otherwise. */
export async function ministryWay(endpoint: string): Promise<MinistryWay> {
  const to = new URL(endpoint)
  const sockets = new Set<Socket>()
  let how: Misconduct = 'whole'
  let requests = 0
  const hold = (socket: Socket): Socket => {
    sockets.add(socket.on('error', () => undefined))
    return socket.on('close', () => sockets.delete(socket))
  }
  const server = createServer((near) => {
    hold(near)
    if (how === 'reset') {
      requests++
      near.resetAndDestroy()
      return
    }
    const far = hold(connect(Number(to.port), to.hostname))
    near.on('data', (bytes: Buffer) => {
      if (bytes.subarray(0, 5).toString('latin1') === 'POST ') requests++
      if (how === 'silent') return
      const reply = made[how]?.()
      if (reply === undefined) far.write(bytes)
      else near.end(reply)
    })
    far.on('data', (bytes: Buffer) => {
      if (how === 'drip') drip(near, bytes)
      else if (how === 'half' || how === 'half once') {
        if (how === 'half once') how = 'whole'
        near.write(bytes.subarray(0, -10), () => near.destroy())
      } else if (how !== 'silent') near.write(bytes)
    })
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(endpoint)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    conduct(next) {
      how = next
      // What was spoilt stays spoilt; connections that lie idle are looked at anew by the next request.
      if (next === 'whole' || next === 'reset') for (const socket of sockets) socket.destroy()
    },
    requests: () => requests,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function drip(near: Socket, bytes: Buffer): void {
  let at = 0
  const timer = setInterval(() => {
    if (near.destroyed || at >= bytes.length) clearInterval(timer)
    else near.write(bytes.subarray(at, ++at))
  }, dripMs)
}

function response(status: string, body: string, type = 'application/json'): Buffer {
  const head = `HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}`
  return Buffer.from(`${head}\r\n\r\n${body}`)
}
