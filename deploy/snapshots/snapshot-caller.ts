import { callerOfClaims } from '../../auth/caller-of-claims.ts'
import { purposeTable } from '../../auth/purpose-table.ts'
import type { ExportInside } from '../../gateway/export-inside.ts'
import { PageRefused } from '../../gateway/export/ask-page.ts'
import { isRecord } from '../../gateway/is-record.ts'
import { CodedError } from '../../schema/errors.ts'
import { jsonOf } from '../../schema/json-of.ts'
import type { Dataset } from './dataset.ts'
import { SnapshotFailure } from './snapshot-failure.ts'

/** What snapshots say that they ask for; it opens no record of a person. */
export const snapshotPurpose = 'data-snapshot'
/** Who makes them, as the audit journal and disclosure control know it. */
export const snapshotCaller = 'lien-thong-snapshots'

/** Makes the Parquet file of a dataset. Throws SnapshotFailure, also between two chunks. */
export type MakeFile = (dataset: Dataset, signal: AbortSignal) => AsyncIterable<Uint8Array>

/** The caller who takes snapshots in nobody's presence: an analyst with statistics and catalogues alone. */
const caller = Object.freeze({
  ...callerOfClaims({
    sub: snapshotCaller,
    client_id: snapshotCaller,
    agency: 'steering',
    roles: ['analyst'],
  }),
  only: 'statistics' as const,
})

/** Asks through this process's own gateway, recorded like any caller. */
export function throughInside(exportFile: ExportInside): MakeFile {
  const purpose = purposeTable.get(snapshotPurpose)
  if (purpose === undefined) throw new Error(`expected the purpose ${snapshotPurpose}`)
  return (dataset, signal) =>
    coded(
      exportFile({ caller, purpose, asked: { ...askedOf(dataset), format: 'parquet' }, signal }),
    )
}

/** Asks a gateway that runs elsewhere, as whom the token names. */
export function throughHttp(base: string, token: string): MakeFile {
  return (dataset, signal) => coded(fetched(base, token, { dataset, signal }))
}

async function* fetched(
  base: string,
  token: string,
  { dataset, signal }: { readonly dataset: Dataset; readonly signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const url = `${base}/export`
  const response = await fetch(url, {
    method: 'POST',
    signal,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'x-purpose': snapshotPurpose,
    },
    body: JSON.stringify({ ...askedOf(dataset), format: 'parquet' }),
  }).catch(unanswered(signal, `nothing answers at ${url}; is it running? (npm start)`))
  const brokenOff = unanswered(signal, `the answer of ${url} broke off`)
  if (!response.ok || response.body === null)
    throw refusalIn(await response.text().catch(brokenOff))
  try {
    yield* response.body
  } catch (error) {
    brokenOff(error)
  }
}

/** Tells what a connection failed with as a failure of the dataset, unless it is the abort. */
function unanswered(signal: AbortSignal, message: string) {
  return (error: unknown): never => {
    signal.throwIfAborted()
    throw new SnapshotFailure(['NO_ANSWER'], message, { cause: error })
  }
}

function askedOf({ text: query, variables, path, explode }: Dataset) {
  return {
    query,
    variables,
    ...(path === undefined ? {} : { path }),
    ...(explode === undefined ? {} : { explode }),
  }
}

async function* coded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
  } catch (error) {
    if (error instanceof PageRefused)
      throw new SnapshotFailure(error.codes, error.errors.map(({ message }) => message).join(' '))
    if (error instanceof CodedError) throw new SnapshotFailure([error.code], error.message)
    throw error
  }
}

/** What a gateway says that refuses. */
function refusalIn(text: string): SnapshotFailure {
  const body = jsonOf(text)
  const list: unknown = isRecord(body) ? body['errors'] : undefined
  const errors = Array.isArray(list) ? list.filter(isRecord) : []
  const codes = errors.flatMap(({ extensions }) =>
    isRecord(extensions) ? [extensions['code']] : [],
  )
  return new SnapshotFailure(
    codes.length === 0 ? ['NO_ANSWER'] : [...new Set(codes.map(String))],
    errors.map(({ message }) => String(message)).join(' ') || 'no answer of a gateway',
  )
}
