/** Characters kept of a text that a token or a client chose. */
const maxCharacters = 256

/**
 * A text that someone else chose, fit for the journal: bounded, without what PostgreSQL cannot read back
 * (control characters, halves of surrogate pairs), and without anything that may be a personal number;
 * `hashed` says what stands in its place.
 */
export function auditedText(text: string, hashed: (pin: string) => string = () => '…'): string {
  return text
    .slice(0, maxCharacters)
    .replace(/[\p{Cc}\p{Cs}]/gu, '\u{FFFD}')
    .replace(/\d{12,}/g, (digits) => (digits.length === 12 ? hashed(digits) : '…'))
}
