import type { Attack, Claim } from '../attack.ts'
import type { Cell } from '../cell.ts'
import type { Door } from '../door.ts'
import type { Equation } from '../least-squares.ts'
import { at, listAt } from '../reply.ts'
import { solvedGuess } from '../solved-guess.ts'

/** Places of one system of equations: more under control, where sums over few are withheld. */
const unknowns = { exact: 14, controlled: 40 }
/** Filters of one system: a day's budget; exact answers need few more than there are unknowns. */
const filters = { exact: 40, controlled: 200 }

/** By value of the trait, what the sums over chosen places said. */
interface Sums {
  readonly equations: Equation[]
  admitted: number
}

async function systemsOf(
  door: Door,
  { survey }: Cell,
  places: readonly string[],
): Promise<ReadonlyMap<string, Sums>> {
  const systems = new Map<string, Sums>()
  const { traitKey } = survey
  if (traitKey === undefined) return systems
  const [field = '', , code = ''] = traitKey.key.split(' ')
  const most = door.isExact ? filters.exact : filters.controlled
  for (let asked = 0; asked < most && door.left() > 0; asked++) {
    const pick = places.map(() => Number(door.random() < 0.5))
    const chosen = places.filter((_, i) => pick[i] === 1)
    const reply = await door.groups(
      survey,
      { [survey.area.field]: { in: chosen } },
      {
        args: `groupBy: [{ field: ${traitKey.dimension}${traitKey.args ?? ''} }], first: 10000`,
        select: `groups { key { ${traitKey.key} } count disclosure { status } }`,
      },
    )
    for (const group of listAt(reply, 'data', 'g', 'groups')) {
      const { value, variance } = door.observed(survey, group, 'count')
      const trait = String(at(group, 'key', field, code))
      const system = systems.get(trait) ?? { equations: [], admitted: 0 }
      systems.set(trait, system)
      if (value === null) continue
      system.equations.push({ factors: pick, sum: value })
      system.admitted = Math.max(system.admitted, variance)
    }
  }
  return systems
}

/** One filter answers for every trait at once: a day's budget is a system of equations for each of them. */
export const groupedReconstruction: Attack = {
  name: 'grouped reconstruction',
  how: 'least squares over random halves of 40 places, one system for each value of the trait at once',
  aimsAt: ({ core, survey }) => core.kind === 'trait' && survey.traitKey !== undefined,
  run: async (door) => {
    const claims: Claim[] = []
    const size = door.isExact ? unknowns.exact : unknowns.controlled
    const surveys = new Set(door.cells.map(({ survey }) => survey))
    for (const survey of surveys) {
      const cells = door.cells.filter((cell) => cell.survey === survey)
      const known = (door.known.places.get(survey.name) ?? []).map(({ area }) => area)
      const places = [...new Set([...cells.map(({ area }) => area), ...known])].slice(0, size)
      const [first] = cells
      const systems = first === undefined ? new Map() : await systemsOf(door, first, places)
      for (const cell of cells) {
        const system: Sums | undefined =
          cell.core.kind === 'trait' ? systems.get(cell.core.value) : undefined
        const best =
          system && solvedGuess(system.equations, places.indexOf(cell.area), system.admitted)
        if (best !== undefined) claims.push({ cell: cell.name, facet: 'rows', ...best })
      }
    }
    return claims
  },
}
