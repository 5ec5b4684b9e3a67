import { type Claim, confident } from './attack.ts'
import { type Belief, openBelief } from './belief.ts'
import type { Cell, Facet } from './cell.ts'
import type { Door } from './door.ts'
import type { Observation } from './observation.ts'

/** Rounds that every cell gets before one of them gets all. */
const wideRounds = 2

/** What to ask about a cell in a round; undefined when there is nothing left to ask. */
export type Probe = (
  cell: Cell,
  round: number,
  belief: Belief,
) => Promise<readonly Observation[] | undefined>

/**
 * Probes cells, adding up the evidence, until their values are certain, the ideas are used up, or the
 * budget is spent: a round or two for every cell, then all that is left for one cell after the other, the most
 * promising first.
 */
export async function campaign(
  door: Door,
  cells: readonly Cell[],
  probe: Probe,
  { facet = 'rows', limit = 60 }: { readonly facet?: Facet; readonly limit?: number } = {},
): Promise<readonly Claim[]> {
  const all = cells.map((cell) => ({ cell, belief: openBelief(limit) }))
  /** Answers whether another round may tell more. */
  const goesOn = async ({ cell, belief }: (typeof all)[number], round: number) => {
    if (door.left() <= 0) return false
    const seen = await probe(cell, round, belief)
    for (const observation of seen ?? []) belief.observe(observation)
    return seen !== undefined && (belief.best()?.confidence ?? 0) < confident
  }
  let open = all
  for (let round = 0; round < wideRounds; round++) {
    const still: typeof open = []
    for (const one of open) if (await goesOn(one, round)) still.push(one)
    open = still
  }
  const promise = ({ belief }: (typeof all)[number]) => belief.best()?.confidence ?? 0
  for (const one of open.sort((a, b) => promise(b) - promise(a)))
    for (let round = wideRounds; await goesOn(one, round); round++) continue
  return all.flatMap(({ cell, belief }) => {
    const guess = belief.best()
    return guess === undefined ? [] : [{ cell: cell.name, facet, ...guess }]
  })
}
