/**
 * Why a value is withheld. Small, complementary and differencing share SMALL_CELL: apart, they would tell
 * one suppressed cell from another.
 */
export type DisclosureRule = 'NONE' | 'SMALL_CELL' | 'CONCENTRATED' | 'EXTREME' | 'SPARSE'

export type DisclosureStatus = 'SHOWN' | 'PERTURBED' | 'SUPPRESSED'

/** What is decided of one cell. */
export interface Verdict {
  readonly status: DisclosureStatus
  readonly rule: DisclosureRule
  /** Whether nothing but the cell's coordinates may be shown. */
  readonly suppressed: boolean
  /** Summed fields of which no measure may be shown, though the cell's count is: CONCENTRATED. */
  readonly withheld: ReadonlySet<string>
}
