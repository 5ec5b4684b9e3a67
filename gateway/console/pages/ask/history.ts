import type { Draft } from './bench.ts'

/** A question that was asked, without its answer. */
export interface Asked extends Draft {
  readonly id: number
  /** Who asked: on a shared machine each sees their own. */
  readonly by: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly outcome: 'answered' | 'failed'
}

/** Questions kept of each person, at most. */
export const keptAtMost = 100

const name = 'lien-thong'
const table = 'questions'

/** Keeps a question; the same text asked again moves to the top. Nothing is kept where the browser allows no storage. */
export async function remember(asked: Omit<Asked, 'id'>): Promise<void> {
  const all = await remembered(asked.by)
  const same = all.filter((one) => one.query === asked.query && one.variables === asked.variables)
  const beyond = all.filter((one) => !same.includes(one)).slice(keptAtMost - 1)
  await within('readwrite', (store) => {
    for (const { id } of [...same, ...beyond]) store.delete(id)
    return store.add(asked)
  })
}

/** The questions of a person, the latest first. */
export async function remembered(by: string): Promise<readonly Asked[]> {
  const all = await within('readonly', (store): IDBRequest<Asked[]> => store.getAll())
  return (all ?? []).filter((one) => one.by === by).sort((one, other) => other.at - one.at)
}

export async function forget(by: string): Promise<void> {
  const all = await remembered(by)
  await within('readwrite', (store) => {
    for (const { id } of all) store.delete(id)
    return undefined
  })
}

async function within<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T> | undefined,
): Promise<T | undefined> {
  const database = await opened().catch(() => undefined)
  if (database === undefined) return undefined
  try {
    const transaction = database.transaction(table, mode)
    const request = act(transaction.objectStore(table))
    await new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve())
      transaction.addEventListener('error', () => reject(failure(transaction.error)))
      transaction.addEventListener('abort', () => reject(failure(transaction.error)))
    })
    return request?.result
  } finally {
    database.close()
  }
}

async function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1)
  return await new Promise((resolve, reject) => {
    request.addEventListener('upgradeneeded', () => {
      request.result.createObjectStore(table, { keyPath: 'id', autoIncrement: true })
    })
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(failure(request.error)))
  })
}

function failure(error: DOMException | null): Error {
  return error ?? new Error('The storage of the browser failed.')
}
