import { CodedError } from '../../../schema/errors.ts'
import { provinces } from '../../reference/rows/provinces.ts'

/** What a change says, by the columns of the table `task` or `task_evidence`. */
export type Detail = Readonly<Record<string, string | number | boolean | null>>

interface Field {
  readonly column: string
  readonly expected: string
  readonly fits: (value: unknown) => boolean
  /** Whether null takes it away. */
  readonly mayBeNull?: boolean
}

const known: ReadonlySet<string> = new Set(provinces.map(({ code }) => code))
const matches = (pattern: RegExp) => (value: unknown) =>
  typeof value === 'string' && pattern.test(value)

/** Tasks are read by all: no personal number, control character, half of a pair, or turn of the text's direction. */
const unfit = /\d{12}|[\p{Cc}\p{Cs}\u{202A}-\u{202E}\u{2066}-\u{2069}]/u

/** Text of so many characters that is not blank. */
const words = (column: string, max: number): Field => ({
  column,
  expected: `text of 1 to ${max} characters, without control characters or a personal number`,
  fits: (value) =>
    typeof value === 'string' &&
    value.trim() !== '' &&
    value.length <= max &&
    // Digits as they are read, also in wide forms.
    !unfit.test(value.normalize('NFKC')),
})
const day = (column: string): Field => ({
  column,
  expected: 'a day such as 2026-12-31',
  fits: matches(/^\d{4}-\d\d-\d\d$/),
})
const taskId = {
  expected: 'capital letters, digits, dots, slashes and dashes, 1 to 40',
  fits: matches(/^[A-Z0-9][A-Z0-9./-]{0,39}$/),
}

/** Fields of a task by their names in the schema and in files. */
export const taskFields: Readonly<Record<string, Field>> = {
  parentId: { column: 'parent_id', ...taskId, mayBeNull: true },
  person: words('person', 200),
  work: words('work', 500),
  responsibility: words('responsibility', 500),
  startOn: day('start_on'),
  dueOn: day('due_on'),
  result: words('result', 500),
  basis: { ...words('basis', 200), mayBeNull: true },
  ministry: {
    column: 'ministry',
    expected: "a ministry's short name",
    fits: matches(/^[a-z][a-z0-9-]{0,29}$/),
  },
  provinceCode: {
    column: 'province_code',
    expected: "a province's code",
    fits: (value) => typeof value === 'string' && known.has(value),
    mayBeNull: true,
  },
  state: {
    column: 'state',
    expected: 'OPEN, DONE or CANCELLED',
    fits: matches(/^(OPEN|DONE|CANCELLED)$/),
  },
  doneOn: { ...day('done_on'), mayBeNull: true },
}

const period = /^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/

/** Fields of a task's evidence. */
export const evidenceFields: Readonly<Record<string, Field>> = {
  indicatorCode: {
    column: 'indicator_code',
    expected: "an indicator's code",
    fits: matches(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/),
  },
  areaCode: {
    column: 'area_code',
    expected: "VN or a province's code",
    fits: (value) => value === 'VN' || (typeof value === 'string' && known.has(value)),
  },
  period: { column: 'period', expected: 'a period such as 2026-10', fits: matches(period) },
  wanted: { column: 'wanted', expected: 'a number', fits: (value) => Number.isFinite(value) },
  document: words('document', 300),
}

/** A task's id, as given. Fails with BAD_USER_INPUT. */
export function taskIdOf(value: unknown): string {
  if (taskId.fits(value)) return String(value)
  throw new CodedError('BAD_USER_INPUT', `id: expected ${taskId.expected}.`)
}

/**
 * What is given, by columns; what is absent stays absent. Fails with BAD_USER_INPUT that names the field and what was
 * expected, never the value.
 */
export function detailOf(
  fields: Readonly<Record<string, Field>>,
  given: Readonly<Record<string, unknown>>,
): Detail {
  const cells = Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const field = fields[name]
      const isRight =
        field !== undefined && (value === null ? field.mayBeNull === true : field.fits(value))
      if (!isRight)
        throw new CodedError('BAD_USER_INPUT', `${name}: expected ${field?.expected ?? 'nothing'}.`)
      return [field.column, value] as const
    })
  return Object.fromEntries(cells) as Detail
}
