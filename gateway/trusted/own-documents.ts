import { meDocument } from '../export/me.ts'
import { documentIdOf } from './document-id.ts'
import { communeDocuments } from './commune-documents.ts'
import { isReferenceDocument, pageDocuments } from './page-documents.ts'
import { isQualityDocument } from './quality-documents.ts'

/** What the page of this gateway asks, which nobody needs to register. */
export interface OwnDocuments {
  /** The application as which the page asks. */
  readonly application: string
  readonly has: (text: string) => boolean
  /** The text by its identifier. */
  readonly find: (documentId: string) => string | undefined
}

/** The page's own texts, letter by letter: its questions, the export of a person's data, the reports of the house. */
export function ownDocuments(application: string, reports: readonly string[]): OwnDocuments {
  const texts = [
    meDocument,
    ...Object.values(pageDocuments),
    ...Object.values(communeDocuments),
    ...reports,
  ]
  const known = new Map(texts.map((text) => [documentIdOf(text), text]))
  const all: ReadonlySet<string> = new Set(texts)
  return Object.freeze({
    application,
    has: (text: string) => all.has(text) || isReferenceDocument(text) || isQualityDocument(text),
    find: (documentId: string) => known.get(documentId),
  })
}
