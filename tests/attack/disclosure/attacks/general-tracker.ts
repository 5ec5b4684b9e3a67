import type { Attack } from '../attack.ts'
import { campaign } from '../campaign.ts'
import { whereOf } from '../cell.ts'
import { below } from '../line-cut.ts'
import { combined } from '../observation.ts'
import { all, any, not, type Where } from '../where.ts'

/** Denning, Denning & Schwartz 1979: any set of middling size tracks every small one. */
export const generalTracker: Attack = {
  name: 'general tracker',
  how: 'q(C or R) + q(C or not R) − q(R) − q(not R) for several R; independent noise is averaged',
  run: (door) =>
    campaign(door, door.cells, async (cell, round) => {
      const { splits } = cell.survey
      const pairs = splits.length + splits.length ** 2
      const tracker =
        splits[round] ??
        (round < pairs ? pairOf(splits, round - splits.length) : below(cell, round - pairs))
      if (tracker === undefined) return round < pairs ? [] : undefined
      const target = whereOf(cell)
      const [withIt, withoutIt, inside, outside] = await door.counts(cell.survey, [
        any(target, tracker),
        any(target, not(tracker)),
        tracker,
        not(tracker),
      ])
      return [combined([1, withIt], [1, withoutIt], [-1, inside], [-1, outside])]
    }),
}

function pairOf(parts: readonly Where[], round: number): Where | undefined {
  const [first, second] = [parts[Math.floor(round / parts.length)], parts[round % parts.length]]
  return first === undefined || second === undefined || first === second
    ? undefined
    : all(first, second)
}
