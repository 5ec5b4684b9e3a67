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
  facet: Facet = 'rows',
): Promise<readonly Claim[]> {
  let open = cells.map((cell) => ({ cell, belief: openBelief() }))
  const all = open
  for (let round = 0; open.length > 0 && door.left() > 0; round++) {
    const still: typeof open = []
    for (const one of open) {
      if (door.left() <= 0) break
      const seen = await probe(one.cell, round, one.belief)
      if (seen === undefined) continue
      for (const observation of seen) one.belief.observe(observation)
      if ((one.belief.best()?.confidence ?? 0) < confident) still.push(one)
    }
    open = still
  }
  return all.flatMap(({ cell, belief }) => {
    const guess = belief.best()
    return guess === undefined ? [] : [{ cell: cell.name, facet, ...guess }]
  })
}
