/** One consumer's use of one coordinate in a period. No person, no value. */
export interface FieldUse {
  /** Schema coordinate: `Person.phone`, `Query.person(pin:)`, `Sex.MALE`, or a type or `@directive` that a document names. */
  readonly coordinate: string
  /** `application:ID`, or `role:NAME` for persons who ask through none. */
  readonly consumer: string
  readonly requests: number
  /** The last day of use, `YYYY-MM-DD` (UTC). */
  readonly lastDay: string
}

/** Who used what in the last days. */
export interface UseReport {
  /** Length of the period, days. */
  readonly days: number
  readonly uses: readonly FieldUse[]
}
