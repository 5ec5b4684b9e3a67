import { copyText } from '../kit/synthetic/copy-text.ts'
import { dayOf, dayText, type Day } from '../kit/synthetic/day.ts'
import { dirt } from '../kit/synthetic/dirt.ts'
import type { Household, Person } from '../kit/synthetic/household.ts'
import type { MinistrySynthetic } from '../kit/synthetic/ministry-rows.ts'
import { permutation } from '../kit/synthetic/permutation.ts'
import { personalNumbers } from '../kit/synthetic/personal-number.ts'
import { createRandom } from '../kit/synthetic/random.ts'
import { fixedRows, streams } from '../kit/synthetic/streams.ts'
import { TableLines } from '../kit/synthetic/table-lines.ts'
import { institutions as makeInstitutions, type Institution } from './synthetic/institutions.ts'
import { addStaff, staffLines } from './synthetic/staff.ts'
import { schoolLevel, stageOf, type Stage } from './synthetic/stage.ts'

const kinds = [
  'LEARNER_CODE_TEMPORARY',
  'GRADE_OVER_AGE',
  'ENROLLED_TWICE',
  'LEARNER_UNKNOWN',
] as const
type Kind = (typeof kinds)[number]

interface SchoolYear {
  readonly name: string
  readonly start: number
  readonly from: Day
  /** Undefined for the year that is not over on the reference day. */
  readonly to: Day | undefined
}

const schoolYears: readonly SchoolYear[] = [
  { name: '2025-2026', start: 2025, from: dayOf('2025-09-05'), to: dayOf('2026-05-31') },
  { name: '2026-2027', start: 2026, from: dayOf('2026-09-07'), to: undefined },
]

/** One line of the register, before it is written. */
interface Entry {
  readonly learnerCode: string
  readonly pin: string
  readonly person: Person
  readonly institution: Institution
  readonly stage: Stage
  readonly status: string
  readonly from: Day
  readonly to: Day | undefined
}

/** Institutions, their staff, and the enrolments of two school years. */
export const educationRows: MinistrySynthetic = (world) => {
  const random = createRandom()
  random.restart(world.seed, streams.education, fixedRows)
  const numbers = personalNumbers()
  const spoilt = dirt(world.dirt, kinds)
  const institutions = makeInstitutions(random, world.catalogue, world.people)
  const enrolments = new TableLines('enrolment', [
    'id',
    'learner_code',
    'learner_pin',
    'learner_name',
    'learner_birth_date',
    'learner_sex',
    'institution_code',
    'school_year',
    'level',
    'grade',
    'status',
    'started_on',
    'ended_on',
    'province_code',
    'commune_code',
    'record_key',
  ])
  const staff = staffLines()
  let learners = 0
  let entries = 0

  const add = (entry: Entry, schoolYear: string, home: string): void => {
    const { institution, stage } = entry
    institution.learners.set(schoolYear, (institution.learners.get(schoolYear) ?? 0) + 1)
    enrolments.add(
      `E${String(entries++).padStart(9, '0')}\t${entry.learnerCode}\t${entry.pin}\t${copyText(entry.person.fullName)}\t` +
        `${dayText(entry.person.birthDay)}\t${entry.person.sex}\t${institution.code}\t` +
        `${schoolYear}\t${stage.level}\t${stage.grade ?? '\\N'}\t${entry.status}\t${dayText(entry.from)}\t` +
        `${entry.to === undefined ? '\\N' : dayText(entry.to)}\t${home}\t${world.recordKey(entry.pin)}`,
    )
  }

  /** What became of an enrolment: mostly nothing special. A transfer adds a second one. */
  const addWithFate = (
    entry: Entry,
    year: SchoolYear,
    elsewhere: () => Institution,
    home: string,
  ): void => {
    const chance = random.unit()
    const middle = entry.from + 20 + random.below(30)
    if (chance < 0.988) add(entry, year.name, home)
    else if (chance < 0.991) add({ ...entry, status: 'SUSPENDED', to: middle }, year.name, home)
    else if (chance < 0.994) add({ ...entry, status: 'LEFT', to: middle }, year.name, home)
    else {
      add({ ...entry, status: 'TRANSFERRED_OUT', to: middle }, year.name, home)
      const status = year.to === undefined ? 'TRANSFERRED_IN' : 'COMPLETED'
      add({ ...entry, institution: elsewhere(), status, from: middle + 1 }, year.name, home)
    }
  }

  const enrol = (person: Person, household: Household): void => {
    const persona = household.index === 0
    const drive = persona ? 0 : random.unit()
    const place = { provinceCode: household.province.code, communeCode: household.commune.code }
    const home = `${place.provinceCode}\t${place.communeCode}`
    const own = String(1_000_000_000 + permutation(learners++, 14, 61))
    let last: Institution | undefined
    for (const year of schoolYears) {
      const assigned = assign(stageOf(year.start - person.birthYear, drive), persona)
      if (assigned === undefined) continue
      const { stage, kind } = assigned
      const elsewhere = (): Institution => institutions.draw(random, stage.level, place)
      const usual = persona ? institutions.first(stage.level, place.communeCode) : undefined
      last = last?.level === stage.level ? last : (usual ?? elsewhere())
      const entry: Entry = {
        ...learner(person, kind, own),
        institution: last,
        stage,
        ...course(year),
      }
      if (persona || kind !== undefined) add(entry, year.name, home)
      else addWithFate(entry, year, elsewhere, home)
      if (kind === 'ENROLLED_TWICE') add({ ...entry, institution: elsewhere() }, year.name, home)
    }
  }

  /** The stage that is written, and what is wrong with the record. */
  const assign = (
    regular: Stage | undefined,
    clean: boolean,
  ): { stage: Stage; kind: Kind | undefined } | undefined => {
    if (regular === undefined) return undefined
    const drawn = clean ? undefined : spoilt.pick(random, kinds)
    const kind = drawn === 'GRADE_OVER_AGE' && !heldBack(regular) ? undefined : drawn
    if (kind !== undefined) spoilt.count(kind)
    return { stage: kind === 'GRADE_OVER_AGE' ? younger(regular) : regular, kind }
  }

  const learner = (person: Person, kind: Kind | undefined, own: string) => ({
    person,
    learnerCode: kind === 'LEARNER_CODE_TEMPORARY' ? `TAM-${person.pin}` : own,
    pin:
      kind === 'LEARNER_UNKNOWN'
        ? numbers.unknown(person.birthPlace, person.sex, person.birthYear)
        : person.pin,
  })

  return {
    tables: [institutions.lines, staff, enrolments],
    dirt: spoilt.counts,
    household(household) {
      random.restart(world.seed, streams.education, household.index)
      for (const person of household.members) if (person.age < 24) enrol(person, household)
    },
    finish() {
      for (const institution of institutions.all) {
        for (const { name } of schoolYears) addStaff(staff, institution, name)
      }
    },
  }
}

function course({ from, to }: SchoolYear): Pick<Entry, 'status' | 'from' | 'to'> {
  return { status: to === undefined ? 'STUDYING' : 'COMPLETED', from, to }
}

/** Only from grade 4 up can somebody sit three grades too low. */
function heldBack({ level, grade }: Stage): boolean {
  return grade !== undefined && grade >= 4 && level !== 'UNIVERSITY'
}

function younger({ grade = 4 }: Stage): Stage {
  return { level: schoolLevel(grade - 3), grade: grade - 3 }
}
