import type { Language } from './language.ts'

const article = /Art (\d+)(?:\((\d+)\))?(?:\((\p{L})\))?/gu

/** A reference to a law as the language cites it: `91/2025/QH15, Art 19(1)(b)` is `điểm b khoản 1 Điều 19` of it. */
export function lawText(language: Language, reference: string): string {
  if (language === 'en') return reference
  return reference
    .replaceAll(article, (_, number: string, clause?: string, point?: string) =>
      [point && `điểm ${point}`, clause && `khoản ${clause}`, `Điều ${number}`]
        .filter(Boolean)
        .join(' '),
    )
    .replaceAll(/Annex (?=[IVX\d])/g, 'Phụ lục ')
}
