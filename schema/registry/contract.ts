/** A variant of the supergraph, made by tags. */
export interface Contract {
  /** Small letters, digits and hyphens: a part of addresses. */
  readonly variant: string
  /** Only what has one of these tags is kept; empty keeps everything. */
  readonly include: readonly string[]
  /** What has one of these tags is taken out, also where it is included. */
  readonly exclude: readonly string[]
}

/**
 * The variants of this house. `internal` tags what is for the ministries themselves, `partner` what their partners may
 * see too; what has neither tag is for everyone.
 */
export const contracts: readonly Contract[] = Object.freeze([
  { variant: 'public', include: [], exclude: ['internal', 'partner'] },
  { variant: 'partner', include: [], exclude: ['internal'] },
])

/** The variant that nothing is taken out of. */
export const wholeVariant = 'whole'
