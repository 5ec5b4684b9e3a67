/**
 * Whether a text that others will read names nobody by number: no twelve digits in a row, as they are read, also in the
 * wide forms of East Asian keyboards (Unicode's NFKC).
 */
export function namesNobody(text: string): boolean {
  return !/\d{12}/.test(text.normalize('NFKC'))
}
