import type { GraphQLDataSource } from '@apollo/gateway'
import type { Logger } from 'pino'
import type { Dispatcher } from 'undici'
import type { PersonKeys } from '../../auth/person-keys.ts'
import { errors } from '../../schema/errors.ts'
import { notePersons } from '../audit/persons.ts'
import type { GatewayContext, RequestState } from '../context.ts'
import type { AnswerShape } from './answer-shape.ts'
import { type MinistryAnswer, type MinistryReport, readMinistryAnswer } from './ministry-answer.ts'
import { MinistryError } from './ministry-error.ts'
import type { MinistryPools } from './ministry-pools.ts'
import { nullMisfits } from './null-misfits.ts'
import { noteRequest } from './provenance.ts'
import { rootPaths } from './root-paths.ts'

/** What a ministry may say to the caller in its own words. Everything else is "unavailable". */
const spoken = [
  'BAD_USER_INPUT',
  'COST_EXCEEDED',
  'FORBIDDEN',
  'PURPOSE_REQUIRED',
  'DEADLINE_EXCEEDED',
] as const

/** How long a ministry's message may be. */
const maxMessage = 500

export interface MinistrySourceOptions {
  readonly ministry: string
  readonly url: URL
  readonly pools: MinistryPools
  readonly maxAnswerBytes: number
  /** The shape that an operation's answer must have. */
  readonly shapeOf: (operation: string) => AnswerShape
  /** The token that the ministry asks for; none when the gateway runs open. */
  readonly tokenFor: ((state: RequestState) => Promise<string>) | undefined
  /** Those of the audit journal; none when nothing is recorded. */
  readonly personKeys: PersonKeys | undefined
  readonly log: Logger
}

type Outcome = Awaited<ReturnType<GraphQLDataSource['process']>>
type Errand = { readonly query: string; readonly variables: Readonly<Record<string, unknown>> }

/**
 * Sends parts of a plan to one ministry over HTTP. Never throws: a ministry that is down, late or
 * answers nonsense becomes nulls with MINISTRY_UNAVAILABLE or DEADLINE_EXCEEDED, so that the rest of the
 * answer stands. When the gateway runs open, the ministry's own errors pass as they are.
 */
export function ministrySource(options: MinistrySourceOptions): GraphQLDataSource {
  return {
    async process({ request, context }): Promise<Outcome> {
      const { state } = context as GatewayContext
      const { ministry } = options
      const errand = { query: request.query ?? '', variables: request.variables ?? {} }
      const began = performance.now()
      try {
        const answer = await ask(options, errand, state)
        const report = { ministry, reported: answer.extensions['persons'] }
        notePersons(state.persons, report, options.personKeys)
        const latencyMs = performance.now() - began
        noteRequest(state.provenance, options.ministry, latencyMs, answer.extensions['provenance'])
        return reported(options, errand, answer, state)
      } catch (error) {
        noteRequest(state.provenance, options.ministry, performance.now() - began, undefined)
        return failed(options, errand, state, error)
      }
    },
  }
}

async function ask(
  options: MinistrySourceOptions,
  { query, variables }: Errand,
  state: RequestState,
): Promise<MinistryAnswer> {
  const { url, pools, maxAnswerBytes, tokenFor } = options
  const { signal } = state.deadline
  signal.throwIfAborted()
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json',
    'x-request-id': state.id,
    'x-deadline-ms': String(state.deadline.remainingMs()),
  }
  if (tokenFor) headers['authorization'] = `Bearer ${await tokenFor(state)}`
  const response: Dispatcher.ResponseData = await pools.poolOf(url.origin).request({
    path: url.pathname + url.search,
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
    signal,
  })
  return await readMinistryAnswer(response, maxAnswerBytes, variables['representations'])
}

function reported(
  options: MinistrySourceOptions,
  errand: Errand,
  { data, errors: reports }: MinistryAnswer,
  state: RequestState,
): Outcome {
  const { ministry } = options
  const places = data === null ? [] : nullMisfits(data, options.shapeOf(errand.query))
  const misfits = places.map((path) => unavailable('MINISTRY_UNAVAILABLE', ministry, path))
  if (misfits.length > 0)
    options.log.warn({ requestId: state.id, ministry, places }, 'values of no acceptable type')
  if (reports.length === 0) return misfits.length === 0 ? { data } : { data, errors: misfits }
  const translate = options.tokenFor ? masked : passed
  const codes = [...new Set(reports.map(({ extensions }) => String(extensions['code'])))]
  const level = codes.every((code) => spoken.some((known) => known === code)) ? 'debug' : 'warn'
  options.log[level]({ requestId: state.id, ministry, codes }, 'a ministry reported errors')
  const place = data === null ? placesOf(errand)[0] : undefined
  const translated = reports.map(({ path = place, ...report }) =>
    translate({ ...report, path }, ministry),
  )
  return { data, errors: [...translated, ...misfits] }
}

function masked({ message, path, extensions }: MinistryReport, ministry: string): MinistryError {
  const code = spoken.find((known) => known === extensions['code'])
  return code === undefined
    ? unavailable('MINISTRY_UNAVAILABLE', ministry, path)
    : new MinistryError(
        message.slice(0, maxMessage),
        { code, ministry, ...coordinatesOf(extensions) },
        path,
      )
}

/** The schema coordinates that a ministry refused, where it names some. */
function coordinatesOf({ coordinates }: MinistryReport['extensions']): {
  coordinates?: readonly string[]
} {
  const names = Array.isArray(coordinates) ? coordinates : []
  const known = names.filter(
    (name) => typeof name === 'string' && /^\w{1,80}\.\w{1,80}$/.test(name),
  )
  return known.length === 0 ? {} : { coordinates: known as readonly string[] }
}

function passed({ message, path, extensions }: MinistryReport, ministry: string): MinistryError {
  const { stacktrace: _, http: __, ...rest } = extensions
  const code = typeof rest['code'] === 'string' ? rest['code'] : 'INTERNAL_SERVER_ERROR'
  return new MinistryError(message, { ...rest, code, ministry }, path)
}

function failed(
  { ministry, log }: MinistrySourceOptions,
  errand: Errand,
  state: RequestState,
  error: unknown,
): Outcome {
  const late = state.deadline.signal.aborted
  const code = late ? 'DEADLINE_EXCEEDED' : 'MINISTRY_UNAVAILABLE'
  const reason = error instanceof Error ? error.message : 'unknown'
  log.warn({ requestId: state.id, ministry, code, reason }, 'a ministry did not answer')
  return { data: null, errors: placesOf(errand).map((path) => unavailable(code, ministry, path)) }
}

/** Where the nulls of a request that failed as a whole appear. */
function placesOf({ query, variables }: Errand): readonly (readonly string[])[] {
  // An empty path becomes the place in the answer where this ministry's entities belong.
  return 'representations' in variables ? [[]] : rootPaths(query)
}

function unavailable(
  code: 'MINISTRY_UNAVAILABLE' | 'DEADLINE_EXCEEDED',
  ministry: string,
  path: readonly (string | number)[] | undefined,
): MinistryError {
  return new MinistryError(errors[code].message, { code, ministry }, path)
}
