import { type Claim, confident } from './attack.ts'
import { type Belief, openBelief } from './belief.ts'
import type { Cell, Facet } from './cell.ts'
import type { Door } from './door.ts'
import type { Observation } from './observation.ts'

/** What to ask about a cell in a round; undefined when there is nothing left to ask. */
export type Probe = (
  cell: Cell,
  round: number,
  belief: Belief,
) => Promise<readonly Observation[] | undefined>

/**
 * Probes each cell round by round, adding up the evidence, until its value is certain, the ideas are
 * used up, or the budget is spent. Rounds come before cells, so that each gets its share.
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
  for (let round = 0; open.length > 0; round++) {
    const still: typeof open = []
    for (const one of open) if (await goesOn(one, round)) still.push(one)
    open = still
  }
  return all.flatMap(({ cell, belief }) => {
    const guess = belief.best()
    return guess === undefined ? [] : [{ cell: cell.name, facet, ...guess }]
  })
}
