import type { DocumentNode } from 'graphql'
import { documentText } from './document-text.ts'
import type { CacheState } from '../state/cache-state.ts'
import { openShelf } from '../state/shelf.ts'

/** Heap that a parsed document takes for each character of its text, at most: short names, no blanks. */
const bytesPerCharacter = 100
/** What an entry takes beside. */
const entryBytes = 400

/** The choice of one document among equals. */
export interface OneDocument {
  readonly of: (document: DocumentNode) => DocumentNode
  readonly state: () => CacheState
}

/**
 * Opens the choice of one document for all that say the same: those that differ in layout alone, and those of callers
 * who see different schemas. What is known of it (what it reads, how it is planned) is known of all.
 */
export function openOneDocument(maxBytes: number): OneDocument {
  const documents = openShelf<DocumentNode>('documents', maxBytes)
  return {
    of(document) {
      const text = documentText(document)
      const known = documents.get(text)
      if (known) return known
      documents.set(text, document, entryBytes + text.length * bytesPerCharacter)
      return document
    },
    state: () => documents.state(),
  }
}
