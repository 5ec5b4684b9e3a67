import { coreOf, inArea, inOuter, type Cell } from './cell.ts'
import type { Door } from './door.ts'
import { all, not, type Where } from './where.ts'

/**
 * A set without the cell, another in each round: what else lies in its place or around it, cut in two by
 * one of the table's splits, or by two of them.
 */
export function pad(cell: Cell, round: number): Where | undefined {
  const { splits } = cell.survey
  const width = splits.length * 2
  const cut = (place: number): Where => {
    const split = splits[Math.floor(place / 2) % splits.length] ?? {}
    return place % 2 === 0 ? split : not(split)
  }
  const around = [inArea(cell), inOuter(cell), {}]
  const without = not(all(inArea(cell), coreOf(cell)))
  const singles = around.length * (width + 1)
  if (round < singles) {
    const base = around[round % around.length] ?? {}
    const place = Math.floor(round / around.length)
    return place === 0 ? all(base, without) : all(base, without, cut(place - 1))
  }
  const [first, second] = [Math.floor((round - singles) / width), (round - singles) % width]
  if (first >= width) return undefined
  return first >> 1 >= second >> 1
    ? all(inOuter(cell), without, cut(first), not(cut(second)))
    : all(inArea(cell), without, cut(first), cut(second))
}

/** Other places of the same table, in an order of its own for each attack. */
export function otherAreas(door: Door, { survey, area }: Cell): readonly string[] {
  const areas = (door.known.places.get(survey.name) ?? [])
    .map((place) => place.area)
    .filter((other) => other !== area)
  return areas
    .map((name) => ({ name, place: door.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ name }) => name)
}
