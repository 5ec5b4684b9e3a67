import type { Dataset } from './dataset.ts'

/** What a manifest says, of what this asks. */
interface Made {
  readonly datasets: readonly {
    readonly name: string
    readonly failure: { readonly at: string } | null
    /** Null where nothing is there. */
    readonly content: { readonly answeredAt: string } | null
  }[]
}

export interface DueAt {
  readonly everyMs: number
  readonly now: number
  /** By name, when a try of this process gave nothing that was published. */
  readonly tried: ReadonlyMap<string, number>
}

/** Data so old, in parts of their time, are made anew together with those that are due: snapshots do not come piecemeal. */
const nearlyDue = 3 / 4
/** What failed is tried again after this part of the time. */
const retry = 1 / 4

/**
 * The names of what is made anew: whose data are old or missing, and what failed a while ago. A moment that lies ahead was
 * told by a clock that was wrong, unless it is so little that two machines may differ by it.
 */
export function dueDatasets(
  datasets: readonly Pick<Dataset, 'name'>[],
  latest: Made | undefined,
  { everyMs, now, tried }: DueAt,
): readonly string[] {
  const isPast = (at: number, part: number): boolean =>
    now - at >= part * everyMs || at - now > retry * everyMs
  const isDue = (name: string, part: number): boolean => {
    const lastTry = tried.get(name)
    if (lastTry !== undefined && !isPast(lastTry, retry)) return false
    const { failure = null, content = null } =
      latest?.datasets.find((known) => known.name === name) ?? {}
    if (failure !== null) return isPast(Date.parse(failure.at), retry)
    return content === null || isPast(Date.parse(content.answeredAt), part)
  }
  const names = datasets.map(({ name }) => name)
  if (!names.some((name) => isDue(name, 1))) return []
  return names.filter((name) => isDue(name, nearlyDue))
}
