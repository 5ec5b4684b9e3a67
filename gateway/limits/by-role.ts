/** A count for each role; `*` for every role that is not named. */
export type ByRole = Readonly<Record<string, number>>

/** What a caller in these roles may: of several roles the most counts. */
export function mostOf(counts: ByRole, roles: readonly string[]): number {
  const usual = counts['*'] ?? 0
  if (roles.length === 0) return usual
  return Math.max(
    ...roles.map((role) => (Object.hasOwn(counts, role) ? (counts[role] ?? 0) : usual)),
  )
}
