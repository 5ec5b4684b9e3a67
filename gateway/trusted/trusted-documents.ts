import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import { CodedError } from '../../schema/errors.ts'
import { boundApplications } from './bound-applications.ts'
import type { DocumentStore, RegisteredDocument } from './document-store.ts'
import { documentIdOf } from './document-id.ts'
import type { OwnDocuments } from './own-documents.ts'

/** The documents that applications registered, and who may ask nothing else. */
export interface TrustedDocuments {
  /** Whether a text is this gateway's own, and the application its page. */
  readonly isOwn: (application: string | undefined, text: string) => boolean
  /** The text of a document that this application registered, or of its own. Fails with REGISTRY_UNAVAILABLE. */
  readonly find: (
    application: string | undefined,
    documentId: string,
  ) => Promise<string | undefined>
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

  return {
    isOwn: (application, text) =>
      application !== undefined && ownOf(application)?.has(text) === true,
    async find(application, documentId) {
      if (application === undefined) return undefined
      const ours = ownOf(application)?.find(documentId)
      if (ours !== undefined) return ours
      const key = keyOf(application, documentId)
      const known = found.get(key)
      if (known !== undefined || missing.has(key)) return known
      const text = await asking(() => store.find(application, documentId))
      if (text === undefined) missing.set(key, true)
      else found.set(key, text)
      return text
    },
    isBound: boundApplications(only),
    async register(application, texts) {
      const documents = [...new Set(texts)].map((text) => ({
        documentId: documentIdOf(text),
        text,
      }))
      const all = await asking(() => store.register(application, documents, maxDocuments))
      if (all === undefined)
        throw new CodedError(
          'DOCUMENT_TOO_LARGE',
          `An application has at most ${maxDocuments} documents; withdraw some first.`,
          { limit: 'documents', allowed: maxDocuments },
        )
      for (const { documentId } of documents) missing.delete(keyOf(application, documentId))
      return all
    },
    list: (application) => asking(() => store.list(application)),
    async withdraw(application, documentId) {
      const isGone = await asking(() => store.withdraw(application, documentId))
      found.delete(keyOf(application, documentId))
      return isGone
    },
  }
}

function keyOf(application: string, documentId: string): string {
  return `${documentId} ${application}`
}
