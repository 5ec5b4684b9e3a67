import type { Attack } from '../attack.ts'
import { campaign } from '../campaign.ts'
import { type Cell, inArea, inOuter, slice } from '../cell.ts'
import { combined, type Observation } from '../observation.ts'
import { at, listAt } from '../reply.ts'
import { all } from '../where.ts'

const isSlice = ({ core }: Cell): boolean => core.kind === 'slice'

/** A point of the line so many widths away. */
function shifted({ line }: Cell['survey'], from: string, widths: number): string {
  if (line.kind === 'number') return String(Number(from) + widths * line.width)
  const moved = new Date(Date.parse(from) + widths * line.width * 86_400_000).toISOString()
  return line.kind === 'date' ? moved.slice(0, 10) : moved
}

/** Two ranges with one end in common differ by the slice. */
export const timeSlices: Attack = {
  name: 'time slices',
  how: 'q([a, to)) − q([a, from)) and q([from, b)) − q([to, b)) for many a and b',
  aimsAt: isSlice,
  run: (door) =>
    campaign(door, door.cells, async (cell, round) => {
      const { core, survey } = cell
      if (core.kind !== 'slice' || round > 60) return undefined
      const widths = 1 + Math.floor(round / 2)
      const [near, far, end] =
        round % 2 === 0 ? [core.from, core.to, -widths] : [core.to, core.from, widths]
      const edge = shifted(survey, near, end)
      const range = (to: string) =>
        all(inArea(cell), round % 2 === 0 ? slice(survey, edge, to) : slice(survey, to, edge))
      const [long, short] = await door.counts(survey, [range(far), range(near)])
      return [combined([1, long], [-1, short])]
    }),
}

const zones = ['UTC', 'Etc/UTC', 'Africa/Abidjan', 'Atlantic/Reykjavik']

/** The slice as the sum of its buckets, in zones whose days begin where the slice does. */
export const shiftedBuckets: Attack = {
  name: 'shifted buckets',
  how: 'sum of the day buckets inside the slice, over longer and longer ranges and in several zones',
  aimsAt: (cell) => isSlice(cell) && cell.survey.line.kind !== 'number',
  run: (door) =>
    campaign(door, door.cells, async (cell, round) => {
      const { core, survey } = cell
      const zone = zones[round % zones.length]
      if (core.kind !== 'slice' || round > 12) return undefined
      const { line } = survey
      const widths = Math.floor(round / zones.length)
      const range = slice(
        survey,
        shifted(survey, core.from, -widths),
        shifted(survey, core.to, widths),
      )
      const timezone = line.kind === 'instant' ? `, timezone: "${zone}"` : ''
      const reply = await door.groups(survey, all(inArea(cell), range), {
        args: `groupBy: [{ field: ${line.dimension}, bucket: DAY${timezone} }], first: 10000`,
        select: `groups { key { ${line.field} } count disclosure { status } }`,
      })
      const inside = listAt(reply, 'data', 'g', 'groups').filter((group) => {
        const begins = Date.parse(String(at(group, 'key', line.field)))
        return begins >= Date.parse(core.from) && begins < Date.parse(core.to)
      })
      if (inside.length === 0) return []
      const terms = inside.map((group): readonly [number, Observation] => [
        1,
        door.observed(survey, group, 'count'),
      ])
      return [combined(...terms)]
    }),
}

/** Bands of a number whose edges are moved by the slice. */
export const shiftedBands: Attack = {
  name: 'shifted bands',
  how: 'the band [a, to) − the band [a, from), as groups with given edges, for many a',
  aimsAt: (cell) => isSlice(cell) && cell.survey.line.kind === 'number',
  run: (door) =>
    campaign(door, door.cells, async (cell, round) => {
      const { core, survey } = cell
      if (core.kind !== 'slice' || round > 60) return undefined
      const low = Number(shifted(survey, core.from, -1 - Math.floor(round / 2)))
      const where = round % 2 === 0 ? inArea(cell) : inOuter(cell)
      const band = async (to: string): Promise<Observation> => {
        const reply = await door.groups(survey, all(where, inArea(cell)), {
          args: `groupBy: [{ field: ${survey.line.dimension}, edges: [${low}, ${to}] }]`,
          select: `groups { key { ${survey.line.field} { from } } count disclosure { status } }`,
        })
        const groups = listAt(reply, 'data', 'g', 'groups')
        const found = groups.find(
          (group) => Number(at(group, 'key', survey.line.field, 'from')) === low,
        )
        if (found !== undefined) return door.observed(survey, found, 'count')
        return { value: reply.errors === undefined ? 0 : null, variance: 0 }
      }
      return [combined([1, await band(core.to)], [-1, await band(core.from)])]
    }),
}
