import type { Catalogue, Drug } from '../../kit/synthetic/catalogue.ts'
import type { Item } from './items.ts'

/** The compartment of prescriptions that tell of HIV (Law 71/2020/QH14, Art 30). */
export const hivCompartment = 'HIV'

/** Which prescriptions tell of HIV, by ICD-10 and by the drugs against it. */
export interface Hiv {
  /** The items with a drug against HIV where a diagnosis calls for it, and with another where none does. */
  treated(items: readonly Item[], diagnoses: readonly string[]): readonly Item[]
  compartment(diagnoses: readonly string[], items: readonly Item[]): string | undefined
}

const hivDiagnosis = /^(B2[0-4]|Z21)/
const antiretroviral = /tenofovir|lamivudin|dolutegravir/i

export function hiv({ drugs }: Pick<Catalogue, 'drugs'>): Hiv {
  const against = drugs.filter(({ ingredient }) => antiretroviral.test(ingredient))
  const codes = new Set(against.map(({ code }) => code))
  const [drug] = against
  const others = drugs.filter(({ code, kind, unit }) => {
    return kind === 'C' && unit === drug?.unit && !codes.has(code)
  })
  const other = (taken: ReadonlySet<string>): Drug | undefined =>
    others.find(({ code }) => !taken.has(code))
  return {
    treated(items, diagnoses) {
      const isCalledFor = isHiv(diagnoses)
      const taken = new Set(items.map(({ drugCode }) => drugCode))
      return items.map((item, at) => {
        const given = codes.has(item.drugCode)
        const better =
          isCalledFor && at === 0 ? drug : given && !isCalledFor ? other(taken) : undefined
        return better === undefined ? item : { ...item, drugCode: better.code, unit: better.unit }
      })
    },
    compartment: (diagnoses, items) =>
      isHiv(diagnoses) || items.some(({ drugCode }) => codes.has(drugCode))
        ? hivCompartment
        : undefined,
  }
}

function isHiv(diagnoses: readonly string[]): boolean {
  return diagnoses.some((code) => hivDiagnosis.test(code))
}
