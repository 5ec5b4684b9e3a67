import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  print,
  astFromValue,
  GraphQLString,
} from 'graphql'
import type { Choices } from './choices.ts'

/** Makes arguments' values, as literals and as variables that it declares. */
export interface Values {
  /** The text of an argument; undefined where it is left out. */
  argument(type: GraphQLInputType, filled: boolean): string | undefined
  /** Declares a variable of a type and gives it a value. */
  variable(type: string, value: unknown): string
  declarations(): string
  variables(): Readonly<Record<string, unknown>>
}

export function openValues(choices: Choices): Values {
  const declared: string[] = []
  const given: Record<string, unknown> = {}

  const variable = (type: string, value: unknown): string => {
    const name = `v${declared.length}`
    const initial = type.endsWith('!') && !choices.chance(20) ? '' : initialOf(type)
    declared.push(`$${name}: ${type}${initial}`)
    if (initial === '' || choices.chance(50)) given[name] = value
    return `$${name}`
  }

  const initialOf = (type: string): string => {
    if (!choices.chance(30)) return ''
    const known = { Int: '4', 'Int!': '4', String: '"v"', Boolean: 'true', 'Boolean!': 'true' }
    const text = Object.entries(known).find(([name]) => name === type)?.[1]
    return text === undefined ? '' : ` = ${text}`
  }

  const argument = (type: GraphQLInputType, filled: boolean, depth = 2): string | undefined => {
    if (isNonNullType(type)) {
      if (filled && choices.chance(50)) return undefined
      return choices.chance(25)
        ? variable(String(type), json(type.ofType, depth))
        : some(type.ofType, depth)
    }
    if (choices.chance(25)) return undefined
    if (choices.chance(10)) return choices.chance(50) ? 'null' : variable(String(type), null)
    if (choices.chance(10)) {
      // A variable that is declared and not given.
      declared.push(`$v${declared.length}: ${String(type)}`)
      return `$v${declared.length - 1}`
    }
    return choices.chance(35) ? variable(String(type), json(type, depth)) : some(type, depth)
  }

  /** A literal, with variables in it here and there. */
  const some = (type: GraphQLInputType, depth: number): string => {
    if (isListType(type)) {
      const items = Array.from({ length: choices.below(3) }, () => item(type.ofType, depth))
      return items.length === 1 && choices.chance(50) ? (items[0] ?? '[]') : `[${items.join(', ')}]`
    }
    if (isInputObjectType(type)) {
      const parts = Object.values(type.getFields()).flatMap((field) => {
        if (depth === 0 && field.name === 'inner') return []
        const text = choices.chance(60)
          ? undefined
          : argument(field.type, field.defaultValue !== undefined, depth - 1)
        return text === undefined ? [] : [`${field.name}: ${text}`]
      })
      return `{ ${parts.join(', ')} }`
    }
    const value = json(type, depth)
    if (isEnumType(type)) return String(value)
    return typeof value === 'string'
      ? print(astFromValue(value, GraphQLString) ?? fail())
      : JSON.stringify(value)
  }

  const item = (type: GraphQLInputType, depth: number): string =>
    isNonNullType(type)
      ? choices.chance(20)
        ? variable(String(type), json(type.ofType, depth))
        : some(type.ofType, depth)
      : some(type, depth)

  const json = (type: GraphQLInputType, depth: number): unknown => {
    if (isNonNullType(type)) return json(type.ofType, depth)
    if (isListType(type))
      return Array.from({ length: choices.below(3) }, () => json(type.ofType, depth))
    if (isEnumType(type)) return choices.pick(type.getValues()).name
    if (isInputObjectType(type))
      return Object.fromEntries(
        Object.values(type.getFields()).flatMap((field) =>
          choices.chance(60) || (depth === 0 && field.name === 'inner')
            ? []
            : [[field.name, json(field.type, depth - 1)]],
        ),
      )
    return leaf(String(type))
  }

  const leaf = (type: string): unknown => {
    const n = choices.below(6)
    if (type === 'Int') return n - 2
    if (type === 'Float') return n / 2
    if (type === 'Boolean') return n % 2 === 0
    return ['x', 'ố "y"', '1', '', 'z\n', '01'][n]
  }

  return {
    argument,
    variable,
    declarations: () => (declared.length > 0 ? `(${declared.join(', ')})` : ''),
    variables: () => given,
  }
}

function fail(): never {
  throw new Error('expected a literal')
}
