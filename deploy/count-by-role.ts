import { z } from 'zod'
import { allRoles } from '../auth/role.ts'
import type { ByRole } from '../gateway/limits/by-role.ts'
import type { Setting } from './setting.ts'

/** A setting that is a count for all roles, and others for those that differ: `1000 citizen=50`. */
export function countByRole(
  max: number,
  words: Pick<Setting, 'name' | 'unit' | 'default' | 'what'>,
): Setting<ByRole> {
  return Object.freeze({
    ...words,
    range: `a whole number, 1 to ${max}, then role=number where a role differs`,
    shape: z.string().transform((text, context) => {
      const counts = countsIn(text, max)
      if (counts !== undefined) return counts
      context.addIssue('expected counts')
      return z.NEVER
    }),
  })
}

function countsIn(text: string, max: number): ByRole | undefined {
  const [usual = '', ...named] = text.trim().split(/[\s,]+/)
  const counts: Record<string, number> = { '*': countOf(usual) }
  for (const pair of named) {
    const [role = '', count = '', ...more] = pair.split('=')
    if (!allRoles.some((known) => known === role) || more.length > 0 || role in counts)
      return undefined
    counts[role] = countOf(count)
  }
  const isFit = (count: number) => Number.isInteger(count) && count >= 1 && count <= max
  return Object.values(counts).every(isFit) ? Object.freeze(counts) : undefined
}

function countOf(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
}
