import { type Attack, type Claim, confident } from '../attack.ts'
import type { Cell } from '../cell.ts'
import { coreOf } from '../cell.ts'
import type { Door } from '../door.ts'
import type { Equation } from '../least-squares.ts'
import { otherAreas } from '../pad.ts'
import { solvedGuess } from '../solved-guess.ts'
import { all } from '../where.ts'

/**
 * Unknowns of one system: the cell's place and others with the same trait or slice. More of them where sums
 * over few are withheld as too small or too near each other.
 */
const sizes = [14, 40] as const
/** Equations of one cell that an account asks: its day's budget of filters for the table. */
const equationsOfAnAccount = 200
/** Equations asked between two looks at the solution. */
const step = 20

/**
 * Dinur & Nissim 2003: sums over random halves of the places, each of many persons, fix every place by
 * least squares, whatever the noise of one sum, once there are enough of them.
 */
async function reconstructed(
  door: Door,
  cell: Cell,
  accounts: readonly Door[],
): Promise<readonly Claim[]> {
  const until = Math.max(0, door.left() - accounts.length * equationsOfAnAccount)
  const others = otherAreas(door, cell)
  const systems = sizes.map((size): System => {
    const places = [cell.area, ...others.slice(0, size - 1)]
    return { places, equations: [], admitted: 0 }
  })
  const best = () =>
    systems
      .map(({ equations, admitted }) => solvedGuess(equations, 0, admitted))
      .reduce((a, b) => ((a?.confidence ?? 0) >= (b?.confidence ?? 0) ? a : b))
  let size = 0
  for (let round = 0; door.left() > until; round++) {
    const system = systems[size]
    if (system === undefined) break
    const before = system.equations.length
    await grow(door, cell, { system, asker: accounts[round % accounts.length] ?? door })
    if ((best()?.confidence ?? 0) >= confident) break
    if (system.equations.length - before < step / 2) size++
  }
  const guess = best()
  return guess === undefined ? [] : [{ cell: cell.name, facet: 'rows', ...guess }]
}

interface System {
  readonly places: readonly string[]
  readonly equations: Equation[]
  /** Variance of the noise that the answers admit to. */
  admitted: number
}

/** Asks for some more sums over random halves of the places. */
async function grow(
  door: Door,
  cell: Cell,
  { system, asker }: { readonly system: System; readonly asker: Door },
): Promise<void> {
  const { places, equations } = system
  const picks = Array.from({ length: step }, () => places.map(() => Number(door.random() < 0.5)))
  const wheres = picks.map((pick) => {
    const chosen = places.filter((_, i) => pick[i] === 1)
    return all(coreOf(cell), { [cell.survey.area.field]: { in: chosen } })
  })
  const answers = await asker.counts(cell.survey, wheres)
  for (const [i, answer] of answers.entries()) {
    if (answer.value === null) continue
    system.admitted = Math.max(system.admitted, answer.variance)
    equations.push({ factors: picks[i] ?? [], sum: answer.value })
  }
}

function reconstruct(name: string, how: string, accounts: number): Attack {
  return {
    name,
    how,
    run: async (door) => {
      const claims: Claim[] = []
      const doors =
        accounts === 1
          ? [door]
          : Array.from({ length: accounts }, (_, i) => door.as(`colluder ${i} of ${name}`))
      // In turn from each table, so that a day's budget of one is not spent before the next is tried.
      const cells = door.cells
        .map((cell, i, every) => ({
          cell,
          turn: every.slice(0, i).filter((one) => one.survey === cell.survey).length,
        }))
        .sort((a, b) => a.turn - b.turn)
      for (const { cell } of cells) {
        if (door.left() <= 0) break
        claims.push(...(await reconstructed(door, cell, doors)))
      }
      return claims
    },
  }
}

export const reconstruction: Attack = reconstruct(
  'reconstruction',
  'least squares over random halves of 14, or 40, places; the solution’s variance is its confidence',
  1,
)

export const colludingReconstruction: Attack = reconstruct(
  'colluding reconstruction',
  'as reconstruction, the equations asked by 4 accounts',
  4,
)
