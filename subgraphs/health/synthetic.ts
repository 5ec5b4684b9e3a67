import type { PrescriptionKind } from '../kit/synthetic/catalogue.ts'
import { dirt } from '../kit/synthetic/dirt.ts'
import type { Household, Person } from '../kit/synthetic/household.ts'
import type { MinistrySynthetic } from '../kit/synthetic/ministry-rows.ts'
import { persona } from '../kit/synthetic/persona.ts'
import { personalNumbers } from '../kit/synthetic/personal-number.ts'
import { prescriptionCode } from '../kit/synthetic/prescription-code.ts'
import { createRandom } from '../kit/synthetic/random.ts'
import { referenceDay } from '../kit/synthetic/reference-day.ts'
import { streams } from '../kit/synthetic/streams.ts'
import { dispensing, type Outcome } from './synthetic/dispensing.ts'
import { hiv } from './synthetic/hiv.ts'
import { items as itemSource, type Item } from './synthetic/items.ts'
import { healthPlaces, type HealthPlace } from './synthetic/places.ts'
import { seasons, type Visit } from './synthetic/seasons.ts'
import { healthWriter, type PrescriptionPlan } from './synthetic/writer.ts'

const kinds = [
  'PATIENT_UNKNOWN',
  'BIRTH_DATE_UNLIKE_REGISTER',
  'DIAGNOSIS_UNKNOWN',
  'KIND_UNLIKE_ITEMS',
] as const
type Kind = (typeof kinds)[number]

/** A misprint that stands in the official list of diagnoses itself. */
const unknownDiagnosis = 'U13/9'

const hypertension = 'I10'

/** Prescriptions a person and year, by completed years of age. */
const yearly = Float64Array.from({ length: 130 }, (_, age) => {
  if (age < 6) return 0.95
  if (age < 18) return 0.35
  if (age < 40) return 0.32
  if (age < 60) return 0.66
  return age < 75 ? 1.55 : 2.2
})
/** The chance of no prescription at all: e^-mean, for drawing from Poisson's distribution. */
const none = yearly.map((mean) => Math.exp(-mean))

interface Draft {
  readonly visit: Visit
  readonly chronic: boolean
  readonly facility: HealthPlace
  readonly kind: PrescriptionKind
  readonly outcome?: Outcome
  readonly items?: readonly Item[]
}

