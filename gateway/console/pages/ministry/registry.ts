import { pageDocuments } from '../../../trusted/page-documents.ts'
import { askWhole } from '../../api/ask.ts'
import { read, send } from '../../api/request.ts'
import { refusedBy } from '../../api/refused.ts'
import type { MinistryState } from '../state/gateway-state.ts'

export interface MinistryField {
  readonly coordinate: string
  readonly type: string
  readonly dataClass: string | null
  readonly deprecated: string | null
}

export interface Ministry extends MinistryState {
  readonly fields: readonly MinistryField[]
}

export interface Version {
  readonly version: number
  readonly hash: string
  readonly url?: string
  readonly publisher: string
  readonly message: string | null
  readonly at: string
  readonly approvers: readonly string[]
  readonly released: boolean
}

export interface LiveSubgraph {
  readonly name: string
  readonly version: number
  readonly hash: string
  readonly url?: string
}

export interface Problem {
  readonly code: string
  readonly message: string
  readonly coordinate?: string
  readonly line?: number
}

export interface Verdict {
  readonly problems: readonly Problem[]
  readonly notes: readonly unknown[]
}

export interface Outcome {
  readonly state: string
  readonly version: number
  readonly release?: number
}

export interface Use {
  readonly coordinate: string
  readonly consumer: string
  readonly requests: number
  readonly lastDay: string
}

export interface UseReport {
  readonly days: number
  readonly uses: readonly Use[]
  readonly deprecated: readonly {
    readonly coordinate: string
    readonly reason?: string
    readonly uses: readonly Omit<Use, 'coordinate'>[]
  }[]
}

export interface Reader {
  readonly day: string
  readonly roles: readonly string[]
  readonly agency: string | null
  readonly client: string | null
  readonly purpose: { readonly id: string; readonly title: string; readonly titleEn: string } | null
  readonly dataClass: string | null
  readonly requests: number | null
  readonly persons: number | null
}

const subgraph = (name: string) => `/registry/subgraphs/${encodeURIComponent(name)}`

export async function listMinistries(signal: AbortSignal) {
  const found = await read<{ readonly ministries: readonly MinistryState[] }>(
    '/console/ministries',
    { signal },
  )
  return found.ministries
}

export async function findMinistry(name: string, signal: AbortSignal): Promise<Ministry> {
  return await read<Ministry>(`/console/ministries/${encodeURIComponent(name)}`, { signal })
}

export async function liveSubgraph(name: string, signal: AbortSignal) {
  const found = await read<{ readonly subgraphs: readonly LiveSubgraph[] }>('/registry/subgraphs', {
    signal,
  })
  return found.subgraphs.find((one) => one.name === name) ?? null
}

export async function versionsOf(name: string, signal: AbortSignal) {
  const found = await read<{ readonly versions: readonly Version[] }>(
    `${subgraph(name)}/versions?limit=100`,
    { signal },
  )
  return found.versions
}

/** The SDL of a version as it was handed in. */
export async function sdlOf(name: string, version: number, signal: AbortSignal): Promise<string> {
  const response = await send(`${subgraph(name)}/versions/${version}/sdl`, {
    accept: 'text/plain',
    signal,
  })
  const text = await response.text()
  if (!response.ok)
    throw refusedBy(response.status, jsonOf(text), response.headers.get('x-request-id'))
  return text
}

/** What the registry says of a draft; nothing is kept of it but the verdict. */
export async function checkDraft(name: string, sdl: string): Promise<Verdict> {
  return await read<Verdict>(`${subgraph(name)}/check`, { method: 'POST', body: { sdl } })
}

export async function publishDraft(name: string, sdl: string, message: string): Promise<Outcome> {
  const body = { sdl, ...(message.trim() === '' ? {} : { message }) }
  return await read<Outcome>(subgraph(name), { method: 'PUT', body })
}

export async function rollBack(name: string, version: number, message: string): Promise<Outcome> {
  const body = { version, ...(message.trim() === '' ? {} : { message }) }
  return await read<Outcome>(`${subgraph(name)}/rollback`, { method: 'POST', body })
}

export async function approve(name: string, version: number): Promise<Outcome> {
  return await read<Outcome>(`${subgraph(name)}/versions/${version}/approve`, { method: 'POST' })
}

export async function useOf(name: string, days: number, signal: AbortSignal): Promise<UseReport> {
  return await read<UseReport>(`${subgraph(name)}/use?days=${days}`, { signal })
}

/** Who read the ministry's data, by day; never which person. */
export async function readersOf(
  variables: { readonly ministry: string; readonly from: string; readonly to: string },
  signal: AbortSignal,
): Promise<readonly Reader[]> {
  const found = await askWhole<{ readonly ministryReaders: readonly Reader[] }>(
    { query: pageDocuments.readers, variables },
    signal,
  )
  return found.ministryReaders
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
