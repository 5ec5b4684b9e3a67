import type { CommunePlace, ProvincePlace } from './catalogue.ts'
import { communeShares } from './commune-share.ts'
import { dayYear } from './day.ts'
import { ethnicityOf } from './ethnicity.ts'
import { drawSeats, type Seat } from './household-shape.ts'
import type { Household, Person } from './household.ts'
import { drawFamilyName, drawFullName } from './names.ts'
import { persona, personaSeats } from './persona.ts'
import { personalNumbers, type PersonalNumbers } from './personal-number.ts'
import { createRandom, type Random } from './random.ts'
import { referenceDay } from './reference-day.ts'
import { streams } from './streams.ts'
import { anyOf, weighted, type Draw } from './weighted.ts'
import type { World } from './world.ts'

const daysAYear = 365.2425

/** Everything that is prepared once for drawing households. */
interface Workshop {
  readonly random: Random
  readonly numbers: PersonalNumbers
  readonly home: Draw<Home>
  readonly anywhere: Draw<string>
}

interface Home {
  readonly province: ProvincePlace
  readonly commune: CommunePlace
  readonly birthPlace: Draw<string>
  readonly ethnicity: Draw<string>
}

/**
 * The synthetic population, household after household, until exactly `world.people` people (the dead
 * included) have been made. The same world gives the same people; a larger one begins with the same.
 */
export function* households(world: World): Generator<Household> {
  const { provinces } = world.catalogue
  const homes = communeShares(world.catalogue).map(({ province, commune, share }) => {
    const birthPlace = anyOf(province.formerCodes)
    const ethnicity = ethnicityOf(province.code)
    return [{ province, commune, birthPlace, ethnicity }, share] as const
  })
  const workshop: Workshop = {
    random: createRandom(),
    numbers: personalNumbers(),
    home: weighted(homes),
    anywhere: weighted(
      provinces.flatMap(({ formerCodes, population }) =>
        formerCodes.map((code) => [code, population / formerCodes.length] as const),
      ),
    ),
  }
  const first = homes.find(([{ commune }]) => commune.code === persona.communeCode)?.[0]
  if (first === undefined) throw new Error(`the catalogue lacks commune ${persona.communeCode}`)
  let left = world.people
  for (let index = 0; left > 0; index += 1) {
    workshop.random.restart(world.seed, streams.people, index)
    const household = index === 0 ? personaHousehold(workshop, first) : draw(workshop, index, left)
    left -= household.members.length + household.deceased.length
    yield household
  }
}

function personaHousehold({ numbers }: Workshop, home: Home): Household {
  const members = personaSeats.map(({ age, fullName, ...seat }): Person => {
    const birthDay = referenceDay - Math.round(age * daysAYear)
    const birthYear = dayYear(birthDay)
    const birthPlace = persona.provinceCode
    const pin = numbers.issue(birthPlace, seat.sex, birthYear)
    const fixed = { ethnicity: '01', birthPlace, deceasedOn: undefined }
    return { ...seat, ...fixed, pin, fullName, birthDay, birthYear, age: Math.floor(age) }
  })
  const { province, commune } = home
  return { index: 0, province, commune, members, deceased: [] }
}

function draw(workshop: Workshop, index: number, left: number): Household {
  const { random } = workshop
  const home = workshop.home(random)
  const ethnicity = home.ethnicity(random)
  const familyName = drawFamilyName(random, ethnicity)
  const members: Person[] = []
  const deceased: Person[] = []
  for (const seat of drawSeats(random).slice(0, left)) {
    const person = fill(workshop, seat, { home, ethnicity, familyName })
    if (person.deceasedOn === undefined) members.push(person)
    else deceased.push(person)
  }
  const { province, commune } = home
  return { index, province, commune, members, deceased }
}

function fill(
  { random, numbers, anywhere }: Workshop,
  seat: Seat,
  { home, ethnicity, familyName }: { home: Home; ethnicity: string; familyName: string },
): Person {
  const { relation, sex, age, marital } = seat
  const birthDay = referenceDay - Math.round(age * daysAYear)
  const birthYear = dayYear(birthDay)
  const birthPlace = random.chance(age < 15 ? 0.88 : 0.72)
    ? home.birthPlace(random)
    : anywhere(random)
  const married = (relation === 'SPOUSE' || relation === 'OTHER') && random.chance(0.06)
  const own = married ? home.ethnicity(random) : ethnicity
  const name = bearsFamilyName(seat) && own === ethnicity ? familyName : drawFamilyName(random, own)
  return {
    pin: numbers.issue(birthPlace, sex, birthYear),
    fullName: drawFullName(random, { ethnicity: own, familyName: name, sex, birthYear }),
    birthDay,
    birthYear,
    age: Math.floor(age),
    sex,
    birthPlace,
    ethnicity: own,
    marital,
    relation,
    deceasedOn:
      seat.deceasedFor === undefined
        ? undefined
        : referenceDay - 1 - Math.floor(seat.deceasedFor * daysAYear),
  }
}

/** Children bear their father's name, and wives keep their own. */
function bearsFamilyName({ relation, sex, marital }: Seat): boolean {
  switch (relation) {
    case 'CHILD':
    case 'GRANDCHILD':
    case 'SIBLING':
      return true
    case 'HEAD':
      return sex === 'MALE' || marital !== 'MARRIED'
    case 'SPOUSE':
    case 'PARENT':
      return sex === 'MALE'
    case 'GRANDPARENT':
    case 'OTHER':
      return false
    default:
      return relation satisfies never
  }
}
