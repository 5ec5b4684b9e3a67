import { createServer, connect, type AddressInfo } from 'node:net'
import { startupLength, messagesOf } from './postgres-messages.ts'

/** A statement as it went over the wire, with its parameters as PostgreSQL's text. */
export interface TappedStatement {
  readonly text: string
  readonly values: readonly (string | null)[]
}

/** A PostgreSQL connection URL that leads through a listener. */
export interface StatementTap extends AsyncDisposable {
  readonly url: string
  /** Statements that read rows since the last call: no transaction control, no settings. */
  take(): readonly TappedStatement[]
}

/** What belongs to no request: transactions, settings, and the look at figures of quality from time to time. */
const bookkeeping =
  /^(BEGIN|COMMIT|ROLLBACK|SELECT set_config\(|SELECT p\.type_name AS type, p\.digest)/i

/**
 * Listens between a ministry and its database, and remembers every statement that the ministry sends
 * (PostgreSQL protocol 3.0, frontend messages Query, Parse and Bind): a count that the kit cannot colour.
 */
export async function statementTap(databaseUrl: string): Promise<StatementTap> {
  const target = new URL(databaseUrl)
  let heard: TappedStatement[] = []
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname)
    let pending: Buffer = Buffer.alloc(0)
    let started = false
    const parsed = new Map<string, string>()
    client.on('data', (bytes) => {
      database.write(bytes)
      pending = Buffer.concat([pending, bytes])
      if (!started) {
        const length = startupLength(pending)
        if (length === undefined) return
        started = true
        pending = pending.subarray(length)
      }
      const { messages, rest } = messagesOf(pending)
      pending = rest
      for (const message of messages) {
        if (message.kind === 'parse') parsed.set(message.name, message.text)
        if (message.kind === 'query') heard.push({ text: message.text, values: [] })
        if (message.kind === 'bind')
          heard.push({ text: parsed.get(message.name) ?? '', values: message.values })
      }
    })
    database.on('data', (bytes) => client.write(bytes))
    client.on('close', () => database.destroy())
    database.on('close', () => client.destroy())
    client.on('error', () => database.destroy())
    database.on('error', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    take: () => {
      const taken = heard.filter(({ text }) => !bookkeeping.test(text))
      heard = []
      return taken
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
