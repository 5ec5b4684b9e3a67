import { expect } from 'vitest'
import type { Role } from '../../auth/role.ts'
import type { World } from '../federation/gateway-world.ts'

export interface Call {
  readonly role?: Role | 'nobody'
  readonly claims?: Readonly<Record<string, unknown>>
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answered {
  readonly data?: Readonly<Record<string, unknown>>
  readonly warnings?: readonly Readonly<Record<string, unknown>>[]
  readonly extensions?: Readonly<Record<string, unknown>>
  readonly [problem: string]: unknown
}

/** Callers of `/data`: persons and applications of one world, of the application `own` unless another is named. */
export function dataCaller(world: () => Pick<World, 'gateway' | 'token'>, own: string) {
  async function headersOf(
    { role = 'officer', claims, headers = {} }: Call,
    client = own,
  ): Promise<Record<string, string>> {
    if (role === 'nobody') return { ...headers }
    return {
      authorization: `Bearer ${await world().token(role, { client_id: client, ...claims })}`,
      ...headers,
    }
  }

  async function register(client: string, texts: readonly string[]) {
    const headers = await headersOf({ role: 'application' }, client)
    const response = await fetch(`${world().gateway.url}/documents`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ documents: texts }),
    })
    expect(response.status).toBe(200)
    return (await response.json()) as { documents: readonly Record<string, unknown>[] }
  }

  /** Asks `/data/…`. A person of the application asks unless it is said otherwise. */
  async function data(path: string, call: Call = {}, client = own) {
    const { method = call.body === undefined ? 'GET' : 'POST', body } = call
    const response = await fetch(`${world().gateway.url}/data/${path}`, {
      method,
      headers: {
        ...(await headersOf(call, client)),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const type = response.headers.get('content-type') ?? ''
    const json =
      text !== '' && type.includes('json') ? (JSON.parse(text) as Answered) : ({} as Answered)
    return { status: response.status, type, headers: response.headers, text, json }
  }

  return { headersOf, register, data }
}
