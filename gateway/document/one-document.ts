import { type DocumentNode, print } from 'graphql'
import { LRUCache } from 'lru-cache'

/** Heap that a parsed document takes for each character of its text, at most: short names, no blanks. */
const bytesPerCharacter = 100
/** What an entry takes beside. */
const entryBytes = 400

/**
 * Opens the choice of one document for all that say the same: those that differ in layout alone, and those of callers
 * who see different schemas. What is known of it (what it reads, how it is planned) is known of all.
 */
export function openOneDocument(maxBytes: number): (document: DocumentNode) => DocumentNode {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: maxBytes,
    sizeCalculation: (_document, text) => entryBytes + text.length * bytesPerCharacter,
  })
  return (document) => {
    const text = print(document)
    const known = documents.get(text)
    if (known) return known
    documents.set(text, document)
    return document
  }
}
