import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import { CodedError } from '../../schema/errors.ts'
import { boundApplications } from './bound-applications.ts'
import type { DocumentStore, NamedDocument, RegisteredDocument } from './document-store.ts'
import { documentIdOf } from './document-id.ts'
import type { OwnDocuments } from './own-documents.ts'
import { queryName } from './query-name.ts'

/** The documents that applications registered, and who may ask nothing else. */
export interface TrustedDocuments {
  /** Whether a text is this gateway's own, and the application its page. */
  readonly isOwn: (application: string | undefined, text: string) => boolean
  /** The text of a document that this application registered, or of its own. Fails with REGISTRY_UNAVAILABLE. */
  readonly find: (
    application: string | undefined,
    documentId: string,
  ) => Promise<string | undefined>
  /** The text of what a name stands for at this application. Fails with REGISTRY_UNAVAILABLE. */
  readonly findNamed: (application: string, name: string) => Promise<string | undefined>
  /** What all its names stand for, by name. Fails with REGISTRY_UNAVAILABLE. */
  readonly named: (application: string) => Promise<readonly NamedDocument[]>
  /** Whether this application may ask registered documents alone. */
  readonly isBound: (application: string | undefined) => boolean
  /**
   * Registers documents for an application, all or none; answers all that it has. Fails with DOCUMENT_TOO_LARGE
   * (limit `documents`) or REGISTRY_UNAVAILABLE.
   */
  readonly register: (
    application: string,
    texts: readonly string[],
  ) => Promise<readonly RegisteredDocument[]>
  readonly list: (application: string) => Promise<readonly RegisteredDocument[]>
  /** Answers whether it was there. Gateways beside this one may serve it for `foundMs` more. */
  readonly withdraw: (application: string, documentId: string) => Promise<boolean>
}

export interface TrustedOptions {
  readonly store: DocumentStore
  /** Applications that may ask registered documents alone; `*` is every application. */
  readonly only: readonly string[]
  /** What the page asks; undefined where there is none. */
  readonly own: OwnDocuments | undefined
  readonly log: Logger
}

/** Documents of one application, at most. */
export const maxDocuments = 1000
/** Characters of texts that are kept in memory. */
const keptCharacters = 16 * 1024 * 1024
/** Milliseconds that a text, or that there is none, is taken for true without asking the database. */
const foundMs = 60_000
const missingMs = 1000
const maxMissing = 10_000

/** Opens the registered documents with a bounded memory of those that are asked. */
export function openTrustedDocuments({ store, only, own, log }: TrustedOptions): TrustedDocuments {
  const found = new LRUCache<string, string>({
    maxSize: keptCharacters,
    sizeCalculation: (text, key) => text.length + key.length,
    ttl: foundMs,
  })
  const missing = new LRUCache<string, true>({ max: maxMissing, ttl: missingMs })
  const asking = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      log.error({ err: error }, 'documents: the registry’s database failed')
      throw new CodedError('REGISTRY_UNAVAILABLE')
    }
  }

  const ownOf = (application: string): OwnDocuments | undefined =>
    own?.application === application ? own : undefined
  const remembered = async (
    key: string,
    look: () => Promise<string | undefined>,
  ): Promise<string | undefined> => {
    const known = found.get(key)
    if (known !== undefined || missing.has(key)) return known
    const text = await asking(look)
    if (text === undefined) missing.set(key, true)
    else found.set(key, text)
    return text
  }
  const forget = (application: string, named: readonly (string | undefined)[]): void => {
    for (const one of named) {
      if (one === undefined) continue
      found.delete(keyOf(application, one))
      missing.delete(keyOf(application, one))
    }
  }

  return {
    isOwn: (application, text) =>
      application !== undefined && ownOf(application)?.has(text) === true,
    async find(application, documentId) {
      if (application === undefined) return undefined
      const ours = ownOf(application)?.find(documentId)
      if (ours !== undefined) return ours
      return await remembered(keyOf(application, documentId), () =>
        store.find(application, documentId),
      )
    },
    findNamed: (application, name) =>
      remembered(keyOf(application, name), () => store.findNamed(application, name)),
    named: (application) => asking(() => store.named(application)),
    isBound: boundApplications(only),
    async register(application, texts) {
      const documents = [...new Set(texts)].map((text) => ({
        documentId: documentIdOf(text),
        text,
        name: queryName(text),
      }))
      const all = await asking(() => store.register(application, documents, maxDocuments))
      if (all === undefined)
        throw new CodedError(
          'DOCUMENT_TOO_LARGE',
          `An application has at most ${maxDocuments} documents; withdraw some first.`,
          { limit: 'documents', allowed: maxDocuments },
        )
      for (const { documentId, name } of documents) forget(application, [documentId, name])
      return all
    },
    list: (application) => asking(() => store.list(application)),
    async withdraw(application, documentId) {
      const all = await asking(() => store.list(application))
      const isGone = await asking(() => store.withdraw(application, documentId))
      forget(application, [documentId, all.find((one) => one.documentId === documentId)?.name])
      return isGone
    },
  }
}

function keyOf(application: string, documentId: string): string {
  return `${documentId} ${application}`
}
