import type { Random } from '../../kit/synthetic/random.ts'
import { weighted } from '../../kit/synthetic/weighted.ts'

/** A use of a parcel before it is written. */
export interface UsePlan {
  readonly code: string
  /** Tenths of a square metre. */
  readonly tenths: number
  /** Land to live on is held without term; land to grow on for 50 years (Land Law, Art 171–172). */
  readonly longTerm: boolean
}

export type ParcelPlan = readonly UsePlan[]

/** Kinds of fields with their share, and the smallest and the usual extra area in square metres. */
const lowlandFields = weighted<Field>([
  [{ code: 'LUC', least: 180, more: 1400 }, 52],
  [{ code: 'LUK', least: 150, more: 900 }, 8],
  [{ code: 'HNK', least: 120, more: 900 }, 16],
  [{ code: 'CLN', least: 200, more: 2200 }, 16],
  [{ code: 'NTS', least: 300, more: 3000 }, 8],
])
const uplandFields = weighted<Field>([
  [{ code: 'LUC', least: 150, more: 900 }, 20],
  [{ code: 'HNK', least: 300, more: 2600 }, 24],
  [{ code: 'CLN', least: 500, more: 6000 }, 28],
  [{ code: 'RSX', least: 3000, more: 16_000 }, 26],
  [{ code: 'NKH', least: 200, more: 1500 }, 2],
])

interface Field {
  readonly code: string
  readonly least: number
  readonly more: number
}

/** Provinces that are mostly hills and forest, by current code. */
const upland = new Set(
  '04 08 11 12 14 15 19 20 22 25 38 40 42 44 46 48 51 52 56 66 68 75'.split(' '),
)

/** The parcels of a household: first those it lives on, then its fields. */
export function householdPlans(
  random: Random,
  { provinceCode, urban }: { provinceCode: string; urban: boolean },
): { home: ParcelPlan[]; fields: ParcelPlan[] } {
  const home: ParcelPlan[] = []
  const homes = random.chance(urban ? 0.62 : 0.88) ? (random.chance(0.09) ? 2 : 1) : 0
  for (let count = 0; count < homes; count += 1) home.push(homePlan(random, urban))
  const fields: ParcelPlan[] = []
  const draw = upland.has(provinceCode) ? uplandFields : lowlandFields
  const most = urban ? (random.chance(0.1) ? 1 : 0) : random.below(4)
  for (let count = 0; count < most; count += 1) {
    const { code, least, more } = draw(random)
    fields.push([{ code, tenths: tenths(random, least, more), longTerm: false }])
  }
  return { home, fields }
}

function homePlan(random: Random, urban: boolean): ParcelPlan {
  const code = urban ? 'ODT' : 'ONT'
  const house = { code, tenths: tenths(random, urban ? 28 : 70, urban ? 110 : 230), longTerm: true }
  if (!random.chance(urban ? 0.12 : 0.58)) return [house]
  const garden = tenths(random, urban ? 20 : 60, urban ? 120 : 700)
  return [house, { code: 'CLN', tenths: garden, longTerm: false }]
}

/** Many small and few large: the extra area falls off like a square. */
function tenths(random: Random, least: number, more: number): number {
  const part = random.unit()
  return Math.round((least + more * part * part * 1.6) * 10)
}
