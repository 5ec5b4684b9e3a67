import type { Attack, Claim } from '../attack.ts'
import type { Cell } from '../cell.ts'
import { coreOf } from '../cell.ts'
import type { Door } from '../door.ts'
import type { Equation } from '../least-squares.ts'
import type { Observation } from '../observation.ts'
import { otherAreas } from '../pad.ts'
import { solvedGuess } from '../solved-guess.ts'
import { all } from '../where.ts'

/** Unknowns of one system: the cell's place and others with the same trait or slice. */
const unknowns = 14
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
  const { survey } = cell
  const places = [cell.area, ...otherAreas(door, cell).slice(0, unknowns - 1)]
  const equations: Equation[] = []
  let admitted = 0
  const guess = () => solvedGuess(equations, 0, admitted)
  const until = Math.max(0, door.left() - accounts.length * equationsOfAnAccount)
  for (let round = 0; door.left() > until; round++) {
    const picks = Array.from({ length: step }, () => places.map(() => Number(door.random() < 0.5)))
    const wheres = picks.map((pick) => {
      const chosen = places.filter((_, i) => pick[i] === 1)
      return all(coreOf(cell), { [survey.area.field]: { in: chosen } })
    })
    const asker = accounts[round % accounts.length] ?? door
    const answers: readonly Observation[] = await asker.counts(survey, wheres)
    for (const [i, answer] of answers.entries()) {
      if (answer.value === null) continue
      admitted = Math.max(admitted, answer.variance)
      equations.push({ factors: picks[i] ?? [], sum: answer.value })
    }
    if ((guess()?.confidence ?? 0) >= 0.95) break
  }
  const best = guess()
  return best === undefined ? [] : [{ cell: cell.name, facet: 'rows', ...best }]
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
  'least squares over random halves of 14 places; the solution’s variance is its confidence',
  1,
)

export const colludingReconstruction: Attack = reconstruct(
  'colluding reconstruction',
  'as reconstruction, the equations asked by 4 accounts',
  4,
)
