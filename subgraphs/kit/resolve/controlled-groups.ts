import type { RequestContext } from '../request-context.ts'
import type { GroupOrderTerm } from '../sql/group-order.ts'
import { keyAlias } from '../sql/groups-statement.ts'
import { rankAlias } from '../sql/cells-statement.ts'
import { measureAlias, type Measure } from '../sql/measures.ts'
import { havingMeasures, havingTest } from './having-test.ts'
import type { Control } from './control-of.ts'
import { type CellsPlace, controlledCells } from './controlled-cells.ts'
import { controlledTotals } from './controlled-totals.ts'
import { disclosure } from './disclosure.ts'
import type { Figures, GroupsPage } from './groups-page.ts'
import type { GroupsQuestion, KeyedRows } from './groups-question.ts'
import { once } from './once.ts'

/**
 * Groups under disclosure control. The whole table is counted and judged first; conditions, order and page
 * are then taken of what may be shown, so that none of them tells a withheld figure.
 */
export function controlledGroups(
  context: RequestContext,
  question: GroupsQuestion,
  control: Control,
): GroupsPage {
  const { type, rows, keys, size, offset, order, inBase } = question
  const test = havingTest(question.having)
  const cells = once(async () => {
    const table = await controlledCells(
      context,
      {
        type,
        ...placeOf(question),
        ...(inBase === undefined ? {} : { people: placeOf(inBase) }),
        widths: keys.keys.map(({ expressions }) => expressions.length),
        measures: [
          ...question.measures,
          ...havingMeasures(question.having),
          ...order.flatMap(({ by }) => ('measure' in by ? [by.measure] : [])),
        ],
        by: question.by,
        ranks: order.flatMap(({ by }) => ('places' in by ? by.places : [])),
      },
      control,
    )
    const figures = table.figures.filter(test)
    return { ...table, figures: order.length === 0 ? figures : figures.sort(comparison(order)) }
  })
  return {
    groups: async () => (await cells()).figures.slice(offset, offset + size),
    totals: once(() =>
      controlledTotals(context, { type, rows, measures: question.totalMeasures }, control),
    ),
    groupCount: async () => {
      const { isRefused, figures } = await cells()
      return isRefused ? null : figures.length
    },
    more: async () => (await cells()).figures.length > offset + size,
    disclosure: async () => {
      const { isRefused, figures } = await cells()
      if (isRefused) return disclosure('REFUSED', 'SPARSE')
      return (
        figures.find((one) => one.disclosure.status === 'PERTURBED')?.disclosure ??
        disclosure('SHOWN')
      )
    },
  }
}

function placeOf({ rows, prepared, keys }: KeyedRows): CellsPlace {
  const expressions = keys.keys.flatMap((key) => key.expressions)
  return { rows, prepared, keys: expressions, joins: keys.joins }
}

/** Sorting is stable, and the cells come in the order of their keys, which break ties. */
function comparison(order: readonly GroupOrderTerm[]): (a: Figures, b: Figures) => number {
  const terms = order.flatMap(({ by, ...way }) =>
    'measure' in by
      ? [{ ...way, value: measured(by.measure) }]
      : by.places.map((place) => ({ ...way, value: ranked(place) })),
  )
  return (a, b) => {
    for (const { value, descending, nullsFirst } of terms) {
      const [x, y] = [value(a), value(b)]
      if (x === y) continue
      if (x === null || y === null) return (x === null) === nullsFirst ? -1 : 1
      return x < y === descending ? 1 : -1
    }
    return 0
  }
}

function measured(measure: Measure): (figures: Figures) => number | null {
  const alias = measureAlias(measure)
  return ({ row }) => numberOrNull(row?.[alias])
}

function ranked(place: number): (figures: Figures) => number | null {
  return ({ row }) =>
    row?.[keyAlias(place)] === null ? null : numberOrNull(row?.[rankAlias(place)])
}

function numberOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value)
}
