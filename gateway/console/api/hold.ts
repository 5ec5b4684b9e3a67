let until: Promise<void> | undefined

/** Holds back every request that does not end the session, until what it answers is called. */
export function holdRequests(): () => void {
  const over = new AbortController()
  until = new Promise((resolve) => {
    over.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  return () => {
    until = undefined
    over.abort()
  }
}

/** Resolves as soon as requests may go out; undefined where they may now. */
export function heldBack(): Promise<void> | undefined {
  return until
}
