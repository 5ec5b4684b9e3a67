import { pino } from 'pino'
import { expect, test } from 'vitest'
import { openDatabase } from '../../subgraphs/kit/database.ts'
import { openSlowStatements } from '../../subgraphs/kit/telemetry/slow-statements.ts'
import { databaseUrl } from '../support/database.ts'

interface Line {
  readonly requestId: string
  readonly durationMs: number
  readonly sql?: string
  readonly plan?: readonly string[]
}

test('a statement at the threshold is logged with its plan once, one below it never, values never', async () => {
  const lines: string[] = []
  const database = openDatabase({
    url: databaseUrl('population', 'reader'),
    poolSize: 1,
    applicationName: 'test',
  })
  let slow = 0
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
  const statements = openSlowStatements({
    pool: database.pool,
    log,
    thresholdMs: 100,
    onSlow: () => slow++,
  })
  const text = 'SELECT full_name FROM person WHERE pin = $1'
  statements.note({ text, ms: 99.9, requestId: 'request-0' })
  statements.note({ text, ms: 100, requestId: 'request-1' })
  await expect.poll(() => lines.length).toBe(1)
  statements.note({ text, ms: 250.4, requestId: 'request-2' })
  statements.note({ text: 'SELECT nothing FROM nowhere', ms: 500, requestId: 'request-3' })
  await expect.poll(() => lines.length).toBe(3)
  await database.close()

  expect(slow).toBe(3)
  const [first, second, third] = lines.map((line) => JSON.parse(line) as Line)
  expect(first).toMatchObject({ requestId: 'request-1', durationMs: 100, sql: text })
  expect(first?.plan?.join('\n')).toMatch(/person/)
  expect(first?.plan?.join('\n')).toContain('$1')
  expect(second).toMatchObject({ requestId: 'request-2', durationMs: 250 })
  expect(second?.sql).toBeUndefined()
  expect(third?.plan).toEqual(['no plan: 42P01'])
})