/** Facilities, pharmacies, and the prescriptions of the last twelve months with their dispenses. */
export const healthRows: MinistrySynthetic = (world) => {
  const random = createRandom()
  const numbers = personalNumbers()
  const spoilt = dirt(world.dirt, kinds)
  const places = healthPlaces(world.catalogue, world.people)
  const visits = seasons(world.catalogue.diagnoses)
  const items = itemSource(world.catalogue)
  const closed = hiv(world.catalogue)
  const writer = healthWriter(world.recordKey)
  let count = 0

  const diagnosesOf = ({ visit: seen, items: given }: Draft, dirty: Kind | undefined): string[] => {
    const first = dirty === 'DIAGNOSIS_UNKNOWN' ? unknownDiagnosis : seen.diagnosis
    const second = random.chance(0.3) ? visits.chronic(random).diagnosis : first
    const isClosed = given !== undefined && closed.compartment([second], []) !== undefined
    return second === first || isClosed ? [first] : [first, second]
  }

  const plan = (person: Person, draft: Draft, dirty: Kind | undefined): PrescriptionPlan => {
    const { visit, kind, facility } = draft
    const diagnoses = diagnosesOf(draft, dirty)
    const contents = dirty === 'KIND_UNLIKE_ITEMS' ? (kind === 'C' ? 'H' : 'C') : kind
    const code = prescriptionCode(facility.code, count++, kind)
    const minute = random.between(7 * 60, 16 * 60 + 59)
    const treatment = random.chance(0.93) ? 'OUTPATIENT' : 'INPATIENT'
    const drawn = draft.items ?? items.draw(random, contents, draft.chronic)
    const prescribed = contents === 'C' ? closed.treated(drawn, diagnoses) : drawn
    return {
      code,
      patient: {
        pin:
          dirty === 'PATIENT_UNKNOWN'
            ? numbers.unknown(person.birthPlace, person.sex, person.birthYear)
            : person.pin,
        birthDay: person.birthDay - (dirty === 'BIRTH_DATE_UNLIKE_REGISTER' ? 30 : 0),
      },
      facility,
      day: visit.day,
      minute,
      treatment,
      diagnoses,
      items: prescribed,
      compartment: closed.compartment(diagnoses, prescribed),
      replaces: undefined,
      replaced: false,
    }
  }

  const write = (made: PrescriptionPlan, home: string, outcome?: Outcome): void => {
    const handouts = dispensing(random, made, outcome).map((handout) => {
      const commune = random.chance(0.5) ? home : made.facility.where.slice(3)
      return { ...handout, pharmacy: places.pharmacy(random, commune) }
    })
    writer.prescription(made, handouts)
  }

  const prescribe = (person: Person, draft: Draft, home: string, clean: boolean): void => {
    const dirty = clean ? undefined : spoilt.pick(random, kinds)
    if (dirty !== undefined) spoilt.count(dirty)
    const made = plan(person, draft, dirty)
    if (clean || !random.chance(0.015)) {
      write(made, home, draft.outcome)
      return
    }
    writer.prescription({ ...made, replaced: true }, [])
    const minute = made.minute + random.between(10, 90)
    const code = prescriptionCode(made.facility.code, count++, draft.kind)
    write({ ...made, code, minute, replaces: made.code }, home)
  }

  const visit = (person: Person, { province, commune }: Household, clean: boolean): void => {
    const chronic = random.chance(
      person.age < 18 ? 0.04 : person.age < 40 ? 0.12 : person.age < 60 ? 0.36 : 0.62,
    )
    const draft = {
      visit: chronic ? visits.chronic(random) : visits.acute(random),
      chronic,
      facility: places.facility(random, province.code, commune.code),
      kind: items.kind(random),
    }
    // Nobody was treated before being born.
    if (draft.visit.day > person.birthDay) prescribe(person, draft, commune.code, clean)
  }

  const tablets = world.catalogue.drugs
    .filter(({ kind, unit }) => kind === 'C' && unit === 'viên')
    .slice(0, 2)
    .map(({ code, unit }): Item => {
      const directions = `Ngày dùng 2 lần, mỗi lần 1 ${unit}`
      return { drugCode: code, unit, quantity: 60, days: 30, directions }
    })

  /** Three prescriptions of the doctor's hospital: dispensed in part, wholly, and not yet. */
  const citizen = (person: Person, commune: string): void => {
    const facility = places.byCode.get(persona.facilityCode)
    if (facility === undefined) throw new Error(`no facility ${persona.facilityCode}`)
    const cases = [[27, 'PARTLY'], [61, 'WHOLE'], [2, 'NEVER']] as const // prettier-ignore
    for (const [daysAgo, outcome] of cases) {
      const drawn = visits.chronic(random).diagnosis
      // The personas' prescriptions lie in no compartment.
      const diagnosis = closed.compartment([drawn], []) === undefined ? drawn : hypertension
      const seen = { day: referenceDay - daysAgo, diagnosis }
      prescribe(
        person,
        { visit: seen, chronic: true, facility, kind: 'C', outcome, items: tablets },
        commune,
        true,
      )
    }
  }

  return {
    tables: [...places.tables, ...writer.tables],
    dirt: spoilt.counts,
    household(household) {
      random.restart(world.seed, streams.health, household.index)
      const clean = household.index === 0
      const [head] = household.members
      if (clean && head !== undefined) citizen(head, household.commune.code)
      for (const person of household.members) {
        // Knuth's method: as many as factors of chance stay above e^-mean.
        const limit = none[person.age] ?? 1
        for (let chance = random.unit(); chance > limit; chance *= random.unit()) {
          visit(person, household, clean)
        }
      }
    },
    finish: () => undefined,
  }
}
