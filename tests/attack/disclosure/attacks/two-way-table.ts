import type { Attack } from '../attack.ts'
import { campaign } from '../campaign.ts'
import { type Cell, inOuter } from '../cell.ts'
import type { Door } from '../door.ts'
import { combined, type Observation, unknown } from '../observation.ts'
import { at, listAt } from '../reply.ts'

/** A table of places by traits with both margins. */
interface Table {
  readonly cells: ReadonlyMap<string, Observation>
  readonly places: ReadonlyMap<string, Observation>
  readonly traits: ReadonlyMap<string, Observation>
}

async function groupsBy(door: Door, cell: Cell, dimensions: readonly string[]) {
  const { survey } = cell
  const keys = [
    { args: '', ...survey.area },
    ...(survey.traitKey ? [{ args: '', ...survey.traitKey }] : []),
  ].filter(({ dimension }) => dimensions.includes(dimension))
  const reply = await door.groups(survey, inOuter(cell), {
    args: `groupBy: [${keys.map((key) => `{ field: ${key.dimension}${key.args} }`).join(', ')}], first: 10000`,
    select: `groups { key { ${keys.map(({ key }) => key).join(' ')} } count disclosure { status } }`,
  })
  const textOf = (group: unknown, key: string): string => {
    const [field = '', , code = ''] = key.split(' ')
    return String(at(group, 'key', field, code))
  }
  return new Map(
    listAt(reply, 'data', 'g', 'groups').map((group) => [
      keys.map(({ key }) => textOf(group, key)).join(' '),
      door.observed(survey, group, 'count'),
    ]),
  )
}

/** The largest number that a suppressed cell may hide under the published profiles. */
const hidden = 14

/** What a line leaves for one of its cells: the margin less the others, each known or between 0 and 14. */
function left(margin: Observation | undefined, others: readonly Observation[]) {
  const known = others.filter(({ value }) => value !== null)
  const rest = combined(
    [1, margin],
    ...known.map((one): readonly [number, Observation] => [-1, one]),
  )
  return { rest, unknownOthers: others.length - known.length }
}

/** Every line through the cell, its own number not looked at. */
export const twoWayTable: Attack = {
  name: 'two-way table',
  how: 'both lines through the cell, margins less other cells; without noise bounds of suppressed ones',
  aimsAt: ({ core, survey }) => core.kind === 'trait' && survey.traitKey !== undefined,
  run: (door) =>
    campaign(door, door.cells, async (cell, round, belief) => {
      const { core, survey, area } = cell
      if (core.kind !== 'trait' || survey.traitKey === undefined || round > 0) return undefined
      const [place, trait] = [survey.area.dimension, survey.traitKey.dimension]
      const table: Table = {
        cells: await groupsBy(door, cell, [place, trait]),
        places: await groupsBy(door, cell, [place]),
        traits: await groupsBy(door, cell, [trait]),
      }
      const mine = `${area} ${core.value}`
      const others = (isMine: (key: readonly string[]) => boolean) =>
        Array.from(table.cells)
          .filter(([key]) => key !== mine && isMine(key.split(' ')))
          .map(([, one]) => one)
      const lines = [
        left(
          table.places.get(area),
          others(([of]) => of === area),
        ),
        left(
          table.traits.get(core.value),
          others(([, of]) => of === core.value),
        ),
      ]
      for (const { rest, unknownOthers } of lines) {
        const { value, variance } = rest
        if (value === null || variance > 0) continue
        belief.keep((size) => size <= value && size >= value - unknownOthers * hidden)
      }
      return lines.map(({ rest, unknownOthers }) => (unknownOthers === 0 ? rest : unknown))
    }),
}
