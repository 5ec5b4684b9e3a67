/** A `where` argument. */
export type Where = Readonly<Record<string, unknown>>

/** Rows for which every condition holds. */
export function all(...parts: readonly Where[]): Where {
  return { and: parts }
}

/** Rows for which one of the conditions holds. */
export function any(...parts: readonly Where[]): Where {
  return { or: parts }
}

/** Rows for which the condition does not hold, or is unknown. */
export function not(part: Where): Where {
  return { not: part }
}
