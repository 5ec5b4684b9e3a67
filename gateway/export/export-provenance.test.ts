import { expect, test } from 'vitest'
import { addMinistries, type ExportedMinistry } from './export-provenance.ts'

test('of the moments of pages the earliest is told, however it is written', () => {
  const told: Record<string, ExportedMinistry> = {}
  const page = { requests: 1, latencyMs: 1, rows: 2, statements: 1 }
  for (const asOf of ['2026-01-01T02:00:00Z', '2026-01-01T08:00:00+07:00', '2026-01-01T01:30:00Z'])
    addMinistries(told, { provenance: { land: { ...page, asOf } } })
  expect(told).toEqual({ land: { requests: 3, rows: 6, asOf: '2026-01-01T08:00:00+07:00' } })
})
