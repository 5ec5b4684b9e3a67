import type { Place } from './ministry-queue.ts'

/** Milliseconds after which nothing is done for a request but wait. */
const longMs = 300

/**
 * Waits for a ministry's answer. Where that takes long, the request leaves its place among those that are worked on to
 * others meanwhile: a ministry that is slow or frozen keeps nobody out who does not ask it.
 */
export async function longWait<Answer>(
  place: Place | undefined,
  answering: Promise<Answer>,
): Promise<Answer> {
  if (place === undefined) return await answering
  let goOn: (() => void) | undefined
  const long = setTimeout(() => (goOn = place.rest()), longMs)
  try {
    return await answering
  } finally {
    clearTimeout(long)
    goOn?.()
  }
}
