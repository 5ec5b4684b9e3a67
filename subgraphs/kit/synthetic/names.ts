import { familyNames, femaleGivens, femaleMiddles, maleGivens, maleMiddles } from './kinh-names.ts'
import { minorityNames } from './minority-names.ts'
import type { Sex } from './personal-number.ts'
import type { Random } from './random.ts'
import { anyOf, weighted, type Draw } from './weighted.ts'

const family = weighted(familyNames)
const middles: Readonly<Record<Sex, Draw<string>>> = {
  MALE: weighted(maleMiddles),
  FEMALE: weighted(femaleMiddles),
}
const givens: Readonly<Record<Sex, Draw<string>>> = {
  MALE: anyOf(maleGivens),
  FEMALE: anyOf(femaleGivens),
}

/** A family name of an ethnic group, NFC. */
export function drawFamilyName(random: Random, ethnicity: string): string {
  const style = minorityNames[ethnicity]
  return style === undefined ? family(random) : anyOf(style.families)(random)
}

/** A full name, NFC, the family name first except where the group puts it last. */
export function drawFullName(
  random: Random,
  { ethnicity, familyName, sex, birthYear }: NameOf,
): string {
  const style = minorityNames[ethnicity]
  if (style !== undefined) {
    const given = anyOf(sex === 'MALE' ? style.male : style.female)(random)
    return style.familyLast === true ? `${given} ${familyName}` : `${familyName} ${given}`
  }
  const given = givens[sex](random)
  if (sex === 'MALE') return `${familyName} ${middles.MALE(random)} ${given}`
  // "Thị" goes out of use: most women born before 1985 have it, few girls now.
  const thi = random.chance(birthYear < 1985 ? 0.75 : birthYear < 2005 ? 0.4 : 0.12)
  if (!thi) return `${familyName} ${middles.FEMALE(random)} ${given}`
  return random.chance(0.4)
    ? `${familyName} Thị ${middles.FEMALE(random)} ${given}`
    : `${familyName} Thị ${given}`
}

interface NameOf {
  readonly ethnicity: string
  readonly familyName: string
  readonly sex: Sex
  readonly birthYear: number
}
