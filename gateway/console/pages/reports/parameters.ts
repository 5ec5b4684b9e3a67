import type { Parameter } from './report.ts'

/** How a value of a type is typed in. */
export type InputKind =
  'date' | 'number' | 'yesNo' | 'province' | 'list' | 'json' | 'text' | 'choice'

const numbers: ReadonlySet<string> = new Set(['Int', 'Float', 'BigInt', 'Long'])
const words: ReadonlySet<string> = new Set(['String', 'ID', 'PersonalId'])

/** What is typed for a parameter, by its type and name; `choices` are the values of enums of the schema. */
export function inputKind(
  { name, type }: Pick<Parameter, 'name' | 'type'>,
  choices: (type: string) => readonly string[] | undefined,
): InputKind {
  if (type.startsWith('[')) return 'list'
  const bare = type.replaceAll(/[![\]]/g, '')
  if (/province/i.test(name) && words.has(bare)) return 'province'
  if (bare === 'Date' || bare === 'DateTime') return 'date'
  if (numbers.has(bare)) return 'number'
  if (bare === 'Boolean') return 'yesNo'
  if (choices(bare)) return 'choice'
  return words.has(bare) ? 'text' : 'json'
}

/** What was typed as a variable; undefined when nothing was, and the operation's own default holds. */
export function variableOf(
  { type }: Pick<Parameter, 'type'>,
  kind: InputKind,
  typed: string,
): unknown {
  const text = typed.trim()
  if (text === '') return undefined
  switch (kind) {
    case 'number':
      return Number(text.replace(',', '.'))
    case 'yesNo':
      return text === 'true'
    case 'list': {
      const bare = type.replaceAll(/[![\]]/g, '')
      const parts = text.split(/[,\n]/).map((part) => part.trim())
      const given = parts.filter((part) => part !== '')
      return numbers.has(bare) ? given.map(Number) : given
    }
    case 'json':
      return JSON.parse(text)
    case 'date':
    case 'province':
    case 'text':
    case 'choice':
      return text
    default:
      return kind satisfies never
  }
}

/** A default as it is typed. */
export function typedOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Values of parameters as an address holds them, and back: `?p.province=01`. */
export function valuesIn(search: string): Record<string, string> {
  const found = [...new URLSearchParams(search)].filter(([key]) => key.startsWith('p.'))
  return Object.fromEntries(found.map(([key, value]) => [key.slice(2), value]))
}

export function searchOf(values: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(
    Object.entries(values)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [`p.${name}`, value]),
  )
  return query.size === 0 ? '' : `?${query}`
}
