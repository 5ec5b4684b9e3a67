import type { Random } from './random.ts'

/** Decides which records are spoilt, in which of the known ways, and counts them. */
export interface Dirt<Kind extends string> {
  /** The kind of dirt that this record gets, or undefined for a clean one. Not yet counted. */
  pick(random: Random, among: readonly Kind[]): Kind | undefined
  count(kind: Kind): void
  readonly counts: Readonly<Record<Kind, number>>
}

/** `share` of the records, 0 to 1, get one of the kinds, each as often. */
export function dirt<Kind extends string>(share: number, kinds: readonly Kind[]): Dirt<Kind> {
  const counts = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Kind, number>
  return {
    pick: (random, among) => (random.chance(share) ? among[random.below(among.length)] : undefined),
    count: (kind) => {
      counts[kind] += 1
    },
    counts,
  }
}
