import type {
  AuditEvent,
  CheckpointEvent,
  OutcomeEvent,
  RecordHead,
  RequestEvent,
  StartEvent,
} from './event.ts'

export interface EventField {
  readonly unit: string
  readonly what: string
  /** Left out where there is nothing to say. */
  readonly optional?: true
}

type Fields<Event> = Readonly<Record<Exclude<keyof Event, 'kind'>, EventField>>

/** What every record begins with. */
export const headFields: Fields<RecordHead> & { readonly kind: EventField } = {
  chain: { unit: 'UUID', what: 'the chain: one for each start of a gateway' },
  seq: { unit: 'number', what: 'place in the chain, from 0, without a gap' },
  at: {
    unit: 'ISO 8601, UTC, milliseconds',
    what: 'when it was recorded; never before the record before',
  },
  kind: { unit: 'word', what: '`request`, `outcome`, `start` or `checkpoint`' },
}

const request: Fields<RequestEvent> = {
  id: { unit: 'UUID (version 7)', what: 'the request; its outcome has the same' },
  requestId: {
    unit: 'text',
    what: '`extensions.requestId` of the answer; a client may have chosen it',
  },
  caller: {
    unit: 'text',
    what: "the token's `sub`; a personal number in it is replaced by its hash",
  },
  person: { unit: 'keyed hash', what: "the caller's own personal number", optional: true },
  roles: { unit: 'list of roles', what: 'what the token names and this gateway knows' },
  agency: { unit: 'text', what: "the caller's agency", optional: true },
  client: { unit: 'text', what: 'the application through which the caller asks', optional: true },
  purpose: { unit: 'id', what: 'the purpose named (`X-Purpose`)', optional: true },
  emergency: {
    unit: '`true`',
    what: 'the purpose is one for emergencies: used without leave, for an inspector to review',
    optional: true,
  },
  export: {
    unit: 'format, page',
    what: 'the request is a page (from 1) of a file of that format; all pages of one file have one `requestId`',
    optional: true,
  },
  scenario: {
    unit: 'code, version, run, statement',
    what: 'the request is a step of a [scenario](scenarios.md); `run` is a UUID that the gateway gave, `statement` the SHA-256 of what is kept of the run: who, why, where',
    optional: true,
  },
  document: { unit: 'SHA-256, hexadecimal', what: 'of the GraphQL document' },
  operation: { unit: 'name', what: 'the operation meant, where it has a name', optional: true },
  variables: {
    unit: 'keyed hash',
    what: 'of the variables as JSON; never their values',
    optional: true,
  },
  verdict: {
    unit: 'word',
    what: '`allowed`, `refused`, or `schema`: introspection, which asks no ministry',
  },
  coordinates: {
    unit: 'list of `Type.field`',
    what: 'what the operation selects, whatever `@skip` and `@include` say; empty when the document was not understood',
  },
  conditions: {
    unit: 'list of `Type.field`',
    what: 'by what it filters, orders, groups or measures; the values are not recorded',
    optional: true,
  },
  classes: {
    unit: 'list of level and category',
    what: 'the classes of data among both, and those that knowing of a record touches: `SENSITIVE HEALTH`',
  },
}

const outcome: Fields<OutcomeEvent> = {
  id: { unit: 'UUID (version 7)', what: 'that of the request' },
  askedAt: { unit: 'ISO 8601, UTC, milliseconds', what: 'when the request arrived' },
  caller: { unit: 'text', what: 'as in the request' },
  status: { unit: 'HTTP status', what: 'of the answer' },
  codes: {
    unit: 'list of error codes',
    what: 'those in the answer, once each ([errors](errors.md))',
  },
  ministries: {
    unit: 'by name: requests, rows',
    what: 'who was asked, how often, and the rows that they say they read',
  },
  rows: { unit: 'rows', what: 'of all ministries' },
  exported: {
    unit: 'rows',
    what: 'of a page of a file: the rows of its list, which the file gets',
    optional: true,
  },
  durationMs: { unit: 'milliseconds', what: 'from the arrival to this record' },
  persons: {
    unit: 'by ministry: lists of classes and keyed hashes',
    what: 'whose records the answer holds and which classes of data of each, as the ministry reports',
  },
}

const start: Fields<StartEvent> = {
  gateway: { unit: 'name', what: '`LIEN_THONG_GATEWAY_NAME`' },
  key: { unit: 'RFC 7638 thumbprint', what: 'of the key that signs this chain' },
  checkpointRecords: { unit: 'records', what: 'between two checkpoints, at most' },
  previous: {
    unit: 'chain, seq, hash',
    what: "where the gateway's last chain ended; null for its first",
  },
}

const checkpoint: Fields<CheckpointEvent> = {
  reason: {
    unit: 'word',
    what: '`start`, `records` (so many came), `time` (so long ago), or `end`',
  },
  jws: { unit: 'compact JWS, EdDSA', what: 'over chain, seq and hash of the record before' },
}

/** The fields of each kind of record beyond those that all have. docs/audit-events.md prints them. */
export const eventFields: Readonly<
  Record<AuditEvent['kind'], Readonly<Record<string, EventField>>>
> = {
  request,
  outcome,
  start,
  checkpoint,
}
