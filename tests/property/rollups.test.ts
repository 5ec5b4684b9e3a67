import { assert, asyncProperty, constantFrom } from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rollupMinistry, type RollupMinistry } from '../support/rollup-ministry.ts'
import { grantSets, question } from './rollup-arbitrary.ts'

let sample: RollupMinistry

beforeAll(async () => {
  sample = await rollupMinistry()
  await sample.refresh()
})
afterAll(() => sample[Symbol.asyncDispose]())

/** Questions that are asked; at least a fifth of them are answered from a rollup. */
const runs = 400

test('any question is answered from a rollup as from the tables at its moment', async () => {
  let fromRollups = 0
  await assert(
    asyncProperty(question, constantFrom(...grantSets), async (query, grants) => {
      // The same secret and caller: what one of the two was asked, the other was.
      const kept = await sample.fromRollups.ask({ query, grants })
      const base = await sample.fromTables.ask({ query, grants })
      expect(kept.errors).toEqual(base.errors)
      expect(kept.data).toEqual(base.data)
      if (kept.reported.rollups !== undefined) fromRollups++
    }),
    { numRuns: runs, seed: 20_261_122, endOnFailure: true },
  )
  expect(fromRollups).toBeGreaterThan(runs / 5)
})
