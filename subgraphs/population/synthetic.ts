import { copyText } from '../kit/synthetic/copy-text.ts'
import { dayOf, dayText } from '../kit/synthetic/day.ts'
import { dirt } from '../kit/synthetic/dirt.ts'
import type { Household, Person } from '../kit/synthetic/household.ts'
import type { MinistrySynthetic } from '../kit/synthetic/ministry-rows.ts'
import { personalNumbers } from '../kit/synthetic/personal-number.ts'
import { createRandom, type Random } from '../kit/synthetic/random.ts'
import { referenceDay } from '../kit/synthetic/reference-day.ts'
import { streams } from '../kit/synthetic/streams.ts'
import { TableLines } from '../kit/synthetic/table-lines.ts'

/** Residence is registered from here on. */
const registerOpened = dayOf('2005-01-01')

/** Given names in the other of the two spellings of a tone mark (Hòa, Hoà). */
const otherSpellings = ['Hoà', 'Thuỷ', 'Thuý', 'Hoè', 'Thoả', 'Khoẻ']

const householdKinds = ['HEAD_MISSING', 'TWO_HEADS', 'HEAD_UNKNOWN'] as const
const personKinds = [
  'NAME_NFD',
  'NAME_SPELLING',
  'ETHNICITY_MISSING',
  'SEX_UNLIKE_NUMBER',
  'BIRTH_YEAR_UNLIKE_NUMBER',
] as const
type HouseholdKind = (typeof householdKinds)[number]
type PersonKind = (typeof personKinds)[number]

/** Households and people of the population register. The dead are kept, outside any household. */
export const populationRows: MinistrySynthetic = (world) => {
  const random = createRandom()
  const numbers = personalNumbers()
  const spoilt = dirt(world.dirt, [...householdKinds, ...personKinds])
  const { households, people } = tables()

  const addPerson = (household: Household, listed: Person, seat: string): void => {
    const kind = household.index === 0 ? undefined : spoilt.pick(random, personKinds)
    const person = kind === undefined ? listed : spoil(listed, kind as PersonKind, random)
    if (kind !== undefined) spoilt.count(kind)
    const otherName = random.chance(0.02) ? `Út ${1 + random.below(9)}` : '\\N'
    const earliest = Math.max(listed.birthDay + 20, registerOpened)
    const since = random.between(earliest, Math.max(earliest, listed.deceasedOn ?? referenceDay))
    const previous = random.chance(0.002)
      ? `{${numbers.unknown(listed.birthPlace, listed.sex, listed.birthYear)}}`
      : '{}'
    const died = listed.deceasedOn === undefined ? '\\N' : dayText(listed.deceasedOn)
    people.add(
      `${person.pin}\t${copyText(person.fullName)}\t${otherName}\t${dayText(person.birthDay)}\t` +
        `${person.sex}\t${person.ethnicity}\t0${person.birthPlace}\tVNM\t${person.marital}\t${seat}\t` +
        `${household.province.code}\t${household.commune.code}\t` +
        `${dayText(Math.max(since, person.birthDay))}\t${died}\t${previous}\t${world.recordKey(person.pin)}`,
    )
  }

  const addMembers = (household: Household, id: string): void => {
    const { members, commune, province } = household
    const drawn = household.index === 0 ? undefined : spoilt.pick(random, householdKinds)
    const kind = drawn === 'TWO_HEADS' && members.length < 2 ? undefined : drawn
    if (kind !== undefined) spoilt.count(kind)
    let head = members[0]?.pin ?? '\\N'
    if (kind === 'HEAD_MISSING') head = '\\N'
    if (kind === 'HEAD_UNKNOWN') head = numbers.unknown('01', 'MALE', 1970)
    households.add(
      `${id}\tHS${commune.code}${id.slice(1)}\t${head}\t${members.length}\t${province.code}\t${commune.code}\t` +
        world.recordKey(keyHolder(members, kind === 'HEAD_MISSING')),
    )
    members.forEach((person, at) => {
      const isHead = leads(at, kind as HouseholdKind | undefined)
      const relation = isHead ? 'HEAD' : person.relation === 'HEAD' ? 'OTHER' : person.relation
      addPerson(household, person, `${id}\t${relation}\t${isHead ? 't' : 'f'}`)
    })
  }

  return {
    tables: [households, people],
    dirt: spoilt.counts,
    household(household) {
      random.restart(world.seed, streams.population, household.index)
      const id = `H${String(household.index).padStart(9, '0')}`
      if (household.members.length > 0) addMembers(household, id)
      for (const person of household.deceased) addPerson(household, person, '\\N\t\\N\tf')
    },
    finish: () => undefined,
  }
}

/** Whose record key a household has: the head's, or that of the lowest number where there is no head. */
function keyHolder(members: readonly Person[], headless: boolean): string {
  const pins = members.map(({ pin }) => pin)
  return (headless ? pins.sort()[0] : pins[0]) ?? ''
}

function leads(at: number, kind: HouseholdKind | undefined): boolean {
  return at === 0 ? kind !== 'HEAD_MISSING' : at === 1 && kind === 'TWO_HEADS'
}

function spoil(person: Person, kind: PersonKind, random: Random): Person {
  switch (kind) {
    case 'NAME_NFD':
      return { ...person, fullName: withMarks(person.fullName).normalize('NFD') }
    case 'NAME_SPELLING': {
      const rest = person.fullName.slice(0, person.fullName.lastIndexOf(' '))
      return {
        ...person,
        fullName: `${rest} ${otherSpellings[random.below(otherSpellings.length)]}`,
      }
    }
    case 'ETHNICITY_MISSING':
      return { ...person, ethnicity: '\\N' }
    case 'SEX_UNLIKE_NUMBER':
      return { ...person, sex: person.sex === 'MALE' ? 'FEMALE' : 'MALE' }
    case 'BIRTH_YEAR_UNLIKE_NUMBER':
      return { ...person, birthDay: person.birthDay - 366 }
    default:
      return kind satisfies never
  }
}

/** A few names have no mark that could be written apart; these get a given name that has one. */
function withMarks(name: string): string {
  return name.normalize('NFD') === name ? `${name.slice(0, name.lastIndexOf(' '))} Hòa` : name
}

function tables(): { households: TableLines; people: TableLines } {
  return {
    households: new TableLines('household', [
      'id',
      'file_number',
      'head_pin',
      'member_count',
      'province_code',
      'commune_code',
      'record_key',
    ]),
    people: new TableLines('person', [
      'pin',
      'full_name',
      'other_name',
      'birth_date',
      'sex',
      'ethnicity_code',
      'birth_registration_prefix',
      'nationality',
      'marital_status',
      'household_id',
      'relation_to_head',
      'is_head',
      'province_code',
      'commune_code',
      'registered_since',
      'deceased_on',
      'previous_pins',
      'record_key',
    ]),
  }
}
