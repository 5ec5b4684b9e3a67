import { expect, test } from 'vitest'
import { canonical } from './canonical.ts'
import { requiresInChains, stockIsWrongAboutRequires } from './planner-faults.ts'
import { search } from './search.ts'
import { openStock } from './stock.ts'

/** Cases tried; each operation on a supergraph over the data of one seed is one. */
const cases = Number(process.env['EXECUTION_RUNS'] ?? 5000)

test("Apollo's gateway agrees with the judge about plain operations on clean data", async () => {
  const found = await search({
    cases: Math.ceil(cases / 10),
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
  expect(found.cases).toBeGreaterThanOrEqual(cases / 10)
}, 240_000)
