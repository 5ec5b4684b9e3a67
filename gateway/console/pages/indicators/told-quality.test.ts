import { expect, test } from 'vitest'
import { toldOf, worstTold } from './told-quality.ts'

const asOf = '2026-11-01T00:00:00Z'
const quality = {
  land: { share: 0.97, standing: 'AMBER', asOf },
  health: { share: 0.9, standing: 'AMBER', asOf },
  population: { share: 0.99, standing: 'RED', asOf },
  education: { share: 'much', standing: 'GREEN', asOf },
  reference: { share: 1, standing: 'toString', asOf },
}

test('a source is told by its share, standing and moment, or not at all', () => {
  expect(toldOf(quality, 'land')).toEqual({ share: 0.97, standing: 'AMBER', asOf })
  for (const source of ['education', 'reference', 'constructor', 'nobody'])
    expect(toldOf(quality, source), source).toBeUndefined()
  for (const nothing of [null, undefined, 7, []]) expect(toldOf(nothing, 'land')).toBeUndefined()
})

test('of several sources the worst one is told', () => {
  expect(worstTold(quality, ['land', 'health'])).toMatchObject({ share: 0.9 })
  expect(worstTold(quality, ['land', 'health', 'population'])).toMatchObject({ standing: 'RED' })
  expect(worstTold(quality, ['education', 'nobody'])).toBeUndefined()
  expect(worstTold(null, [])).toBeUndefined()
})
