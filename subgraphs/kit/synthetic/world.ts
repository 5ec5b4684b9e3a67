import type { Catalogue } from './catalogue.ts'

/** Everything that the synthetic rows depend on; nothing else changes them. */
export interface World {
  readonly catalogue: Catalogue
  readonly people: number
  readonly seed: number
  /** Share of records that get a known kind of dirt, 0 to 1. */
  readonly dirt: number
  /** Record key of a person, or of whoever else a row is about, as text. */
  readonly recordKey: (id: string) => string
}
