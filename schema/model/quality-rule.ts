/** What a rule's share says of a database: right, complete, clean, alive, at one with the others. */
export const qualityCriteria = [
  'ACCURACY',
  'COMPLETENESS',
  'VALIDITY',
  'CURRENCY',
  'AGREEMENT',
] as const
export type QualityCriterion = (typeof qualityCriteria)[number]

export const qualityKinds = [
  'FORMAT',
  'RANGE',
  'CODE',
  'REFERENCE',
  'UNIQUE',
  'COMPLETE',
  'TIMELY',
  'COUNT',
  'SUM',
  'PERSONAL_NUMBER',
  'GRADE_AGE',
  'AGREES',
] as const
export type QualityKind = (typeof qualityKinds)[number]

/** Of a row, or of the rows that a join leads to: a field is one of the values, or is given or not. */
export interface QualityCondition {
  readonly field: string
  readonly in?: readonly string[]
  readonly given?: boolean
}

/** A rule that a ministry declares for rows of one of its tables (`@quality`). */
export interface QualityRule {
  /** Unique within the ministry, in lower case with hyphens. */
  readonly code: string
  readonly criterion: QualityCriterion
  readonly kind: QualityKind
  readonly vi: string
  readonly en: string
  /** The field whose quality it tells; absent where it stands on the type and names none. */
  readonly field?: string
  /** Fields that are judged, in the order that the kind gives them a meaning. */
  readonly fields: readonly string[]
  readonly version: number
  /** A row that fails turns the database red, whatever its mean. */
  readonly identifier: boolean
  /** Rows that the rule is about; all of them where there is none. */
  readonly when: readonly QualityCondition[]
  /** FORMAT: a regular expression of PostgreSQL, or NFC for text in Unicode's composed form. */
  readonly pattern?: string
  /** RANGE, GRADE_AGE: a number, a date, or TODAY; both ends belong to it. */
  readonly min?: string
  readonly max?: string
  /** CODE: the values themselves, or the entity of another ministry whose keys they are. */
  readonly values?: readonly string[]
  readonly catalogue?: string
  /** CODE: the field whose day the code must be valid on, rather than the day of the pass. */
  readonly at?: string
  /** REFERENCE, COUNT, SUM: the join field to the rows that are looked at. */
  readonly via?: string
  /** COUNT: which of those rows, and how many there must be; absent: as many as the field says. */
  readonly rows: readonly QualityCondition[]
  readonly count?: number
  /** SUM: what is added up there, how far it may differ, and whether it may be less. */
  readonly sum?: string
  readonly tolerance: number
  readonly atMost: boolean
  /** AGREES: what another ministry holds of the same thing, as `Entity.field`. */
  readonly with?: string
  /** TIMELY: days from the first field to the second, or to today. */
  readonly withinDays?: number
  readonly line: number
}

type Beyond = (rule: QualityRule) => boolean
const always: Beyond = () => true
const never: Beyond = () => false

const beyond: Readonly<Record<QualityKind, Beyond>> = {
  REFERENCE: always,
  UNIQUE: always,
  COUNT: always,
  SUM: always,
  CODE: ({ catalogue }) => catalogue !== undefined,
  RANGE: ({ min, max }) => min === 'TODAY' || max === 'TODAY',
  TIMELY: ({ fields }) => fields.length < 2,
  FORMAT: never,
  COMPLETE: never,
  PERSONAL_NUMBER: never,
  GRADE_AGE: never,
  // Not judged by a pass at all: another ministry's answer tells it.
  AGREES: always,
}

/** Whether a rule compares with another ministry, so that no pass over the own rows can judge it. */
export function isCompared({ kind }: Pick<QualityRule, 'kind'>): boolean {
  return kind === 'AGREES'
}

/** Whether a rule's verdict on a row may change while the row itself does not: by other rows, lists or the day. */
export function looksBeyond(rule: QualityRule): boolean {
  return beyond[rule.kind](rule)
}
