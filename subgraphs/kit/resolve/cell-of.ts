import type { DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import type { TableType } from '../../../schema/model/model.ts'
import type { Cell, Magnitude } from '../disclosure/cell.ts'
import { concentrated, isThin } from '../disclosure/concentrated.ts'
import { bits } from '../disclosure/linear-sketch.ts'
import { personsAlias } from '../sql/cells-statement.ts'
import { keyAlias } from '../sql/groups-statement.ts'
import {
  firstAlias,
  keptPersonsAlias,
  keySumAlias,
  largestAlias,
  secondAlias,
  sketchAlias,
  valuesAlias,
} from '../sql/hidden-columns.ts'
import { measureAlias } from '../sql/measures.ts'
import type { Row } from '../sql/select.ts'

/** A cell as one statement knows it. */
export interface DraftCell {
  readonly cell: Cell
  /** Its number of persons is exact. */
  readonly isCounted: boolean
}

/** Classes of a sketch (61) that are people enough: fewer are counted one by one. */
const enoughClasses = 40

/** How the rows of a table of cells are read. */
export interface CellReading {
  readonly type: TableType
  /** Fields whose sums are judged. */
  readonly summed: readonly string[]
  /** Expressions of each key. */
  readonly widths: readonly number[]
  /** Rows of one person in the table, on average. */
  readonly rowsEach: number
}

/**
 * Reads a cell. Persons: as they were counted; else rows, where each is another person; else as many as there
 * are classes in the sketch, which is too few, or, where these are enough, an estimate from the rows.
 */
export function cellOf({ type, summed, widths, rowsEach }: CellReading, row: Row): DraftCell {
  const rows = Number(row['$count'] ?? 0)
  const sketch = wholeNumber(row[sketchAlias])
  const isPerson = isPersonTable(type)
  const classes = classesOf(sketch)
  // Beyond, an estimate is enough, and a rollup's own number would tell its answer from the table's.
  const kept = classes < enoughClasses ? row[keptPersonsAlias] : undefined
  const counted = row[personsAlias] ?? kept ?? undefined
  const uncounted = classes < enoughClasses ? classes : Math.max(classes, rows / rowsEach)
  return {
    isCounted: isPerson || counted !== undefined,
    cell: {
      key: coordinates(widths, row),
      rows,
      persons: counted === undefined ? (isPerson ? rows : uncounted) : Number(counted),
      keySum: wholeNumber(row[keySumAlias]),
      sketch,
      sums: new Map(summed.map((field) => [field, magnitude(row, field)])),
    },
  }
}

/** True where one statement does not know enough: too few classes of people, or a sum that may be skewed. */
export function isDelicate({ cell, isCounted }: DraftCell, profile: DisclosureProfile): boolean {
  if (!isCounted && cell.persons < enoughClasses) return true
  if (cell.persons < profile.threshold) return false
  return [...cell.sums.values()].some(
    (sum) => concentrated(sum, profile) && !isThin(cell, sum, profile),
  )
}

const halfBits = 31n
const lowerHalf = (1n << halfBits) - 1n

/** Each row is another person: the key is the personal number. */
function isPersonTable({ subject, key }: TableType): boolean {
  return subject?.via.length === 0 && key.length === 1 && key[0] === subject.columns[0]
}

/** 64-bit integers and sums of them come as text; nothing where there is no row. */
function wholeNumber(value: unknown): bigint {
  return typeof value === 'string' ? BigInt(value) : 0n
}

function classesOf(sketch: bigint): number {
  return bits(Number(sketch & lowerHalf)) + bits(Number(sketch >> halfBits))
}

function coordinates(widths: readonly number[], row: Row): readonly string[] {
  let place = 0
  return widths.map((width) => {
    const values = Array.from({ length: width }, (_, i) => row[keyAlias(place + i)])
    place += width
    return JSON.stringify(values)
  })
}

/** Where persons were not looked at one by one, two are assumed to contribute as much as the largest row. */
function magnitude(row: Row, field: string): Magnitude {
  const largestRow = Number(row[largestAlias(field)] ?? 0)
  const isExact = row[firstAlias(field)] !== undefined
  return {
    sum: Number(row[measureAlias({ kind: 'column', field, fn: 'SUM' })] ?? 0),
    largest: isExact ? Number(row[firstAlias(field)] ?? 0) : largestRow,
    second: isExact ? Number(row[secondAlias(field)] ?? 0) : largestRow,
    largestRow,
    values: Number(row[valuesAlias(field)] ?? row['$count'] ?? 0),
  }
}
