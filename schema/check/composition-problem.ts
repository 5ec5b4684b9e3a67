import type { GraphQLError } from 'graphql'
import type { Problem } from '../problem.ts'
import { compositionWords } from './composition-words.ts'
import { placeOf, type SubgraphText } from './place-of.ts'

/** Composition's own words that are repeated, at most, characters. */
const maxQuoted = 300

/**
 * An error of @apollo/composition as a problem: its code, the coordinate that it names, where the ministries
 * wrote that, and plain words. What it says itself follows where the plain words cannot say all.
 */
export function compositionProblem(error: GraphQLError, texts: readonly SubgraphText[]): Problem {
  const code = codeOf(error)
  const coordinate = coordinateIn(error.message, code)
  const known = Object.hasOwn(compositionWords, code) ? compositionWords[code] : undefined
  const place = coordinate === undefined ? undefined : placeOf(coordinate, [...texts].reverse())
  return {
    code,
    message: known === undefined ? own(error) : plain(known.plain, error, texts),
    ...(coordinate === undefined ? {} : { coordinate }),
    ...place,
  }
}

function codeOf({ extensions }: GraphQLError): string {
  return typeof extensions['code'] === 'string' ? extensions['code'] : 'COMPOSITION_FAILED'
}

function plain(words: string, error: GraphQLError, texts: readonly SubgraphText[]): string {
  const named = texts.map(({ name }) => name).filter((name) => error.message.includes(`"${name}"`))
  const who = named.length === 0 ? 'the ministries' : named.join(', ')
  return `${words.replace('{subgraphs}', who)} (${own(error)})`
}

function own({ message }: GraphQLError): string {
  const line = message.replace(/\s+/g, ' ').trim()
  return line.length <= maxQuoted ? line : `${line.slice(0, maxQuoted)}…`
}

/**
 * The first quoted coordinate. What cannot be reached is named last: the query that leads to it comes before.
 */
function coordinateIn(message: string, code: string): string | undefined {
  const unreachable = /cannot find field "([A-Z]\w*\.\w+)"/.exec(message)
  if (code === 'SATISFIABILITY_ERROR' && unreachable) return unreachable[1]
  return /"([A-Z]\w*(?:\.\w+)?(?:\(\w+:\))?)"/.exec(message)?.[1]
}
