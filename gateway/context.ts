import type { ExecutionResult, GraphQLError } from 'graphql'
import type { Caller } from '../auth/caller.ts'
import type { ReadClass } from '../auth/class-table.ts'
import type { Grants } from '../auth/grants.ts'
import type { Persons } from './audit/persons.ts'
import type { Trail } from './audit/trail.ts'
import type { Purpose } from '../auth/purpose.ts'
import type { CodedError } from '../schema/errors.ts'
import type { AnswerText } from './execution/answer-text.ts'
import type { Deadline } from './execution/deadline.ts'
import type { Place } from './execution/ministry-queue.ts'
import type { Provenance } from './execution/provenance.ts'
import type { ExportedPage } from './export/exported-page.ts'
import type { RequestCost } from './limits/request-cost.ts'
import type { Allowance } from './rates/allowance.ts'
import type { ScenarioMark } from './scenarios/scenario.ts'
import type { Lease } from './supergraph/lifecycle.ts'
import type { RequestTelemetry } from './telemetry/request-telemetry.ts'
import type { UseRecorder } from './use/use-recorder.ts'

/** What one request carries from stage to stage. */
export interface RequestState {
  readonly id: string
  readonly deadline: Deadline
  /** The generation of the supergraph that this request starts and ends on. */
  readonly lease: Lease
  /** Who asks and what they may; absent when the gateway runs open. */
  readonly identity: Identity | undefined
  /** The registered purpose: the one that the request names, or after authorisation the automatic one. */
  purpose: Purpose | undefined
  /** Why the document or the purpose that the request names is none that it may name. */
  readonly misnamed: CodedError | undefined
  /** The classes of personal data that the document touches; known after authorisation. */
  classes: readonly ReadClass[]
  /** The kind of the operation; known once the document is read. */
  operation: 'query' | 'mutation' | 'subscription' | 'introspection' | undefined
  /** The static estimate of what it answers; known once the document and its variables are. */
  cost: RequestCost | undefined
  /** What it really answered, in the measure of the estimate; known once ministries have answered. */
  objects: number | undefined
  /** What it may take of its caller's rates; absent where there are none. */
  readonly allowance: Allowance | undefined
  /** Its place among those that are worked on; absent where it was not let in by itself. */
  readonly place?: Place | undefined
  readonly provenance: Provenance
  /** Whose records the answer holds. */
  readonly persons: Persons
  /** The request's records in the audit journal; absent when the gateway runs open. */
  readonly trail: Trail | undefined
  /** Tells metrics and traces of the request; absent where nobody listens. */
  readonly telemetry: RequestTelemetry | undefined
  /** Counts what the request uses; absent where nobody counts. */
  readonly use: Pick<UseRecorder, 'count'> | undefined
  /** The page of an export that this request is; undefined for every other request. */
  readonly exported: ExportedPage | undefined
  /** The run of a scenario that this request is a step of; undefined for every other request. */
  readonly scenario?: ScenarioMark | undefined
  /** Set when the request is answered without asking a ministry. */
  verdict: Verdict | undefined
  /** What ministries gave, written as JSON. */
  answer: AnswerText | undefined
  /** True once the answer holds its `extensions`. */
  answered: boolean
}

/** One object for each verified token and purpose: what is kept for an identity is kept by it. */
export interface Identity {
  readonly caller: Caller
  /** What the caller may do in the roles that may use the purpose; in all roles where none is named. */
  readonly grants: Grants
  /** What the caller may do in all roles: the schema that the caller sees. */
  readonly seen: Grants
}

/** An answer that needs no ministry: a refusal, or the schema that the caller may see. */
export type Verdict =
  { readonly refused: readonly GraphQLError[] } | { readonly introspected: ExecutionResult }

/** Apollo Server copies the outer object for each request; the state inside stays the same one. */
export interface GatewayContext {
  readonly state: RequestState
}
