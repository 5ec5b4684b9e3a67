/**
 * Looks at something every so many milliseconds, unless the look before is still under way: a database that does not
 * answer would be asked on more and more connections. Answers how to stop. The look never fails.
 */
export function lookEvery(ms: number, look: () => Promise<void>): () => void {
  let isLooking = false
  const timer = setInterval(() => {
    if (isLooking) return
    isLooking = true
    void look().finally(() => {
      isLooking = false
    })
  }, ms).unref()
  return () => clearInterval(timer)
}
