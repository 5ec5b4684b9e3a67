import type { Plain } from './find-cells.ts'
import { surveys } from './surveys.ts'

/** What anybody may know: the catalogues' codes, and which place lies in which. */
export interface Known {
  /** By table: places and what they lie in. */
  readonly places: ReadonlyMap<string, readonly { readonly outer: string; readonly area: string }[]>
  /** By table: values of its trait, the commonest first. */
  readonly traits: ReadonlyMap<string, readonly string[]>
}

export async function readKnown(plain: Plain): Promise<Known> {
  const places = new Map<string, { outer: string; area: string }[]>()
  const traits = new Map<string, string[]>()
  for (const { name, ministry, from, traitJoin = '', area, outer, traitColumn } of surveys) {
    const rows = await plain(
      ministry,
      `SELECT DISTINCT t.${outer.column} AS outer, t.${area.column} AS area FROM ${from} ORDER BY 1, 2`,
    )
    places.set(
      name,
      rows.map((row) => ({ outer: String(row['outer']), area: String(row['area']) })),
    )
    const values = await plain(
      ministry,
      `SELECT ${traitColumn} AS trait FROM ${from} ${traitJoin} WHERE ${traitColumn} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1`,
    )
    traits.set(
      name,
      values.map((row) => String(row['trait'])),
    )
  }
  return { places, traits }
}
