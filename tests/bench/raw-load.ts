import { connect, type Socket } from 'node:net'

/** A request as its bytes are, whole, and how an answer begins that is a good one. */
export interface RawLoadOptions {
  readonly port: number
  readonly request: Buffer
  readonly isGood: (answer: Buffer) => boolean
  readonly rate: number
  /** Requests under way at once, at most; what is due beyond it waits here, and its time runs. */
  readonly connections: number
}

export interface RawLoadResult {
  readonly sent: number
  /** Answers that were not as expected, and requests that got none. */
  readonly failed: number
  readonly seconds: number
  /** Milliseconds from when a request was due to its answer. */
  readonly latencies: readonly number[]
  /** Beginnings of answers that were not as expected, and how often. */
  readonly reasons: ReadonlyMap<string, number>
}

interface Line {
  readonly socket: Socket
  due: number
  held: Buffer
}

/** How often it is looked how many requests are due, milliseconds. */
const tickMs = 5
const headEnd = Buffer.from('\r\n\r\n')
const reasonCharacters = 200

/**
 * Asks one request at a rate, whether or not earlier ones are answered, over plain sockets: an HTTP client costs as much
 * processor time as the gateway that it measures. Reads `content-length` alone, which the gateway always sends.
 */
export function openRawLoad(options: RawLoadOptions): { stop: () => Promise<RawLoadResult> } {
  const { port, request, isGood, rate, connections } = options
  const latencies: number[] = []
  const reasons = new Map<string, number>()
  const idle: Line[] = []
  const waiting: number[] = []
  const began = performance.now()
  const count = { due: 0, open: 0, failed: 0, answered: 0 }

  const note = (reason: string): void => {
    count.failed++
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  }
  const next = (line: Line): void => {
    const at = waiting.shift()
    if (at === undefined) idle.push(line)
    else send(line, at)
  }
  const send = (line: Line, at: number): void => {
    line.due = at
    line.socket.write(request)
  }
  const finish = (line: Line): void => {
    count.answered++
    latencies.push(performance.now() - line.due)
    line.due = 0
  }
  const started = (at: number): void => {
    count.open++
    const line: Line = { socket: connect(port, '127.0.0.1'), due: 0, held: Buffer.alloc(0) }
    line.socket.setNoDelay()
    line.socket.on('data', (chunk) => {
      line.held = line.held.length === 0 ? chunk : Buffer.concat([line.held, chunk])
      const size = sizeOf(line.held)
      if (size === undefined || line.held.length < size) return
      if (!isGood(line.held)) note(line.held.toString('utf8').slice(-reasonCharacters))
      line.held = Buffer.alloc(0)
      finish(line)
      next(line)
    })
    line.socket.on('error', () => undefined)
    line.socket.on('close', () => {
      count.open--
      const place = idle.indexOf(line)
      if (place >= 0) idle.splice(place, 1)
      if (line.due === 0) return
      note('the connection was closed')
      finish(line)
    })
    send(line, at)
  }
  const ask = (at: number): void => {
    const line = idle.pop()
    if (line !== undefined) send(line, at)
    else if (count.open < connections) started(at)
    else waiting.push(at)
  }

  const timer = setInterval(() => {
    const now = performance.now()
    for (; count.due < ((now - began) / 1000) * rate; count.due++)
      ask(began + (count.due / rate) * 1000)
  }, tickMs)
  return {
    async stop() {
      clearInterval(timer)
      const seconds = (performance.now() - began) / 1000
      while (count.answered < count.due) await new Promise((resolve) => setTimeout(resolve, tickMs))
      for (const { socket } of idle.splice(0)) socket.destroy()
      return { sent: count.due, failed: count.failed, seconds, latencies, reasons }
    },
  }
}

/** Bytes of the answer that begins here; undefined while its head is not whole. */
function sizeOf(held: Buffer): number | undefined {
  const end = held.indexOf(headEnd)
  if (end < 0) return undefined
  const head = held.toString('latin1', 0, end)
  const [, length] = /\r\ncontent-length: (\d+)/i.exec(head) ?? []
  if (length === undefined) throw new Error(`expected content-length, got ${head}`)
  return end + headEnd.length + Number(length)
}

/** A POST of JSON over a connection that is kept. */
export function rawPost(
  path: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Buffer {
  const lines = Object.entries({
    host: '127.0.0.1',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`)
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
}
