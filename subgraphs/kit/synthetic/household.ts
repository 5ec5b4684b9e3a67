import type { CommunePlace, ProvincePlace } from './catalogue.ts'
import type { Day } from './day.ts'
import type { Sex } from './personal-number.ts'

export type Relation =
  'HEAD' | 'SPOUSE' | 'CHILD' | 'PARENT' | 'GRANDPARENT' | 'GRANDCHILD' | 'SIBLING' | 'OTHER'

export type MaritalStatus = 'NEVER_MARRIED' | 'MARRIED' | 'DIVORCED' | 'WIDOWED' | 'SEPARATED'

export interface Person {
  readonly pin: string
  readonly fullName: string
  readonly birthDay: Day
  readonly birthYear: number
  /** Completed years on the reference day. */
  readonly age: number
  readonly sex: Sex
  /** Two-digit code of the old province that registered the birth. */
  readonly birthPlace: string
  readonly ethnicity: string
  readonly marital: MaritalStatus
  readonly relation: Relation
  readonly deceasedOn: Day | undefined
}

/** People who live together. The first member is the head; the dead are listed apart. */
export interface Household {
  /** 0 for the first one, which is the personas'. */
  readonly index: number
  readonly province: ProvincePlace
  readonly commune: CommunePlace
  readonly members: readonly Person[]
  readonly deceased: readonly Person[]
}
