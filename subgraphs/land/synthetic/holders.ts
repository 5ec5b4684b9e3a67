import type { Day } from '../../kit/synthetic/day.ts'
import type { Household, Person } from '../../kit/synthetic/household.ts'
import type { Random } from '../../kit/synthetic/random.ts'

export interface Party {
  readonly pin: string
  readonly name: string
  readonly birthDay: Day
  readonly role: string
}

/** Who holds a certificate; every party has the same share. */
export interface Holding {
  readonly kind: string
  readonly parties: readonly Party[]
}

/** The holders of a household's certificate. Undefined when nobody in it is of age. */
export function holders(random: Random, { members }: Household): Holding | undefined {
  const adults = members.filter(({ age }) => age >= 18)
  const [head] = adults
  if (head === undefined) return undefined
  const spouse = adults.find(({ relation }) => relation === 'SPOUSE')
  const share = random.unit()
  if (spouse !== undefined && share < 0.56) return couple(head, spouse)
  if (adults.length > 1 && share > 0.78) {
    return share > 0.95
      ? group('CO_USERS', 'REPRESENTATIVE', adults)
      : group('HOUSEHOLD', 'HOUSEHOLD_HEAD', adults)
  }
  return { kind: 'INDIVIDUAL', parties: [party(head, 'INDIVIDUAL')] }
}

function couple(head: Person, spouse: Person): Holding {
  return {
    kind: 'COUPLE',
    parties: [head, spouse].map((person) =>
      party(person, person.sex === 'MALE' ? 'HUSBAND' : 'WIFE'),
    ),
  }
}

function group(kind: string, first: string, adults: readonly Person[]): Holding {
  return {
    kind,
    parties: adults.map((person, at) => party(person, at === 0 ? first : 'MEMBER')),
  }
}

function party({ pin, fullName, birthDay }: Person, role: string): Party {
  return { pin, name: fullName, birthDay, role }
}
