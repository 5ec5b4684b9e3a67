import type { DocumentNode } from 'graphql'
import { compactText } from './compact-text.ts'

const texts = new WeakMap<DocumentNode, string>()

/** A document as text without its layout; written once for each document, which nobody may change. */
export function documentText(document: DocumentNode): string {
  const known = texts.get(document)
  if (known !== undefined) return known
  const text = compactText(document.definitions)
  texts.set(document, text)
  return text
}
