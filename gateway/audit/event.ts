import type { ScenarioMark } from '../scenarios/scenario.ts'
import type { PersonsReport } from '../../auth/persons-report.ts'

/** A request, as it was judged: written before any ministry is asked. */
export interface RequestEvent {
  readonly kind: 'request'
  readonly id: string
  readonly requestId: string
  readonly caller: string
  readonly person?: string
  readonly roles: readonly string[]
  readonly agency?: string
  readonly client?: string
  readonly purpose?: string
  /** As the purpose was registered when it was used; absent for every other purpose. */
  readonly emergency?: true
  /** The page of a file that it is; absent for every other request. */
  readonly export?: { readonly format: string; readonly page: number }
  /** The run of a scenario that it is a step of; absent for every other request. */
  readonly scenario?: ScenarioMark
  readonly document: string
  readonly operation?: string
  readonly variables?: string
  readonly verdict: 'allowed' | 'refused' | 'schema'
  readonly coordinates: readonly string[]
  readonly conditions?: readonly string[]
  readonly classes: readonly string[]
}

/** What became of a request: written before the answer leaves. */
export interface OutcomeEvent {
  readonly kind: 'outcome'
  readonly id: string
  readonly askedAt: string
  readonly caller: string
  readonly status: number
  readonly codes: readonly string[]
  readonly ministries: Readonly<
    Record<string, { readonly requests: number; readonly rows: number }>
  >
  readonly rows: number
  /** Rows that a file gets; absent where there is none. */
  readonly exported?: number
  readonly durationMs: number
  readonly persons: Readonly<Record<string, PersonsReport>>
}

/** The beginning of a chain, which is that of a gateway's process. */
export interface StartEvent {
  readonly kind: 'start'
  readonly gateway: string
  readonly key: string
  readonly checkpointRecords: number
  readonly previous: ChainHead | null
}

/** A signature over everything before it in its chain. */
export interface CheckpointEvent {
  readonly kind: 'checkpoint'
  readonly reason: 'start' | 'records' | 'time' | 'end'
  readonly jws: string
}

export type AuditEvent = RequestEvent | OutcomeEvent | StartEvent | CheckpointEvent

/** The last record of a chain that is known. */
export interface ChainHead {
  readonly chain: string
  readonly seq: number
  /** SHA-256, hexadecimal. */
  readonly hash: string
}

/** What every record begins with. */
export interface RecordHead {
  readonly chain: string
  readonly seq: number
  readonly at: string
}
