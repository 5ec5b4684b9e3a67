/** Text for searching: without case and diacritics, đ as d: `Đất ở` is found by `dat o`. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[đĐ]/g, 'd')
    .toLowerCase()
}

/** Whether every word of what is looked for stands somewhere in the text. */
export function found(text: string, looked: string): boolean {
  const within = plain(text)
  return plain(looked)
    .split(/\s+/)
    .every((word) => within.includes(word))
}
