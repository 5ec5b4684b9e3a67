/** How long a request may still take, and what ends with it. */
export interface Deadline {
  /** Milliseconds left; 0 when it has passed. */
  remainingMs(): number
  /** True when the time has passed, or nobody waits any more. */
  isOver(): boolean
  /** Calls back once when it is over, unless the function that it answers was called before. */
  onEnd(end: () => void): () => void
  /** The request's own caller waits no more: ends the work at once, unless others hold on to it. */
  abandon(): void
  /** Another request waits for the same work; answers how it lets go. */
  hold(other: Deadline): () => void
  /** Whether a caller waits: its own, or one of those whose requests hold on to it. `asked` were asked before. */
  isWanted(asked: Set<Deadline>): boolean
  /** Stops the clock; the request is answered. */
  close(): void
}

/** A deadline that ends with another one, and after so many milliseconds at the latest; to be closed. */
export function openPatience(whole: Deadline, limitMs: number): Deadline {
  const patience = openDeadline(Math.min(limitMs, whole.remainingMs()))
  whole.onEnd(() => patience.abandon())
  return patience
}

/** Starts the clock of one request. (Not an AbortSignal: one for each request costs more than the clock.) */
export function openDeadline(limitMs: number): Deadline {
  const ends = new Set<() => void>()
  const endsAt = performance.now() + limitMs
  let isOver = false
  const finish = (): void => {
    if (isOver) return
    isOver = true
    clearTimeout(timer)
    for (const end of ends) end()
    ends.clear()
  }
  const timer = setTimeout(finish, limitMs)
  let isAwaited = true
  const holders = new Set<{ readonly by: Deadline }>()
  // Requests that wait for each other's work hold each other, and nobody else may be there any more.
  const endUnwanted = (): void => {
    if (!isOver && !deadline.isWanted(new Set())) finish()
  }
  const deadline: Deadline = {
    remainingMs: () => Math.max(0, Math.floor(endsAt - performance.now())),
    isOver: () => isOver,
    onEnd(end) {
      if (isOver) end()
      else ends.add(end)
      return () => ends.delete(end)
    },
    abandon() {
      isAwaited = false
      endUnwanted()
    },
    hold(by) {
      const holder = { by }
      holders.add(holder)
      return () => {
        if (holders.delete(holder)) endUnwanted()
      }
    },
    isWanted(asked) {
      if (isAwaited) return true
      asked.add(deadline)
      return [...holders].some(({ by }) => !asked.has(by) && by.isWanted(asked))
    },
    close: () => clearTimeout(timer),
  }
  return deadline
}
