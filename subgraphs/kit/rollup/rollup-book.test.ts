import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { RollupBook } from './rollup-book.ts'
import type { Rollup } from './rollup.ts'

test('a database that does not answer is not asked again and again', async () => {
  let asked = 0
  const query = async () => (asked++ === 0 ? { rows: [] } : await new Promise(() => undefined))
  const book = await RollupBook.open({
    rollups: new Map([['parcel.byProvince', { table: 'parcel_by_province' } as Rollup]]),
    pool: { query } as unknown as Pool,
    log: pino({ level: 'silent' }),
    maxAgeMs: 1000,
    checkMs: 5,
  })
  await expect.poll(() => asked).toBe(2)
  await sleep(100)
  expect(asked).toBe(2)
  book.close()
})
