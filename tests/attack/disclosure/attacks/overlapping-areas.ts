import type { Attack } from '../attack.ts'
import { campaign } from '../campaign.ts'
import { type Cell, coreOf, inOuter } from '../cell.ts'
import type { Door } from '../door.ts'
import { combined } from '../observation.ts'
import { otherAreas } from '../pad.ts'
import { all, any } from '../where.ts'

/** Places are put together into areas of one's own that differ by the cell's place. */
function overlapped(door: Door, accountsOf: (cell: Cell) => readonly [Door, Door]) {
  return campaign(door, door.cells, async (cell, round) => {
    if (round > 180) return undefined
    const { survey, area, outer } = cell
    const { field } = survey.area
    const siblings = (door.known.places.get(survey.name) ?? [])
      .filter((place) => place.outer === outer && place.area !== area)
      .map((place) => place.area)
    const others = round === 0 ? siblings : otherAreas(door, cell).slice(0, 4 + (round % 24))
    const core = coreOf(cell)
    const union =
      round === 0
        ? all(core, inOuter(cell))
        : all(core, any({ [field]: { in: others } }, { [field]: { eq: area } }))
    const [first, second] = accountsOf(cell)
    const [whole] = await first.counts(survey, [union])
    const [rest] = await second.counts(survey, [all(core, { [field]: { in: others } })])
    return [combined([1, whole], [-1, rest])]
  })
}

export const overlappingAreas: Attack = {
  name: 'overlapping areas',
  how: 'the trait in a province − in its other communes; then in random areas with and without the place',
  run: (door) => overlapped(door, () => [door, door]),
}

export const colludingAreas: Attack = {
  name: 'colluding areas',
  how: 'as overlapping areas, but the two areas are asked by two accounts for each cell',
  run: (door) =>
    overlapped(door, ({ name }) => [door.as(`one of ${name}`), door.as(`other of ${name}`)]),
}
