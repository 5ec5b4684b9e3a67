/**
 * Which rows a permission opens. A row is visible when `whole` is true or any list names it.
 * Everything empty means no row. Codes are those of the ministries' catalogues; `subjects` are
 * personal numbers.
 */
export interface RowScope {
  readonly whole: boolean
  readonly subjects: readonly string[]
  readonly provinces: readonly string[]
  readonly communes: readonly string[]
  readonly facilities: readonly string[]
  readonly institutions: readonly string[]
  /** Ministries whose own affairs these are: those of a publisher. No row of a ministry is opened by it. */
  readonly agencies: readonly string[]
  /** Rows that the caller looks up by their exact key (a pharmacist with a prescription's code). */
  readonly byKey: boolean
}

export const noRows: RowScope = Object.freeze({
  whole: false,
  subjects: [],
  provinces: [],
  communes: [],
  facilities: [],
  institutions: [],
  agencies: [],
  byKey: false,
})

export const allRows: RowScope = Object.freeze({ ...noRows, whole: true })
