import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import { provinces } from '../../subgraphs/reference/rows/provinces.ts'
import { connected } from '../connected.ts'
import { type LineProblem, lineProblems, shown } from '../data/line-problems.ts'
import { textFile } from '../data/text-file.ts'
import { type ObservationLine, observationLines } from './observation-file.ts'
import { type Frequency, lastPeriod, periodOf } from './period.ts'
import {
  type NewObservation,
  presentValues,
  writeObservations,
  type Written,
} from './write-observations.ts'

export interface ObservationImport {
  readonly file: string
  /** Connection string of the owner of the government office's tables. */
  readonly ownerUrl: string
  /** Who published the figures. */
  readonly source: string
  readonly synthetic: boolean
  readonly now: Date
}

interface Definition {
  readonly code: string
  readonly version: number
  readonly frequency: Frequency
  readonly rule: 'SUM' | 'RATIO' | 'NONE'
  readonly scale: number
  readonly byProvince: boolean
  readonly method: 'REPORT' | 'IMPORT'
}

const known: ReadonlySet<string> = new Set(provinces.map(({ code }) => code))
const statuses = ['PRELIMINARY', 'REVISED', 'FINAL'] as const
/** How far a value may lie from its quotient, as a share of it: files round. */
const roundingShare = 1e-3

/**
 * Stores the observations of a file, all or nothing; what is there already is confirmed, what differs is a revision, and
 * a final value is replaced by a revised or final one alone. Fails with BAD_USER_INPUT that names the bad lines.
 */
export async function importObservations({
  file,
  ownerUrl,
  source,
  synthetic,
  now,
}: ObservationImport): Promise<Written> {
  const text = await textFile(file)
  const lines = observationLines(file, text)
  await using client = await connected(ownerUrl)
  try {
    await client.query('BEGIN')
    await client.query('LOCK TABLE observation IN SHARE ROW EXCLUSIVE MODE')
    const rows = await checkedRows(client, { file, lines, now })
    const written = await writeObservations(client, rows, {
      method: 'IMPORT',
      queryId: createHash('sha256').update(text).digest('hex'),
      sources: [source],
      synthetic,
      asOf: now,
    })
    await client.query('COMMIT')
    return written
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

interface Checked {
  readonly file: string
  readonly lines: readonly ObservationLine[]
  readonly now: Date
}

async function checkedRows(
  client: Client,
  { file, lines, now }: Checked,
): Promise<readonly NewObservation[]> {
  const { rows } = await client.query<Definition>(
    'SELECT code, version, frequency, rule, scale, by_province AS "byProvince", method FROM indicator',
  )
  const definitions = new Map(rows.map((row) => [row.code, row]))
  const problems: LineProblem[] = []
  const seen = new Map<string, number>()
  const read: (NewObservation & { readonly line: number })[] = []
  for (const line of lines) {
    const found = observationOf(line, definitions.get(line.indicator), now)
    if (typeof found === 'string') {
      problems.push({ line: line.line, message: found })
      continue
    }
    const key = `${found.indicator}/${found.area}/${found.period}`
    const earlier = seen.get(key)
    if (earlier !== undefined)
      problems.push({ line: line.line, message: `${key} was already given in line ${earlier}` })
    seen.set(key, line.line)
    read.push({ ...found, line: line.line })
  }
  const present = await presentValues(client, read)
  for (const one of read) {
    const before = present.find(one)
    if (before?.status === 'FINAL' && one.status === 'PRELIMINARY')
      problems.push({
        line: one.line,
        message: 'the value is final; expected the status REVISED or FINAL, got PRELIMINARY',
      })
  }
  if (problems.length > 0)
    throw lineProblems(
      file,
      problems.sort((a, b) => a.line - b.line),
    )
  return read.map(({ line: _line, ...row }) => row)
}

/** A line as it is stored; a text says what is wrong with it. */
function observationOf(
  line: ObservationLine,
  definition: Definition | undefined,
  now: Date,
): NewObservation | string {
  if (definition === undefined)
    return `indicator: expected a known code, got ${shown(line.indicator)}`
  const place = placeOf(line, definition, now)
  if (typeof place === 'string') return place
  const status = statuses.find((one) => one === line.status)
  if (status === undefined && line.status !== '')
    return `status: expected ${statuses.join(', ')} or nothing, got ${shown(line.status)}`
  const figures = figuresOf(line, definition)
  if (typeof figures === 'string') return figures
  const { code: indicator, version: indicatorVersion } = definition
  return { indicator, indicatorVersion, ...place, status, state: 'KNOWN', reason: null, ...figures }
}

type Place = Pick<NewObservation, 'period' | 'periodStart' | 'area'>

function placeOf(line: ObservationLine, definition: Definition, now: Date): Place | string {
  const { code, frequency, byProvince, method } = definition
  if (method !== 'IMPORT') return `indicator: ${code} is counted by a report and not imported`
  const period = periodOf(line.period, frequency)
  if (period === undefined)
    return `period: expected one ${frequency.toLowerCase()}, got ${shown(line.period)}`
  if (period.first > lastPeriod('DAY', now).next) return `period: ${period.text} has not begun`
  const area = line.area === '' ? 'VN' : line.area
  if (area !== 'VN' && !(byProvince && known.has(area)))
    return `area: expected VN${byProvince ? ' or the code of a province' : ''}, got ${shown(area)}`
  return { period: period.text, periodStart: period.first, area }
}

type Figures = Pick<NewObservation, 'value' | 'numerator' | 'denominator'>

function figuresOf(line: ObservationLine, { rule, scale }: Definition): Figures | string {
  const cells = { value: line.value, numerator: line.numerator, denominator: line.denominator }
  const wrong = Object.entries(cells).find(([, cell]) => !/^(-?\d{1,15}(\.\d{1,10})?)?$/.test(cell))
  if (wrong !== undefined)
    return `${wrong[0]}: expected a number such as 1234.5, got ${shown(wrong[1])}`
  return rule === 'RATIO' ? ratioOf(cells, scale) : valueOf(cells)
}

type Cells = Readonly<Record<'value' | 'numerator' | 'denominator', string>>

function valueOf({ value, numerator, denominator }: Cells): Figures | string {
  if (numerator !== '' || denominator !== '')
    return 'numerator, denominator: expected none, the indicator is no ratio'
  return value === ''
    ? 'value: expected a number, got nothing'
    : { value: Number(value), numerator: null, denominator: null }
}

function ratioOf(cells: Cells, scale: number): Figures | string {
  if (cells.numerator === '' || cells.denominator === '' || Number(cells.denominator) <= 0)
    return 'numerator, denominator: expected both, and a denominator above 0: the indicator is a ratio'
  const [numerator, denominator] = [Number(cells.numerator), Number(cells.denominator)]
  const value = (numerator / denominator) * scale
  const isOff = Math.abs(Number(cells.value) - value) > Math.abs(value) * roundingShare
  if (cells.value !== '' && isOff)
    return `value: expected numerator over denominator (${value}), got ${shown(cells.value)}`
  return { value, numerator, denominator }
}
