import { expect, test } from 'vitest'
import { canonical } from './canonical.ts'
import { requiresInChains, stockIsWrongAboutRequires } from './planner-faults.ts'
import { difference } from './equality.ts'
import { openOurs } from './ours.ts'
import { search } from './search.ts'
import { openStock } from './stock.ts'

/** Cases tried; each operation on a supergraph over the data of one seed is one. */
const cases = Number(process.env['EXECUTION_RUNS'] ?? 5000)

test("Apollo's gateway agrees with the judge about plain operations on clean data", async () => {
  const found = await search({
    cases: 500,
    // Elsewhere it is wrong about other things too, once in some thousand cases.
    seed: 1,
    liberties: { aliases: false, directives: false },
    // Its plans are wrong, without an error, about these two.
    fits: ({ model }) => !stockIsWrongAboutRequires(model) && !requiresInChains(model),
    open: async ({ supergraphSdl }) => await openStock(supergraphSdl),
    clean: true,
    judge: async ({ expected, execute, ask }) => {
      const got = await execute(ask)
      const same = canonical(got.data) === canonical(expected.data)
      return same
        ? undefined
        : `expected ${JSON.stringify(expected.data)}\ngot ${JSON.stringify(got)}`
    },
  })
  expect(found.counterExample).toBeUndefined()
  expect(found.cases).toBeGreaterThanOrEqual(500)
}, 240_000)

test('what this gateway answers is what one schema over all the data answers', async () => {
  const found = await search({
    cases,
    liberties: { aliases: true, directives: true },
    fits: ({ model }) => !requiresInChains(model),
    open: openOurs,
    judge: async ({ expected, execute, ask }) => difference(expected, await execute(ask)),
  })
  expect(found.counterExample).toBeUndefined()
  expect(found.cases).toBeGreaterThanOrEqual(cases)
}, 36_000_000)
