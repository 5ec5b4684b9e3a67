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
  hold(): () => void
  /** Stops the clock; the request is answered. */
  close(): void
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
  let waiting = 0
  const hold = (): (() => void) => {
    let isHeld = true
    waiting++
    return () => {
      if (isHeld && --waiting === 0) finish()
      isHeld = false
    }
  }
  return {
    remainingMs: () => Math.max(0, Math.floor(endsAt - performance.now())),
    isOver: () => isOver,
    onEnd(end) {
      if (isOver) end()
      else ends.add(end)
      return () => ends.delete(end)
    },
    abandon: hold(),
    hold,
    close: () => clearTimeout(timer),
  }
}
