import type { Attack, Claim } from './attack.ts'
import { confident } from './attack.ts'
import type { Cell, Truth } from './cell.ts'
import { openDoor } from './door.ts'
import type { Control, StatisticsHouse } from './house.ts'

/** What an attack got, judged by the truth. */
export interface Verdict {
  readonly attack: string
  readonly how: string
  readonly tried: number
  /** Percentage of the counts it looked at that were shown to it; absent where it looked at none. */
  readonly shown: number | undefined
  /** Cells that it could have asked about. */
  readonly targets: number
  /** Claims of 0.95 and more that are right: recovered exactly. */
  readonly exact: number
  /** Claims of 0.95 and more that are wrong. */
  readonly wrong: number
  /** Best guesses of any confidence that are right. */
  readonly guessed: number
  /** Right guesses of one who always names the commonest value of these cells. */
  readonly blind: number
  readonly milliseconds: number
}

/** Lets an attack loose with a number of questions, and compares what it claims with the truth. */
export async function judged(
  house: StatisticsHouse,
  attack: Attack,
  { control, budget }: { readonly control: Control; readonly budget: number },
): Promise<Verdict> {
  const start = performance.now()
  const every = attack.isAboutPresence ? [...house.cells, ...house.empty] : house.cells
  const cells = every.filter(attack.aimsAt ?? (() => true))
  const door = openDoor(house, { attack: attack.name, cells, budget, control })
  const claims = await attack.run(door)
  const isRight = ({ cell, facet, value }: Claim): boolean => {
    const truth = house.truth.get(cell)
    return truth !== undefined && factOf(truth, facet) === value
  }
  const sure = claims.filter(({ confidence }) => confidence >= confident)
  const { looked, shown } = door.seen()
  return {
    attack: attack.name,
    how: attack.how,
    tried: budget - door.left(),
    shown: looked === 0 ? undefined : (100 * shown) / looked,
    targets: cells.length,
    exact: sure.filter(isRight).length,
    wrong: sure.filter((claim) => !isRight(claim)).length,
    guessed: claims.filter(isRight).length,
    blind: commonest(cells, house, claims[0]?.facet ?? 'rows'),
    milliseconds: performance.now() - start,
  }
}

function factOf(truth: Truth, facet: Claim['facet']): number | null {
  return facet === 'exists' ? Number(truth.rows > 0) : truth[facet]
}

function commonest(cells: readonly Cell[], house: StatisticsHouse, facet: Claim['facet']): number {
  const counts = new Map<number | null, number>()
  for (const { name } of cells) {
    const truth = house.truth.get(name)
    const value = truth === undefined ? null : factOf(truth, facet)
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return Math.max(0, ...counts.values())
}

/** The verdicts as a table; `attacks tried N, succeeded N` is the caller's to print. */
export function verdictTable(verdicts: readonly Verdict[]): string {
  const head = [
    'attack',
    'tried',
    'shown %',
    'cells',
    'exact',
    'wrong',
    'guessed',
    'blind',
    'ms',
    'how',
  ]
  const rows = verdicts.map((one) => [
    one.attack,
    ...[
      one.tried,
      one.shown,
      one.targets,
      one.exact,
      one.wrong,
      one.guessed,
      one.blind,
      one.milliseconds,
    ].map((count) => (count === undefined ? '–' : String(Math.round(count)))),
    one.how,
  ])
  const widths = head.map((name, i) =>
    Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)),
  )
  return [head, ...rows]
    .map((row) =>
      row
        .map((text, i) => {
          const width = i === head.length - 1 ? 0 : (widths[i] ?? 0)
          return i === 0 ? text.padEnd(width) : text.padStart(width)
        })
        .join('  '),
    )
    .join('\n')
}
