/**
 * Whether two sources say the same: as texts, where it does not matter how Unicode composes a letter, in which case it is
 * written, how many spaces there are, and on which of two vowels a syllable carries its tone mark (Hòa, Hoà).
 */
export function sameFact(one: string, other: string): boolean {
  return one === other || folded(one) === folded(other)
}

function folded(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .trim()
    .split(/\s+/u)
    .map(
      (word) =>
        `${word.replace(/\p{M}/gu, '')} ${(word.match(/\p{M}/gu) ?? []).toSorted().join('')}`,
    )
    .join('|')
}
