import sql from 'sql-template-tag'
import { expect, test } from 'vitest'
import { openWriter } from '../../subgraphs/kit/writer.ts'
import { databaseUrl } from '../support/database.ts'

test('a change that waits for a connection is not written when its deadline has passed', async () => {
  const writer = openWriter(databaseUrl('steering', 'writer'), 'steering')
  const long = performance.now() + 30_000
  const busy = [1, 2].map(() => writer.write(sql`SELECT pg_sleep(2.5)`, long))
  const began = performance.now()
  const late = writer.write(sql`SELECT 1 AS one`, began + 300)
  await expect(late).rejects.toMatchObject({ extensions: { code: 'DEADLINE_EXCEEDED' } })
  expect(performance.now() - began).toBeLessThan(2000)
  await Promise.all(busy)
  expect(await writer.write(sql`SELECT 1 AS one`, long)).toEqual([{ one: 1 }])
  await writer.close()
})
