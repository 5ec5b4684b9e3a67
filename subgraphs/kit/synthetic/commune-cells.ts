import type { Catalogue } from './catalogue.ts'
import { geohash } from './geohash.ts'
import { provinceCentre } from './province-centre.ts'
import { createRandom } from './random.ts'
import { fixedRows } from './streams.ts'

const cellsPerCommune = 24

/**
 * Geohash cells of five characters (about 5 km wide) around an invented middle of each commune, by
 * commune code. The same for every seed: places do not move.
 */
export function communeCells(catalogue: Catalogue): ReadonlyMap<string, readonly string[]> {
  const random = createRandom()
  const cells = new Map<string, readonly string[]>()
  for (const { code, communes } of catalogue.provinces) {
    const [latitude, longitude] = provinceCentre[code] ?? [16, 107]
    for (const commune of communes) {
      random.restart(0, Number(commune.code), fixedRows)
      const north = latitude + (random.unit() - 0.5) * 0.5
      const east = longitude + (random.unit() - 0.5) * 0.5
      const near = Array.from({ length: cellsPerCommune }, () =>
        geohash(north + (random.unit() - 0.5) * 0.2, east + (random.unit() - 0.5) * 0.2, 5),
      )
      cells.set(commune.code, near)
    }
  }
  return cells
}
