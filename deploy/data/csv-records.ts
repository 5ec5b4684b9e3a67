import { CsvError, parse } from 'csv-parse/sync'
import { lineProblems } from './line-problems.ts'

export interface CsvRecord {
  /** Counted from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

/** The records of a CSV file, its header the first. Fails with BAD_USER_INPUT that names the line where it is no CSV. */
export function csvRecords(file: string, text: string): readonly CsvRecord[] {
  try {
    const records = parse(text, { info: true, skipEmptyLines: true }) as unknown as {
      readonly record: readonly string[]
      readonly info: { readonly lines: number }
    }[]
    return records.map(({ record, info }) => ({ line: info.lines, cells: record }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1
    throw lineProblems(file, [{ line, message: `expected CSV (${error.code})` }])
  }
}
