import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Call, Command } from './command.ts'
import { UsageError } from './usage-error.ts'

export const auditExport: Command = Object.freeze<Command>({
  name: 'audit export',
  line: 'Print the audit journal as lines of JSON, for audit verify and for the archive.',
  words: [],
  options: {
    from: {
      value: 'TIME',
      what: 'records from this moment on (ISO 8601); otherwise from the beginning',
    },
    to: { value: 'TIME', what: 'records before this moment (ISO 8601); otherwise to the end' },
    database: {
      value: 'URL',
      what: 'PostgreSQL of the journal, as a role that may read it; otherwise the embedded one',
    },
  },
  run: async (call) => {
    const { values, settings } = call
    const range = { ...moment(call, 'from'), ...moment(call, 'to') }
    const [{ exportJournal }, { embeddedDatabase }] = await Promise.all([
      import('../../gateway/audit/export.ts'),
      import('./embedded-database.ts'),
    ])
    const work = async (databaseUrl: string): Promise<void> => {
      async function* text() {
        for await (const line of exportJournal({ databaseUrl, ...range })) yield `${line}\n`
      }
      await pipeline(Readable.from(text()), process.stdout, { end: false })
    }
    const database = values['database']
    await (database === undefined ? embeddedDatabase(settings, 'gateway', work) : work(database))
    return 0
  },
})

function moment({ values }: Call, name: 'from' | 'to'): Readonly<Partial<Record<string, Date>>> {
  const text = values[name]
  if (text === undefined) return {}
  const at = new Date(text)
  if (/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) && !Number.isNaN(at.getTime()))
    return { [name]: at }
  throw new UsageError(
    `--${name}: expected a date, or a moment with its zone, got ${JSON.stringify(text)}`,
  )
}
