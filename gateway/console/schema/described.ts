import type { Language } from '../words/language.ts'

/**
 * Descriptions are Vietnamese and English with ` · ` between: the part in the reader's language. A text of one part, or
 * of more than two, is answered whole: it does not keep to that form.
 */
export function described(language: Language, text: string | null | undefined): string {
  if (!text) return ''
  const parts = text.split(/\s+·\s+/)
  const [vi, en] = parts
  if (parts.length !== 2 || vi === undefined || en === undefined) return text
  return language === 'vi' ? vi : en
}
