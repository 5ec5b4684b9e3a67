import { type Path, shortestPaths, type Step } from './schema-walk.ts'

interface Paths {
  readonly open: readonly Path[]
  readonly closed: readonly Path[]
}

/** A path to every field: the shortest where it is open; by every way into its type where it is closed. */
export function pathsOf(
  steps: readonly Step[],
  ways: readonly Path[],
  opens: (step: Step) => boolean,
): Paths {
  const reached = shortestPaths(steps, ways, opens)
  const into = pathsInto(steps, ways, reached)
  const isOpen = (path: Path): boolean => path.every(opens)
  const entries = [...ways, ...[...into.values()].flat()]
  const inner = steps
    .filter(({ type }) => type !== 'Query')
    .flatMap((step): Path[] => {
      const shortest = reached.get(step.type)
      if (opens(step) && shortest !== undefined) return [[...shortest, step]]
      return (into.get(step.type) ?? []).map((way) => [...way, step])
    })
  const all = [...entries, ...inner]
  return { open: all.filter(isOpen), closed: all.filter((path) => !isOpen(path)) }
}

/** By type: the ways from a root into it, along open fields as far as they go. */
function pathsInto(
  steps: readonly Step[],
  ways: readonly Path[],
  reached: ReadonlyMap<string, Path>,
): ReadonlyMap<string, readonly Path[]> {
  const drawn = shortestPaths(steps, ways, () => true)
  const into = new Map<string, Path[]>()
  const add = (path: Path): void => {
    const type = path.at(-1)?.answers ?? ''
    if (type !== '') into.set(type, [...(into.get(type) ?? []), path])
  }
  for (const way of ways) add(way)
  for (const step of steps) {
    const before = reached.get(step.type) ?? drawn.get(step.type)
    if (before !== undefined) add([...before, step])
  }
  return into
}

/** Whether the field's type can be entered at all. */
export function isReached(step: Step, reached: ReadonlyMap<string, Path>): boolean {
  return step.type === 'Query' || step.type === 'Mutation' || reached.has(step.type)
}
