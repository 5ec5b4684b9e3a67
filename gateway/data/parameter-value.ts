import {
  type GraphQLInputType,
  type GraphQLLeafType,
  getNullableType,
  isLeafType,
  isListType,
} from 'graphql'
import { CodedError } from '../../schema/errors.ts'

const numbers: Readonly<Record<string, RegExp>> = {
  Int: /^-?\d{1,10}$/,
  Float: /^-?\d{1,40}(\.\d{1,40})?(e[+-]?\d{1,3})?$/i,
}

/** Whether a parameter of this type is given by its name as often as it has values. */
export function isRepeated(type: GraphQLInputType): boolean {
  const open = getNullableType(type)
  return isListType(open) && isLeafType(getNullableType(open.ofType))
}

/** Whether a parameter of this type is given as JSON text: objects, and lists of anything but plain values. */
export function isJsonText(type: GraphQLInputType): boolean {
  const open = getNullableType(type)
  return isLeafType(open) ? open.name === 'JSON' : !isRepeated(open)
}

/**
 * Reads the texts of a search parameter as the value of a variable of a type; whether it fits is judged with all others
 * (document/variables.ts). Fails with BAD_USER_INPUT, which names the parameter and what was expected, never the value.
 */
export function parameterValue(
  name: string,
  type: GraphQLInputType,
  texts: readonly string[],
): unknown {
  const open = getNullableType(type)
  const refused = (expected: string): CodedError =>
    new CodedError('BAD_USER_INPUT', `Parameter "${name}": expected ${expected}.`)
  if (isListType(open) && isRepeated(open)) {
    const item = getNullableType(open.ofType)
    return texts.map((text) => (isLeafType(item) ? leafValue(item, text, refused) : text))
  }
  const [only = ''] = texts
  if (texts.length > 1) throw refused(`it once, got it ${texts.length} times`)
  if (isJsonText(open)) return jsonValue(only, () => refused(`JSON of ${String(open)}`))
  return isLeafType(open) ? leafValue(open, only, refused) : only
}

function leafValue(
  { name }: GraphQLLeafType,
  text: string,
  refused: (expected: string) => CodedError,
): unknown {
  if (name === 'Boolean') {
    if (text !== 'true' && text !== 'false') throw refused('true or false')
    return text === 'true'
  }
  const number = Object.hasOwn(numbers, name) ? numbers[name] : undefined
  if (number === undefined) return text
  if (!number.test(text)) throw refused(name)
  return Number(text)
}

function jsonValue(text: string, refused: () => CodedError): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refused()
  }
}
