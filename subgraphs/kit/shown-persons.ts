import { type ClassSet, classSet } from '../../auth/class-set.ts'
import type { ClassTable } from '../../auth/class-table.ts'
import { type PersonsReport, personsReport } from '../../auth/persons-report.ts'
import type { TableType } from '../../schema/model/model.ts'
import { subjectAlias } from './sql/subject-item.ts'
import type { Row } from './sql/select.ts'

/** Whose records one answer holds, and which classes of data about each. */
export interface ShownPersons {
  /** Notes the persons behind rows of a type, of which these fields are shown. */
  readonly note: (type: TableType, fields: Iterable<string>, rows: readonly Row[]) => void
  /** Notes a person about whom a field answers without a row. */
  readonly notePerson: (pin: string, coordinate: readonly [type: string, field: string]) => void
  /** The same for one who is known by hash alone. */
  readonly noteHash: (hash: string, coordinate: readonly [type: string, field: string]) => void
  /** How many there are so far; a report holds `maxPersons`. */
  readonly count: () => number
  /** As keyed hashes: a personal number leaves a ministry in an answer's fields alone. */
  readonly report: () => PersonsReport
}

export interface ShownPersonsOptions {
  readonly classes: ClassTable
  /** The keyed hash of a personal number. */
  readonly hash: (pin: string) => string
}

/** Opens the list of one request. Statistics are about nobody, and are never noted. */
export function shownPersons({ classes, hash }: ShownPersonsOptions): ShownPersons {
  const shown = new Map<string, ClassSet>()
  const hashed = new Map<string, ClassSet>()
  const add = (pin: unknown, set: ClassSet): void => {
    if (typeof pin === 'string') shown.set(pin, (shown.get(pin) ?? 0) | set)
  }
  return {
    note: ({ name, subject }, fields, rows) => {
      if (subject === undefined || rows.length === 0) return
      const touched = [...fields].flatMap((field) => classes.touched(name, field))
      const set = classSet([...classes.entered(name), ...touched])
      const place = subject.via.length === 0 ? (subject.columns[0] ?? '') : subjectAlias
      for (const row of rows) {
        const behind = row[place]
        if (Array.isArray(behind)) for (const pin of behind) add(pin, set)
        else add(behind, set)
      }
    },
    notePerson: (pin, [type, field]) => add(pin, classSet(classes.touched(type, field))),
    noteHash: (known, [type, field]) =>
      void hashed.set(known, (hashed.get(known) ?? 0) | classSet(classes.touched(type, field))),
    count: () => shown.size + hashed.size,
    report: () => {
      for (const [pin, set] of shown) {
        const known = hash(pin)
        hashed.set(known, (hashed.get(known) ?? 0) | set)
      }
      return personsReport(hashed)
    },
  }
}
