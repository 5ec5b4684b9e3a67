/**
 * The words of a database name in lower-case ASCII: đ and every Vietnamese mark taken off, snake_case,
 * camelCase and spaces taken apart, whatever else is no letter or digit left out. `Mã_ĐơnVị` → `ma don vi`.
 */
export function nameTokens(name: string): readonly string[] {
  return asciiLetters(name)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((token) => token !== '')
}

/** Text without Vietnamese marks; letters of other scripts stay. Unicode NFD keeps đ whole. */
export function asciiLetters(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D')
}
