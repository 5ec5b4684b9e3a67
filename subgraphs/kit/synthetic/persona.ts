import { dayText } from './day.ts'
import type { MaritalStatus, Relation } from './household.ts'
import { personalNumbers, type Sex } from './personal-number.ts'
import { prescriptionCode } from './prescription-code.ts'
import { referenceDay } from './reference-day.ts'

/** A member of the household with number 0, the same in every data set, whatever its seed and size. */
export interface PersonaSeat {
  readonly relation: Relation
  readonly sex: Sex
  /** Years, with a fraction. */
  readonly age: number
  readonly marital: MaritalStatus
  readonly fullName: string
}

const citizenSeat: PersonaSeat = {
  relation: 'HEAD',
  sex: 'FEMALE',
  age: 38.6,
  marital: 'MARRIED',
  fullName: 'Nguyễn Thị Minh Hòa',
}

export const personaSeats: readonly PersonaSeat[] = [
  citizenSeat,
  { relation: 'SPOUSE', sex: 'MALE', age: 41.2, marital: 'MARRIED', fullName: 'Trần Quốc Hùng' },
  {
    relation: 'CHILD',
    sex: 'FEMALE',
    age: 12.3,
    marital: 'NEVER_MARRIED',
    fullName: 'Trần Khánh Linh',
  },
  { relation: 'CHILD', sex: 'MALE', age: 8.1, marital: 'NEVER_MARRIED', fullName: 'Trần Gia Khôi' },
  { relation: 'PARENT', sex: 'FEMALE', age: 66.4, marital: 'WIDOWED', fullName: 'Phạm Thị Lan' },
]

const birthDate = dayText(referenceDay - Math.round(citizenSeat.age * 365.2425))
const provinceCode = '01'
const communeCode = '00004'
const facilityCode = '01001'

/**
 * What the personas' tokens and the examples name: codes that exist in every data set. The province is
 * Hà Nội, the commune Ba Đình; the citizen is an adult with a household, land, prescriptions and
 * children at school.
 */
export const persona = {
  provinceCode,
  communeCode,
  citizenPin: personalNumbers().issue(provinceCode, citizenSeat.sex, Number(birthDate.slice(0, 4))),
  citizenName: citizenSeat.fullName,
  citizenBirthDate: birthDate,
  /** The doctor's hospital; it issued the citizen's prescriptions. */
  facilityCode,
  /** The primary school of the citizen's younger child; the school officer's. */
  institutionCode: `TH${communeCode}001`,
  /** The citizen's first prescription: two items, dispensed in part. The pharmacist's. */
  prescriptionCode: prescriptionCode(facilityCode, 0, 'C'),
} as const
