import { type Fetched, fieldOf, isFetched } from './fetched.ts'
import type { Room } from './room.ts'
import type { Run } from './run.ts'

/** Where a plan's step works: response names from the root, `@` = each item of a list. */
export type PlanPath = readonly string[]

/** What was found at paths in a run's data, until something is added to it. */
export type FoundObjects = Map<string, readonly unknown[]>

/**
 * Compiles the finding of the objects at a path. What stands at several places because it was fetched once is found
 * once: at the depths `sharedAt`. Whatever has another shape than the path expects is left out. Fetches that are due
 * together look at what leads to their objects once. Fails with COST_EXCEEDED.
 */
export function compileObjectsAt(
  path: PlanPath,
  sharedAt: ReadonlySet<number>,
): (run: Pick<Run, 'data' | 'room' | 'found'>) => readonly Fetched[] {
  const steps = path.map((part, index) => ({
    part,
    name: path.slice(0, index + 1).join('.'),
    isShared: sharedAt.has(index + 1),
  }))
  return ({ data, room, found }) => {
    let at: readonly unknown[] = [data]
    for (const { part, name, isShared } of steps) {
      const known = found.get(name)
      if (known === undefined) {
        const next =
          part === '@' ? itemsOf(at, room) : at.filter(isFetched).map((one) => fieldOf(one, part))
        at = isShared ? [...new Set(next)] : next
        found.set(name, at)
      } else at = known
    }
    return at.filter(isFetched)
  }
}

function itemsOf(lists: readonly unknown[], room: Room): readonly unknown[] {
  const items: unknown[] = []
  for (const list of lists) {
    if (!Array.isArray(list)) continue
    room.take(list.length)
    for (const item of list as readonly unknown[]) items.push(item)
  }
  return items
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
