import { expect, test } from 'vitest'
import { noteRequest, type Provenance } from './provenance.ts'

test('rollups of several requests are told once, each with its earliest moment', () => {
  const provenance: Provenance = {}
  const report = (rollups: unknown): void =>
    noteRequest(provenance, 'health', 1, { rows: 1, statements: 1, rollups })
  report([{ name: 'prescription.byMonth', asOf: '2026-11-22T05:00:00.000Z' }])
  report([
    { name: 'prescription.byMonth', asOf: '2026-11-22T04:00:00.000Z' },
    { name: 'dispense.byMonth', asOf: '2026-11-22T06:00:00.000Z' },
  ])
  report([{ name: 'prescription.byMonth', asOf: '2026-11-22T07:00:00.000Z' }])
  expect(provenance['health']?.rollups).toEqual([
    { name: 'prescription.byMonth', asOf: '2026-11-22T04:00:00.000Z' },
    { name: 'dispense.byMonth', asOf: '2026-11-22T06:00:00.000Z' },
  ])
})

test.each([
  ['no list', 'prescription.byMonth'],
  ['no name', [{ asOf: '2026-11-22T05:00:00Z' }]],
  ['a name that is markup', [{ name: '<script>', asOf: '2026-11-22T05:00:00Z' }]],
  ['no moment', [{ name: 'a.b', asOf: 'yesterday' }]],
  ['nothing', [null, 1]],
])('rollups that are %s are left out', (_what, rollups) => {
  const provenance: Provenance = {}
  noteRequest(provenance, 'health', 1, { rollups })
  expect(provenance['health']?.rollups).toBeUndefined()
})

test('at most a hundred rollups of one ministry are told', () => {
  const provenance: Provenance = {}
  const rollups = Array.from({ length: 150 }, (_, i) => ({
    name: `table.by${i}`,
    asOf: '2026-11-22T05:00:00Z',
  }))
  noteRequest(provenance, 'health', 1, { rollups })
  expect(provenance['health']?.rollups).toHaveLength(100)
})
