import type { Language } from '../words/language.ts'

interface Documented {
  readonly signature?: string
  readonly description?: string | undefined
  readonly deprecation?: string | undefined
}

/** A description as an element: the reader's language first, the other below it. Texts are text nodes. */
export function docsElement(
  language: Language,
  { signature, description, deprecation }: Documented,
) {
  const element = document.createElement('div')
  element.className = 'cm-docs'
  const add = (className: string, text: string | undefined) => {
    if (!text) return
    const line = document.createElement('div')
    line.className = className
    line.textContent = text
    element.append(line)
  }
  const parts = (description ?? '').split(/\s+·\s+/)
  const [first, second] = parts.length === 2 && language === 'en' ? parts.toReversed() : parts
  add('cm-docs-signature', signature)
  add('cm-docs-own', parts.length > 2 ? description : first)
  add('cm-docs-other', parts.length > 2 ? undefined : second)
  add('cm-docs-deprecated', deprecation)
  return element
}
