import type { Attack } from '../attack.ts'
import { campaign } from '../campaign.ts'
import { type Cell, coreOf, inArea, inOuter, whereOf } from '../cell.ts'
import { combined } from '../observation.ts'
import { all, any, not, type Where } from '../where.ts'

/** The same rows, under other words. */
function writings(cell: Cell): readonly Where[] {
  const { survey, area, outer } = cell
  const core = coreOf(cell)
  const [split = {}] = survey.splits
  return [
    whereOf(cell),
    { ...inArea(cell), ...core },
    all(core, { [survey.area.field]: { in: [area] } }),
    all(core, inArea(cell), inOuter(cell)),
    not(any(not(core), not(inArea(cell)))),
    not(not(whereOf(cell))),
    any(whereOf(cell), whereOf(cell)),
    all(core, { [survey.area.field]: { in: [area, 'zz'] } }),
    all(core, { [survey.area.field]: { startsWith: area } }),
    any(all(whereOf(cell), split), all(whereOf(cell), not(split))),
    all(whereOf(cell), { [survey.outer.field]: { in: [outer, outer] } }),
    all(whereOf(cell), { [survey.outer.field]: { isNull: false } }),
  ]
}

/** The cell itself in twelve wordings: a rule that reads the words and not the set lets one through. */
export const rewrittenFilter: Attack = {
  name: 'rewritten filter',
  how: 'the cell asked outright in 12 wordings; answers that differ are averaged as independent',
  run: (door) => {
    const seen = new Map<string, Set<number>>()
    return campaign(door, door.cells, async (cell, round) => {
      const where = writings(cell)[round]
      if (where === undefined) return undefined
      const [answer] = await door.counts(cell.survey, [where])
      const before = seen.get(cell.name) ?? new Set()
      seen.set(cell.name, before)
      // The same number again is the same noise again.
      if (answer === undefined || answer.value === null || before.has(answer.value)) return []
      before.add(answer.value)
      return [answer]
    })
  },
}

/** Two large sets that differ by the cell, each in many wordings, to average the noise away. */
export const repeatedQuestions: Attack = {
  name: 'repeated questions',
  how: 'q(A) and q(A without C) in 8 wordings each; answers that differ are averaged as independent',
  run: (door) => {
    const seen = new Map<string, Set<string>>()
    return campaign(door, door.cells, async (cell, round) => {
      const words: readonly ((where: Where) => Where)[] = [
        (where) => where,
        (where) => not(not(where)),
        (where) => any(where, where),
        (where) => all(where, where),
        (where) => all(where, {}),
        (where) => any(where, all(where, ...cell.survey.splits)),
        (where) => not(not(all(where))),
        (where) => all(any(where)),
      ]
      const word = words[round]
      if (word === undefined) return undefined
      const around = inOuter(cell)
      const [whole, rest] = await door.counts(cell.survey, [
        word(around),
        word(all(around, not(whereOf(cell)))),
      ])
      const answer = combined([1, whole], [-1, rest])
      const key = `${whole?.value} ${rest?.value}`
      const before = seen.get(cell.name) ?? new Set()
      seen.set(cell.name, before)
      if (before.has(key)) return []
      before.add(key)
      return [answer]
    })
  },
}
