import type { DisclosureRule } from '../disclosure/verdict.ts'

/** What disclosure control did to a figure, as the answer says it. */
export interface Disclosure {
  readonly status: 'EXACT' | 'SHOWN' | 'PERTURBED' | 'PARTIAL' | 'SUPPRESSED' | 'REFUSED'
  readonly rule: DisclosureRule
  readonly reason: string | null
}

/** The caller may read every row that was counted. */
export const exact: Disclosure = Object.freeze({ status: 'EXACT', rule: 'NONE', reason: null })

const reasons: Readonly<Record<DisclosureRule, string | null>> = {
  NONE: null,
  SMALL_CELL: 'Too few people, or withheld so that such a figure cannot be worked out.',
  CONCENTRATED: 'One or two people make up nearly all of a sum.',
  EXTREME:
    'The least and the greatest value, and percentiles near them, are those of single people.',
  SPARSE: 'Most groups hold too few people: group by fewer or coarser keys, or filter less.',
}

export function disclosure(
  status: Disclosure['status'],
  rule: DisclosureRule = 'NONE',
): Disclosure {
  return { status, rule, reason: reasons[rule] }
}
