import type { Standing } from '../quality/scores.ts'

export interface ToldQuality {
  readonly share: number
  readonly standing: Standing
  readonly asOf: string
}

const worstFirst: readonly Standing[] = ['RED', 'AMBER', 'GREEN']

/** What an answer's provenance said of a source's quality when a value was counted; undefined where it said nothing. */
export function toldOf(quality: unknown, source: string): ToldQuality | undefined {
  const told = Object(Object(quality)[source]) as Partial<ToldQuality>
  const { share, standing, asOf } = told
  if (typeof share !== 'number' || typeof asOf !== 'string') return undefined
  return standing && worstFirst.includes(standing) ? { share, standing, asOf } : undefined
}

/** Of several sources the one with the worst standing, then with the least share; undefined where nothing was said of any. */
export function worstTold(quality: unknown, sources: readonly string[]): ToldQuality | undefined {
  return sources
    .flatMap((source) => toldOf(quality, source) ?? [])
    .sort(
      (one, other) =>
        worstFirst.indexOf(one.standing) - worstFirst.indexOf(other.standing) ||
        one.share - other.share,
    )[0]
}
