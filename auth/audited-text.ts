/** Characters kept of a text that a token or a client chose. */
const maxCharacters = 256

/**
 * A text that someone else chose, fit for the journal: bounded, without what PostgreSQL cannot read back
 * (control characters, halves of surrogate pairs), and without anything that may be or hold a personal number;
 * `hashed` says what stands in the place of twelve digits in a row or more.
 */
export function auditedText(text: string, hashed: (digits: string) => string = () => '…'): string {
  return text
    .slice(0, maxCharacters)
    .replace(/[\p{Cc}\p{Cs}]/gu, '\u{FFFD}')
    .replace(/\d{12,}/g, hashed)
}
