import { type Fetched, fieldOf, isFetched } from './fetched.ts'
import type { Run } from './run.ts'

/** Where a plan's step works: response names from the root, `@` = each item of a list. */
export type PlanPath = readonly string[]

/**
 * The objects at a path; where objects are shared, each once. Whatever has another shape is left out. Fails with
 * COST_EXCEEDED.
 */
export function objectsAt(
  { data, room }: Pick<Run, 'data' | 'room'>,
  path: PlanPath,
  mayShare: boolean,
): readonly Fetched[] {
  let at: unknown[] = [data]
  for (const part of path) {
    const next: unknown[] = []
    for (const value of at)
      if (part !== '@') {
        if (isFetched(value)) next.push(fieldOf(value, part))
      } else if (Array.isArray(value)) {
        room.take(value.length)
        for (const item of value as unknown[]) next.push(item)
      }
    at = mayShare ? [...new Set(next)] : next
  }
  return at.filter(isFetched)
}

/** One place of an answer: the object there, its path with indices, and the objects around it. */
export interface Place {
  readonly object: Fetched
  readonly path: readonly (string | number)[]
  /** From the root to the object itself. */
  readonly chain: readonly Fetched[]
}

/**
 * Every place at a path, shared objects as often as they appear. For errors and contexts; not for speed. Fails with
 * COST_EXCEEDED.
 */
export function placesAt(
  { data, room }: Pick<Run, 'data' | 'room'>,
  path: PlanPath,
): readonly Place[] {
  const places: Place[] = []
  const visit = (value: unknown, depth: number, at: Omit<Place, 'object'>): void => {
    const part = path[depth]
    if (part === '@') {
      if (!Array.isArray(value)) return
      room.take(value.length)
      for (const [index, item] of (value as unknown[]).entries())
        visit(item, depth + 1, { ...at, path: [...at.path, index] })
      return
    }
    if (!isFetched(value)) return
    const chain = [...at.chain, value]
    if (part === undefined) places.push({ object: value, path: at.path, chain })
    else visit(fieldOf(value, part), depth + 1, { path: [...at.path, part], chain })
  }
  visit(data, 0, { path: [], chain: [] })
  return places
}

/** The part of a path before its first list. */
export function beforeLists(path: PlanPath): readonly string[] {
  const list = path.indexOf('@')
  return list < 0 ? path : path.slice(0, list)
}
