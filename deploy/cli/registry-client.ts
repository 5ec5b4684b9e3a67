import { type Problem, problemText } from '../../schema/problem.ts'
import { accessOptions, accessToken } from './access-token.ts'
import type { Call, Option } from './command.ts'
import { tokenOrUsage } from './token-or-usage.ts'
import { UsageError } from './usage-error.ts'

/** How a command reaches a registry. */
export const registryOptions = Object.freeze({
  registry: {
    value: 'URL',
    what: 'the registry; otherwise LIEN_THONG_REGISTRY_URL, or the gateway on this machine',
  },
  ...accessOptions,
} satisfies Readonly<Record<string, Option>>)

export interface RegistryRequest {
  readonly method: 'GET' | 'PUT' | 'POST'
  /** Below the registry's address, without a slash at its beginning. */
  readonly path: string
  readonly body?: unknown
  /** Whose publisher asks where no token is given; undefined: an operator. */
  readonly agency?: string
  /** The registry's address, where it is no option of its own. */
  readonly registry?: string
}

/**
 * Asks a registry; answers the body of what went well, parsed where it is JSON. Undefined when it was refused: the
 * reasons were printed, a line each. Throws when nothing answers.
 */
export async function askRegistry(call: Call, request: RegistryRequest): Promise<unknown> {
  const { settings, values, print } = call
  const registry =
    request.registry ??
    values['registry'] ??
    settings.registryUrl ??
    `http://localhost:${settings.port}/registry`
  if (!URL.canParse(registry)) throw new UsageError(`--registry: expected a URL, got ${registry}`)
  const url = `${registry.replace(/\/$/, '')}/${request.path}`
  const response = await fetch(url, {
    method: request.method,
    headers: {
      authorization: `Bearer ${await tokenOf(call, request)}`,
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  }).catch(() => {
    throw new Error(`nothing answers at ${registry}; is it running, and is it a registry?`)
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  const body: unknown = isJson ? JSON.parse(text) : text
  if (response.ok) return body
  for (const line of reasonsOf(body)) print(line)
  return undefined
}

async function tokenOf(call: Call, { agency }: RegistryRequest): Promise<string> {
  const persona = agency === undefined ? 'operator' : 'publisher'
  const terms = agency === undefined ? {} : { agency }
  return await accessToken(call, () => tokenOrUsage(call.settings, persona, terms))
}

interface Refusal {
  readonly errors?: readonly {
    readonly message: string
    readonly extensions: { readonly code: string; readonly problems?: readonly Problem[] }
  }[]
}

function reasonsOf(body: unknown): readonly string[] {
  const { errors = [] } = (typeof body === 'object' ? (body ?? {}) : {}) as Refusal
  if (errors.length === 0) return ['refused, without a reason']
  return errors.flatMap(({ message, extensions: { code, problems = [] } }) =>
    problems.length === 0
      ? [`${message} [${code}]`]
      : [...problems.map(problemText), `${problems.length} problems, nothing was changed`],
  )
}

/** The option's value; wrong use where it is missing. */
export function wanted({ values }: Call, option: string, what: string): string {
  const value = values[option]
  if (value === undefined) throw new UsageError(`--${option}: expected ${what}`)
  return value
}

/** A version's number, of an option. */
export function wantedVersion(call: Call): number {
  const text = wanted(call, 'version', 'the number of a version')
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UsageError(`--version: expected a whole number above 0, got ${text}`)
}

/** Prints what became of a change. */
export function printOutcome(print: Call['print'], outcome: unknown): void {
  const { state, subgraph, version, release, notes } = outcome as {
    readonly state: 'live' | 'waiting' | 'unchanged' | 'retired'
    readonly subgraph: string
    readonly version: number
    readonly release: number
    readonly notes: readonly string[]
  }
  for (const note of notes) print(`note: ${note}`)
  const what = {
    live: 'is live',
    waiting: 'waits for a second publisher',
    unchanged: 'was live already',
    retired: 'is retired',
  }
  print(`${subgraph} version ${version} ${what[state]} (release ${release})`)
}
