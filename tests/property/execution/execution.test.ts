import { expect, test } from 'vitest'
import { CodedError } from '../../../schema/errors.ts'
import { canonical } from './canonical.ts'
import {
  requiredNames,
  requiresInChains,
  requiresWithin,
  stockIsWrongAboutRequires,
} from './planner-faults.ts'
import { type Coverage, count, features } from './coverage.ts'
import { difference } from './equality.ts'
import { outages, wrongInTrouble } from './outages.ts'
import { openOurs } from './ours.ts'
import { search } from './search.ts'
import { openStock } from './stock.ts'

/** An operation that no right plan is found for is not answered; anything else that is thrown is a fault. */
function refused(error: unknown): undefined {
  const isRefusal = error instanceof CodedError && error.code === 'GRAPHQL_VALIDATION_FAILED'
  if (!isRefusal) throw error
}

/** Cases tried; each operation on a supergraph over the data of one seed is one. */
const byHand = process.env['EXECUTION_RUNS']
const cases = Number(byHand ?? 5000)

test("Apollo's gateway agrees with the judge about plain operations on clean data", async () => {
  const found = await search({
    cases: 300,
    // Elsewhere it is wrong about other things too, once in some thousand cases.
    seed: 1,
    liberties: { aliases: false, directives: false },
    // Its plans are wrong, without an error, about these two.
    fits: ({ model }) => !stockIsWrongAboutRequires(model) && !requiresInChains(model),
    open: async ({ supergraphSdl }) => await openStock(supergraphSdl),
    clean: () => true,
    judge: async ({ expected, execute, ask }) => {
      const got = await execute(ask)
      const same = canonical(got.data) === canonical(expected.data)
      return same
        ? undefined
        : `expected ${JSON.stringify(expected.data)}\ngot ${JSON.stringify(got)}`
    },
  })
  expect(found.counterExample).toBeUndefined()
  expect(found.cases).toBeGreaterThanOrEqual(300)
}, 240_000)

test('what this gateway answers is what one schema over all the data answers', async () => {
  const refusals = { count: 0 }
  const coverage: Coverage = new Map()
  const found = await search({
    cases,
    liberties: { aliases: true, directives: true },
    open: openOurs,
    // See equality.ts: there, a client's own field may spoil what is required.
    clean: ({ model }) => requiresWithin(model),
    judge: async ({ federation, operation, expected, execute, ask }) => {
      count(coverage, federation, operation)
      const got = await execute(ask).catch(refused)
      if (got === undefined) refusals.count++
      return got && difference(expected, got, requiredNames(federation.model))
    },
  })
  expect(found.counterExample).toBeUndefined()
  expect(found.cases).toBeGreaterThanOrEqual(cases)
  if (byHand)
    process.stdout.write(
      [
        `cases ${found.cases}, refused ${refusals.count}, operations ${found.operations}, supergraphs ${found.supergraphs}`,
        ...Array.from(coverage, ([feature, tried]) => `${tried} cases: ${feature}`).sort(),
        '',
      ].join('\n'),
    )
  expect(refusals.count / found.cases).toBeLessThan(0.02)
  // Some hundred supergraphs hold them all.
  if (cases >= 50_000) expect([...coverage.keys()].sort()).toEqual([...features].sort())
}, 36_000_000)

test('when subgraphs fail or answer nonsense, what is left is right, and every null has its error', async () => {
  const found = await search({
    cases: Math.ceil(cases / 10),
    liberties: { aliases: true, directives: true },
    clean: () => true,
    // A subgraph believes what it is told of a required object.
    fits: ({ model }) => !requiresWithin(model),
    open: openOurs,
    judge: async ({ expected, execute, ask, seed }) => {
      const got = await execute(outages(ask, seed)).catch(refused)
      const wrong = got && wrongInTrouble(expected, got)
      return (
        wrong && `${wrong}\nexpected ${JSON.stringify(expected.data)}\ngot ${JSON.stringify(got)}`
      )
    },
  })
  expect(found.counterExample).toBeUndefined()
  expect(found.cases).toBeGreaterThanOrEqual(cases / 10)
}, 36_000_000)
