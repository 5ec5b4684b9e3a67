import { type GraphQLLeafType, isEnumType } from 'graphql'

/** Reads a cell's text as the value that an answer would hold. Throws an Error where it is none of the type. */
export type CellValue = (text: string) => unknown

/** How cells of a scalar or enum are read; undefined for a scalar that is not known. */
export function cellValue(type: GraphQLLeafType): CellValue | undefined {
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map(({ name }) => name))
    return (text) => (names.has(text) ? text : misfit())
  }
  return Object.hasOwn(values, type.name) ? values[type.name] : undefined
}

const asIs: CellValue = (text) => text
const whole = /^-?\d+$/
const maxInt = 2 ** 31

/** As the ministries' scalars write what PostgreSQL says (subgraphs/kit/scalars.ts). */
const values: Readonly<Record<string, CellValue>> = {
  ID: asIs,
  String: asIs,
  PersonalId: asIs,
  Date: asIs,
  DateTime: (text) => text.replace(' ', 'T').replace(/\+00$/, 'Z'),
  LocalDateTime: (text) => text.replace(' ', 'T'),
  Int: (text) => {
    const number = Number(text)
    return whole.test(text) && number < maxInt && number >= -maxInt ? number : misfit()
  },
  BigInt: (text) => {
    if (!whole.test(text)) return misfit()
    const number = Number(text)
    return Number.isSafeInteger(number) ? number : text
  },
  Float: (text) => {
    const number = Number(text)
    return Number.isFinite(number) ? number : misfit()
  },
  Boolean: (text) => (text === 't' ? true : text === 'f' ? false : misfit()),
}

function misfit(): never {
  throw new Error('expected a value of its type, got something else')
}
