import { coerceInputValue } from 'graphql'
import { isRecord } from '../api/refused.ts'
import type { DocumentProblem } from './document-problems.ts'
import { JsonFault, type JsonPlaces, jsonPlaces } from './json-places.ts'
import type { DeclaredVariable } from './operations-of.ts'

/** Words for what is found: each holds a name, or a name and what was expected. */
export interface VariableWords {
  readonly noJson: string
  readonly noObject: string
  readonly unknown: (name: string) => string
  readonly missing: (name: string, type: string) => string
  readonly wrong: (path: string, message: string) => string
}

/** What is wrong with a text of variables for those that an operation declares. Empty text means none are given. */
export function variableProblems(
  text: string,
  declared: readonly DeclaredVariable[],
  words: VariableWords,
): readonly DocumentProblem[] {
  const read = placesOf(text)
  if (read instanceof JsonFault)
    return [error(read.at, Math.min(read.at + 1, text.length), words.noJson)]
  const { value, at } = read
  if (!isRecord(value)) return [error(0, text.length, words.noObject)]
  const names = new Set(declared.map(({ name }) => name))
  const unknown = Object.keys(value)
    .filter((name) => !names.has(name))
    .map((name) => error(...placeOf(at, `${name}:`), words.unknown(name)))
  const missing = declared
    .filter(({ name, required }) => required && value[name] == null)
    .map(({ name, written }) => error(...placeOf(at, name), words.missing(name, written)))
  const wrong = declared.flatMap((one) =>
    value[one.name] == null ? [] : wrongIn(value[one.name], one, at, words),
  )
  return [...unknown, ...missing, ...wrong]
}

function wrongIn(
  value: unknown,
  { name, type }: DeclaredVariable,
  at: JsonPlaces['at'],
  words: VariableWords,
): readonly DocumentProblem[] {
  const found: DocumentProblem[] = []
  if (type)
    coerceInputValue(value, type, (path, _value, { message }) => {
      const whole = [name, ...path].join('.')
      found.push(error(...placeOf(at, whole), words.wrong(whole, message)))
    })
  return found
}

/** Variables as they are sent; undefined for a text that is no JSON object. */
export function variablesIn(text: string): Readonly<Record<string, unknown>> | undefined {
  const read = placesOf(text)
  return read instanceof JsonFault || !isRecord(read.value) ? undefined : read.value
}

function placesOf(text: string): JsonPlaces | JsonFault {
  if (text.trim() === '') return { value: {}, at: new Map() }
  try {
    return jsonPlaces(text)
  } catch (fault) {
    if (fault instanceof JsonFault) return fault
    throw fault
  }
}

function placeOf(at: JsonPlaces['at'], path: string): readonly [number, number] {
  return at.get(path) ?? at.get('') ?? [0, 0]
}

function error(from: number, to: number, message: string): DocumentProblem {
  return { from, to: Math.max(to, from), severity: 'error', message }
}
