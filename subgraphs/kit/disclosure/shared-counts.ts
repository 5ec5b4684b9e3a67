/** Counts that the replicas of a ministry share. */
export interface SharedCounts {
  /** Takes all of the amount or nothing; `used` is what is taken in the window by then. */
  take(taking: {
    readonly key: string
    readonly amount: number
    readonly most: number
    readonly windowMs: number
  }): Promise<{ readonly isTaken: boolean; readonly used: number }>
  /** Corrects what was taken in a window that is not over. */
  correct(key: string, by: number): Promise<void>
  /** A name that says nothing of who or what it is made from; the same at each replica. */
  nameOf(text: string): string
}

/** What a caller asked of one table on one day, at all replicas. */
export interface SharedDay {
  /** Counts a filter that was not asked before; false beyond `most` different ones. */
  takeFilter(name: string, most: number, at: number): Promise<boolean>
  /** Adds cells; answers how many there are. */
  addCells(cells: number, at: number): Promise<number>
}

/** Opens a caller's day with a table, which ends at a moment (milliseconds since the epoch). */
export function sharedDay(counts: SharedCounts, name: string, endsAt: number): SharedDay {
  const day = `disclosure:${endsAt / 1000}:${counts.nameOf(`disclosure\0${name}`)}`
  const most = Number.MAX_SAFE_INTEGER
  const until = (at: number): number => Math.max(1, endsAt - at)
  return {
    async takeFilter(filter, allowed, at) {
      const windowMs = until(at)
      const key = `${day}:filter:${counts.nameOf(`filter\0${filter}`)}`
      if (!(await counts.take({ key, amount: 1, most: 1, windowMs })).isTaken) return true
      const all = { key: `${day}:filters`, amount: 1, most: allowed, windowMs }
      if ((await counts.take(all)).isTaken) return true
      await counts.correct(key, -1)
      return false
    },
    async addCells(amount, at) {
      return (await counts.take({ key: `${day}:cells`, amount, most, windowMs: until(at) })).used
    },
  }
}
