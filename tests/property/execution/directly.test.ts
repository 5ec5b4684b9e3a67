import * as fc from 'fast-check'
import { print } from 'graphql'
import { expect, test } from 'vitest'
import { choicesOf } from './choices.ts'
import { featuresAsked } from './coverage.ts'
import { asPlanned, isPlannedDirectly } from './directly.ts'
import { federationOf } from './federation.ts'
import { genes, operationGenes } from './genes.ts'
import { operationOf } from './operation.ts'

/** What a query may not ask for that is planned directly. */
const reasons: ReadonlySet<string> = new Set([
  '@requires',
  '@provides',
  '@override with a label',
  'a field of an @interfaceObject',
  'shared roots',
  'a field of union type',
  'a field of interface type',
  'mutation of one field',
  'mutation of several fields',
])

/**
 * Where a query may be planned directly, or be left to the planner: a key may be known to a third subgraph alone, and
 * a fragment within one on an abstract type may be about other objects.
 */
const perhaps = ['an entity with several keys', 'a fragment on an abstract type']

const supergraphs = Number(process.env['DIRECT_SUPERGRAPHS'] ?? 12)

test('direct planning takes what has no reason against it, and nothing that has', () => {
  const seen = new Map<string, number>()
  const note = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1)
  fc.assert(
    fc.property(
      genes,
      fc.array(operationGenes, { minLength: 20, maxLength: 40, size: 'max' }),
      (of, bytes) => {
        const federation = federationOf(of)
        if (federation === undefined) return
        for (const one of bytes) {
          const liberties = { aliases: true, directives: true }
          const operation = operationOf(federation.api, choicesOf(one), liberties)
          if (operation === undefined) continue
          const document = asPlanned(operation)
          const features = featuresAsked(federation, document)
          const against = [...features].filter((feature) => reasons.has(feature))
          const isDirect = isPlannedDirectly(federation, operation)
          for (const reason of against) note(reason)
          note(isDirect ? 'direct' : 'left to the planner')
          const what = `${print(document)}\n${[...federation.sdls.values()].join('\n')}`
          if (isDirect) expect(against, what).toEqual([])
          else if (against.length === 0)
            expect(
              perhaps.some((feature) => features.has(feature)),
              what,
            ).toBe(true)
        }
      },
    ),
    { numRuns: supergraphs },
  )
  if (process.env['DIRECT_SUPERGRAPHS'])
    process.stdout.write(Array.from(seen, ([what, times]) => `${times}: ${what}\n`).join(''))
  expect(seen.get('direct')).toBeGreaterThan(0)
  // Some dozens of supergraphs hold them all.
  if (supergraphs >= 60)
    for (const reason of reasons) expect(seen.get(reason), reason).toBeGreaterThan(0)
}, 240_000)
