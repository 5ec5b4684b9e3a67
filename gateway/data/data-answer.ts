import type { GraphQLResponse } from '@apollo/server'
import type { GraphQLFormattedError } from 'graphql'
import type { CodedError } from '../../schema/errors.ts'
import { writtenText, writtenWith } from '../execution/answer-text.ts'
import { disposition } from '../http/disposition.ts'
import { problemOf, problemText, problemType } from '../http/problem.ts'
import { isRecord } from '../is-record.ts'
import { unfinished } from '../ask-once.ts'
import { wholeStatus } from '../whole-status.ts'
import type { DataQuestion } from './data-question.ts'
import { dataCsv } from './data-table.ts'

/** An answer over plain HTTP. */
export interface DataAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/**
 * Turns what `/graphql` would answer into plain HTTP: JSON of `data` and `extensions`, and what is missing in it as `warnings`;
 * or rows as CSV, which are whole or none. Where nothing is answered, problem details.
 */
export async function dataAnswer(
  { body, http }: GraphQLResponse,
  { state, table }: Pick<DataQuestion, 'state' | 'table'>,
): Promise<DataAnswer> {
  const result = body.kind === 'single' ? body.singleResult : { errors: [unfinished] }
  const { data, errors = [], extensions = {} } = result
  const headers = { ...Object.fromEntries(http.headers), 'cache-control': 'no-store' }
  if (errors.length > 0 && (table !== undefined || isNothing(data))) {
    const status = problemStatus(http.status, errors, state.misnamed)
    const text = problemText(status, errors, state.id)
    const again = errors[0]?.extensions?.['retryAfterSeconds']
    const wait = typeof again === 'number' ? { 'retry-after': String(again) } : {}
    return { status, headers: { ...headers, ...wait, 'content-type': problemType }, body: text }
  }
  if (table !== undefined)
    return {
      status: 200,
      headers: {
        ...headers,
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': disposition(`${table.name}.csv`),
      },
      body: await dataCsv(table, readData(data)),
    }
  const warnings = errors.length === 0 ? {} : { warnings: errors.map(problemOf) }
  return {
    status: 200,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
    body: writtenWith(data, { ...warnings, extensions }),
  }
}

/** What refused the request may say more than the catalogue: 404 and 406. */
function problemStatus(
  status: number | undefined,
  errors: readonly GraphQLFormattedError[],
  refused: CodedError | undefined,
): number {
  const { http, code } = refused?.extensions ?? {}
  const isRefused = code !== undefined && code === errors[0]?.extensions?.['code']
  if (isRefused && isRecord(http) && typeof http['status'] === 'number') return http['status']
  return wholeStatus(status, errors)
}

function readData(data: unknown): unknown {
  const text = writtenText(data)
  return text === undefined ? data : JSON.parse(text)
}

/** Every field at the root is null: there is no part that stands. */
function isNothing(data: unknown): boolean {
  const read = readData(data)
  return !isRecord(read) || Object.values(read).every((value) => value === null)
}
