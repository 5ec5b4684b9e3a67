/**
 * How statistics are guarded for callers who may not read the rows themselves. Data, reviewed like the role
 * table; a caller never chooses one. Counts of a cell are of distinct persons. docs/disclosure.md explains.
 */
export interface DisclosureProfile {
  readonly name: string
  /** A cell of fewer distinct persons is never shown. */
  readonly threshold: 5 | 8 | 10 | 11
  /** Whether it may be known that nobody is in a cell. */
  readonly zeros: 'shown' | 'hidden'
  /** Counts are rounded to a multiple of this; 1 = not rounded. */
  readonly rounding: 1 | 3 | 5 | 10
  /** Whether counts and sums carry cell-key noise. */
  readonly noise: boolean
  /** A sum is withheld when its `n` largest contributors hold more than `share` of it. */
  readonly dominance: { readonly n: 2; readonly share: number }
  /** A sum is withheld when the second contributor could tell the first one's to within this percentage. */
  readonly pPercent: number
  /** What one caller may ask of one table on one day: distinct filters, and cells. */
  readonly budget: { readonly filters: number; readonly cells: number }
}

const basic: DisclosureProfile = {
  name: 'basic',
  threshold: 10,
  zeros: 'shown',
  rounding: 1,
  noise: true,
  dominance: { n: 2, share: 0.9 },
  pPercent: 10,
  budget: { filters: 200, cells: 100_000 },
}

/** The profiles in use, from the least to the most strict; each is in no respect laxer than the one before. */
export const disclosureProfiles = checkedProfiles([
  basic,
  { ...basic, name: 'sensitive', zeros: 'hidden' },
  { ...basic, name: 'restricted', threshold: 11, zeros: 'hidden', rounding: 5 },
])

/**
 * Checks and freezes profiles: known values, and an order from lax to strict. Throws an Error that says what
 * was expected and got, so that a wrong list stops the start.
 */
export function checkedProfiles(list: readonly DisclosureProfile[]): readonly DisclosureProfile[] {
  if (list.length === 0) throw new Error('disclosure profiles: expected at least one, got none')
  for (const [place, profile] of list.entries()) {
    for (const [what, fits, got] of requirementsOf(profile))
      if (!fits)
        throw new Error(`disclosure profile ${profile.name}: expected ${what}, got ${String(got)}`)
    const before = list[place - 1]
    if (before !== undefined) expectStricter(before, profile)
    Object.freeze(profile.dominance)
    Object.freeze(profile.budget)
    Object.freeze(profile)
  }
  return Object.freeze([...list])
}

function requirementsOf(profile: DisclosureProfile): readonly [string, boolean, unknown][] {
  const { threshold, zeros, rounding, noise, dominance, pPercent, budget } = profile
  return [
    ['threshold 5, 8, 10 or 11', [5, 8, 10, 11].includes(threshold), threshold],
    ['zeros shown or hidden', ['shown', 'hidden'].includes(zeros), zeros],
    ['rounding 1, 3, 5 or 10', [1, 3, 5, 10].includes(rounding), rounding],
    ['noise true or false', typeof noise === 'boolean', noise],
    ['dominance of 2 contributors', dominance.n === 2, dominance.n],
    [
      'a share above 0.5 and below 1',
      dominance.share > 0.5 && dominance.share < 1,
      dominance.share,
    ],
    ['pPercent from 1 to 100', pPercent >= 1 && pPercent <= 100, pPercent],
    ['1 to 10,000 filters', isWithin(budget.filters, 10_000), budget.filters],
    ['1 to 1,000,000 cells', isWithin(budget.cells, 1_000_000), budget.cells],
  ]
}

function isWithin(count: number, most: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= most
}

function expectStricter(lax: DisclosureProfile, strict: DisclosureProfile): void {
  const kept: readonly [string, boolean][] = [
    ['name', lax.name !== strict.name],
    ['threshold', lax.threshold <= strict.threshold],
    ['zeros', lax.zeros === 'shown' || strict.zeros === 'hidden'],
    ['rounding', lax.rounding <= strict.rounding],
    ['noise', !lax.noise || strict.noise],
    ['dominance', lax.dominance.share >= strict.dominance.share],
    ['pPercent', lax.pPercent <= strict.pPercent],
    ['filters', lax.budget.filters >= strict.budget.filters],
    ['cells', lax.budget.cells >= strict.budget.cells],
  ]
  for (const [what, isKept] of kept)
    if (!isKept)
      throw new Error(
        `disclosure profiles: expected ${strict.name} to be at least as strict as ${lax.name}, got a laxer ${what}`,
      )
}
