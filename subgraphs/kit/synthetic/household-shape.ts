import type { MaritalStatus, Relation } from './household.ts'
import type { Sex } from './personal-number.ts'
import type { Random } from './random.ts'
import { weighted } from './weighted.ts'

/** A place in a household before it is given a name and a number. Ages in years, with a fraction. */
export interface Seat {
  readonly relation: Relation
  readonly sex: Sex
  readonly age: number
  readonly marital: MaritalStatus
  /** Years since death; the seat is then not a member. */
  readonly deceasedFor?: number
}

const opposite: Readonly<Record<Sex, Sex>> = { MALE: 'FEMALE', FEMALE: 'MALE' }

type Build = (random: Random) => Seat[]

/** Shares of kinds of households; together they give about 3.5 members and the country's age pyramid. */
const kinds = weighted<Build>([
  [single, 10],
  [couple, 16],
  [nuclear, 45],
  [withParents, 12],
  [withGrandchildren, 7],
  [singleParent, 6],
  [siblings, 5],
])

/** The members of a household, its head first; the ages and kinship hang together. */
export function drawSeats(random: Random): Seat[] {
  return kinds(random)(random)
}

function single(random: Random): Seat[] {
  const old = random.chance(0.55)
  const age = old ? 58 + random.unit() * 33 : 21 + random.unit() * 18
  const sex: Sex = random.chance(old ? 0.3 : 0.55) ? 'MALE' : 'FEMALE'
  if (!old) return [{ relation: 'HEAD', sex, age, marital: 'NEVER_MARRIED' }]
  const widowed = random.chance(0.7)
  const head: Seat = { relation: 'HEAD', sex, age, marital: widowed ? 'WIDOWED' : 'DIVORCED' }
  return widowed ? [head, ...late(random, head)] : [head]
}

function couple(random: Random): Seat[] {
  return pair(random, random.chance(0.3) ? 22 + random.unit() * 10 : 48 + random.unit() * 28)
}

function nuclear(random: Random): Seat[] {
  const [head, spouse] = pair(random, 23 + (random.unit() + random.unit()) * 19)
  return [head, spouse, ...children(random, mother(head, spouse).age, 'CHILD')]
}

function withParents(random: Random): Seat[] {
  const [head, spouse] = pair(random, 26 + (random.unit() + random.unit()) * 14)
  const kids = children(random, mother(head, spouse).age, 'CHILD')
  const parentAge = head.age + 22 + random.unit() * 9
  if (random.chance(0.45)) {
    const [one, other] = pair(random, parentAge)
    return [head, spouse, ...kids, { ...one, relation: 'PARENT' }, { ...other, relation: 'PARENT' }]
  }
  const sex: Sex = random.chance(0.25) ? 'MALE' : 'FEMALE'
  const parent: Seat = { relation: 'PARENT', sex, age: parentAge, marital: 'WIDOWED' }
  return [head, spouse, ...kids, parent, ...late(random, parent)]
}

/** An older head with a grown child's family. */
function withGrandchildren(random: Random): Seat[] {
  const [head, spouse] = pair(random, 52 + random.unit() * 24)
  const childAge = mother(head, spouse).age - 22 - random.unit() * 8
  const [son, wife] = pair(random, Math.max(21, childAge))
  const grandchildren = children(random, mother(son, wife).age, 'GRANDCHILD')
  return [
    head,
    spouse,
    { ...son, relation: 'CHILD' },
    { ...wife, relation: 'OTHER' },
    ...grandchildren,
  ]
}

function singleParent(random: Random): Seat[] {
  const sex: Sex = random.chance(0.18) ? 'MALE' : 'FEMALE'
  const age = 27 + random.unit() * 30
  const marital = random.chance(0.5) ? 'DIVORCED' : random.chance(0.6) ? 'WIDOWED' : 'SEPARATED'
  const head: Seat = { relation: 'HEAD', sex, age, marital }
  const dead = marital === 'WIDOWED' ? late(random, head) : []
  return [head, ...children(random, age, 'CHILD'), ...dead]
}

function siblings(random: Random): Seat[] {
  const age = 19 + random.unit() * 12
  const seat = (relation: Relation, years: number): Seat => ({
    relation,
    sex: random.chance(0.5) ? 'MALE' : 'FEMALE',
    age: years,
    marital: 'NEVER_MARRIED',
  })
  return [seat('HEAD', age), seat('SIBLING', Math.max(16, age - 1 - random.unit() * 5))]
}

function pair(random: Random, age: number): [Seat, Seat] {
  const sex: Sex = random.chance(0.74) ? 'MALE' : 'FEMALE'
  const gap = random.unit() * 6 - 1.5
  const spouseAge = Math.max(18.2, sex === 'MALE' ? age - gap : age + gap)
  return [
    { relation: 'HEAD', sex, age, marital: 'MARRIED' },
    { relation: 'SPOUSE', sex: opposite[sex], age: spouseAge, marital: 'MARRIED' },
  ]
}

function mother(one: Seat, other: Seat): Seat {
  return one.sex === 'FEMALE' ? one : other
}

const childCounts = weighted([[1, 25], [2, 53], [3, 17], [4, 5]]) // prettier-ignore

/** Born when the mother was 20 to 40; grown children have mostly left. */
function children(random: Random, motherAge: number, relation: Relation): Seat[] {
  const seats: Seat[] = []
  let atBirth = 20 + (random.unit() + random.unit()) * 5.5
  for (let wanted = childCounts(random); wanted > 0; wanted -= 1) {
    const age = motherAge - atBirth
    atBirth += 1.7 + random.unit() * 4.5
    if (age < 0 || atBirth > 46) break
    if (age > 20 && random.chance(Math.min(0.93, (age - 20) * 0.085))) continue
    // 111 boys a 100 girls at birth.
    const sex: Sex = random.chance(0.526) ? 'MALE' : 'FEMALE'
    seats.push({ relation, sex, age, marital: 'NEVER_MARRIED' })
  }
  return seats
}

/** The late spouse of a widowed person; still in the register when the death is not long ago. */
function late(random: Random, widowed: Seat): Seat[] {
  if (!random.chance(0.5)) return []
  const sex = opposite[widowed.sex]
  const age = widowed.age + (sex === 'MALE' ? 1 : -1) * random.unit() * 5
  return [{ relation: 'SPOUSE', sex, age, marital: 'MARRIED', deceasedFor: random.unit() * 6 }]
}
