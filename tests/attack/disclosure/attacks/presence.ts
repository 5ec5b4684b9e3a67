import type { Attack, Claim } from '../attack.ts'
import { type Cell, coreOf, inOuter, whereOf } from '../cell.ts'
import type { Door } from '../door.ts'
import { at, listAt, type Reply } from '../reply.ts'
import { all, not, type Where } from '../where.ts'

type Sign = (door: Door, cell: Cell) => Promise<boolean>

/** A reply with nothing but its shape: which values are there, which are null, which errors. */
function shape({ data, errors }: Reply): string {
  return JSON.stringify(
    { data, errors: errors?.map(({ message }) => message) },
    (_key, value: unknown) => (typeof value === 'number' ? Math.sign(value) : value),
  )
}

/** Whether an answer about the cell looks otherwise than the same about a set that is surely empty. */
function differs(of: (door: Door, cell: Cell, where: Where) => Promise<Reply>): Sign {
  return async (door, cell) => {
    const target = whereOf(cell)
    const about = shape(await of(door, cell, target))
    return about !== shape(await of(door, cell, all(target, not(target))))
  }
}

const signs: readonly Sign[] = [
  // The cell's group among the groups of its province.
  async (door, cell) => {
    const { survey, area } = cell
    const reply = await door.groups(survey, all(inOuter(cell), coreOf(cell)), {
      args: `groupBy: [{ field: ${survey.area.dimension} }], first: 10000`,
      select: `groups { key { ${survey.area.key} } }`,
    })
    const [field = ''] = survey.area.key.split(' ')
    return listAt(reply, 'data', 'g', 'groups').some(
      (group) => at(group, 'key', field, 'code') === area,
    )
  },
  differs((door, { survey }, where) =>
    door.groups(survey, where, {
      args: `groupBy: [{ field: ${survey.area.dimension} }], first: 1`,
      select: `groupCount truncated groups { disclosure { status } share }`,
    }),
  ),
  differs((door, { survey }, where) =>
    door.groups(survey, where, {
      args: `groupBy: [{ field: ${survey.line.dimension} }], having: { count: { lt: 1000 } }, first: 1`,
      select: 'groupCount truncated endCursor',
    }),
  ),
  differs((door, { survey }, where) =>
    door.ask(
      survey.ministry,
      `query($where: ${survey.type}Filter) { t: ${survey.root}Totals(where: $where) { count disclosure { status } } }`,
      { where },
    ),
  ),
]

/** Whether there is anybody: by a group's being there, by nulls, by status, by error texts. */
export const presence: Attack = {
  name: 'presence and error texts',
  how: 'a group listed, or a reply of another shape than that for an empty set; certain where cells differ in it',
  isAboutPresence: true,
  aimsAt: ({ core, survey }) => core.kind === 'trait' && survey.isSensitive,
  run: async (door) => {
    for (const sign of signs) {
      const claims: Claim[] = []
      for (const cell of door.cells) {
        if (door.left() <= 0) break
        const value = Number(await sign(door, cell))
        claims.push({ cell: cell.name, facet: 'exists', value, confidence: 1 })
      }
      // A sign that is the same for every cell says nothing.
      if (new Set(claims.map(({ value }) => value)).size === 2) return claims
    }
    return []
  },
}
