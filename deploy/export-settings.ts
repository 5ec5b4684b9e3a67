import { z } from 'zod'
import { roles } from '../auth/role.ts'
import { type Setting, whole } from './setting.ts'

const maxRows = 1_000_000_000

/** `1000000` for every role, then `role=rows` for those that differ. */
function rowsByRole(text: string): Readonly<Record<string, number>> | undefined {
  const [usual = '', ...named] = text.trim().split(/[\s,]+/)
  const rows: Record<string, number> = { '*': countOf(usual) }
  for (const pair of named) {
    const [role = '', count = '', ...more] = pair.split('=')
    if (!roles.some((known) => known === role) || more.length > 0 || role in rows) return undefined
    rows[role] = countOf(count)
  }
  return Object.values(rows).every(isCount) ? Object.freeze(rows) : undefined
}

function countOf(text: string): number {
  return /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
}

function isCount(count: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= maxRows
}

/** The settings of `POST /export`, a part of the setting table. */
export const exportSettings = Object.freeze({
  exportRows: Object.freeze({
    name: 'LIEN_THONG_EXPORT_ROWS',
    unit: 'rows',
    default: '1000000',
    range: 'a whole number, 1 to 1000000000, then role=number where a role differs',
    shape: z.string().transform((text, context) => {
      const rows = rowsByRole(text)
      if (rows !== undefined) return rows
      context.addIssue('expected rows')
      return z.NEVER
    }),
    what: 'Rows of one export, and by role where it differs: 1000000 citizen=50000; of several roles the most counts.',
  }) satisfies Setting<Readonly<Record<string, number>>>,
  exportBytes: whole(65_536, 1_099_511_627_776, {
    name: 'LIEN_THONG_EXPORT_BYTES',
    unit: 'bytes',
    default: '2147483648',
    what: 'Largest file of an export; one that would be larger is broken off.',
  }),
  exportsAtOnce: whole(1, 100, {
    name: 'LIEN_THONG_EXPORTS_AT_ONCE',
    unit: 'exports',
    default: '2',
    what: 'Exports of one caller that are under way at once; more are RATE_LIMITED.',
  }),
  exportsAtOnceInAll: whole(1, 1000, {
    name: 'LIEN_THONG_EXPORTS_AT_ONCE_IN_ALL',
    unit: 'exports',
    default: '16',
    what: 'Exports of all callers of one gateway that are under way at once; more are RATE_LIMITED.',
  }),
})
